/** Phase `listen`: puts the routes on the HTTP door and opens it. Decides nothing. */
import type { Logger } from 'pino';
import type { Route } from '../edge/http/route.ts';
import { openApiRoute } from '../edge/http/routes/self.ts';
import { createHttpServer } from '../edge/http/server.ts';
import { authenticate, type AuthenticateDeps } from '../work/environments/authenticate.ts';
import { portError } from './check-port.ts';
import type { Lifetime } from './lifetime.ts';

export interface DoorsInput {
  readonly host: string;
  readonly port: number;
  readonly version: string;
  readonly maxBodyBytes: number;
  readonly corsOrigins: readonly string[];
  readonly routes: readonly Route[];
  readonly tokens: AuthenticateDeps;
  readonly log: Logger;
}

/** The URL to call. Rejects with `settings.port_in_use` or `settings.invalid`. */
export async function openDoors(input: DoorsInput, life: Lifetime): Promise<string> {
  const { host, port, version, routes, tokens, log, maxBodyBytes, corsOrigins } = input;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const server = createHttpServer({
    routes: [...routes, openApiRoute(routes, { version, url })],
    authenticate: (token) => authenticate(tokens, token),
    log,
    maxBodyBytes,
    corsOrigins,
  });
  life.stops.add('http', () => close(server));
  await server.listen({ host, port }).catch((cause: unknown) => {
    throw portError(cause, { port, host, setting: 'PORT' });
  });
  return url;
}

const SWEEP_MS = 50;

/**
 * Calls under way are answered. Closing ends the connections that are idle at that moment; a caller that keeps one open for
 * later is not waited for once its answer is out.
 */
async function close(server: ReturnType<typeof createHttpServer>): Promise<void> {
  const sweeping = setInterval(() => server.server.closeIdleConnections(), SWEEP_MS);
  try {
    await server.close();
  } finally {
    clearInterval(sweeping);
  }
}
