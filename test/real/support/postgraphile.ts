/**
 * Starts PostGraphile over a private PostgreSQL: a GraphQL API that nobody of this project wrote, on loopback, behind a
 * bearer key. Knows nothing of the product but the programs of its embedded database.
 */
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { startEmbedded } from '../../../packages/server/src/adapters/store/embedded.ts';
import { silent } from '../../support/database.ts';

export interface Desk {
  readonly url: string;
  readonly key: string;
  /** Asks the database itself, past the API. */
  rows<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>;
  stop(): Promise<void>;
}

const key = 'key-of-the-help-desk';

export async function startDesk(): Promise<Desk> {
  const root = mkdtempSync(join(tmpdir(), 'sluice-desk-'));
  chmodSync(root, 0o755);
  const dataDirectory = join(root, 'data');
  const embedded = await startEmbedded({ dataDirectory, log: silent });
  const pool = new pg.Pool({ ...embedded.connection, max: 4 });
  await pool.query(readFileSync(new URL('./desk.sql', import.meta.url), 'utf8'));
  const instance = postgraphile({
    extends: [PostGraphileAmberPreset],
    pgServices: [makePgService({ pool, schemas: ['desk'] })],
    // The API's own words for a refused row, as a provider would send them.
    grafserv: { graphiql: false, graphqlPath: '/graphql', maskError: (error) => error },
  });
  const service = instance.createServ(grafserv);
  const server = createServer();
  await service.addTo(server);
  lock(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    key,
    rows: async (sql) => (await pool.query(sql)).rows,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await instance.release();
      await pool.end();
      await embedded.stop();
      const home = join(dataDirectory, 'postgres');
      if (existsSync(home)) rmSync(realpathSync(home), { recursive: true, force: true });
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Nobody without the key reaches the API: what a gateway in front of it does. */
function lock(server: Server): void {
  const [answer] = server.listeners('request') as ((...heard: unknown[]) => void)[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (request.headers.authorization === `Bearer ${key}`) return answer!(request, response);
    response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"Unauthorized"}');
  });
}
