/** A provider of a test's own: a tiny HTTP server that answers what the test says and remembers what it was asked. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes go as they are, anything else as JSON; undefined is an empty body. */
  readonly body?: unknown;
  /** Bytes of the body after which the connection breaks. */
  readonly breaksAfter?: number;
}

export interface Provider {
  readonly url: string;
  /** `host:port`, as SLUICE_EGRESS_ALLOW takes it. */
  readonly address: string;
  readonly asked: Asked[];
  /** Takes the place of how it answered so far. */
  answer(how: (asked: Asked) => Reply): void;
  close(): Promise<void>;
}

export async function startProvider(how: (asked: Asked) => Reply = () => ({ status: 404 })): Promise<Provider> {
  let answer = how;
  const seen: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url!, 'http://provider');
    const asked: Asked = {
      method: request.method!,
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks),
    };
    seen.push(asked);
    const { status = 200, headers = {}, body, breaksAfter } = answer(asked);
    const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    const bytes = isRaw ? Buffer.from(body ?? '') : Buffer.from(JSON.stringify(body));
    response.writeHead(status, {
      ...(body === undefined ? {} : { 'content-type': isRaw ? 'text/plain' : 'application/json' }),
      'content-length': String(bytes.length),
      ...headers,
    });
    if (breaksAfter === undefined) response.end(bytes);
    else response.write(bytes.subarray(0, breaksAfter), () => setTimeout(() => response.destroy(), 50));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    address: `127.0.0.1:${port}`,
    asked: seen,
    answer(next) {
      answer = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
