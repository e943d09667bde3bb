/**
 * The least a proxy can do in Node: node:http in front, an undici Pool behind, the token checked and the credentials
 * swapped, bytes passed on unread. What Sluice's proxy API is measured against.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool } from 'undici';

const pool = new Pool(process.env['BENCH_PROVIDER']!, { connections: 128 });
const tokens = new Map([[`Bearer ${process.env['BENCH_TOKEN']}`, 'Bearer bench-provider-token']]);

const server = createServer((request, response) => {
  forward(request, response).catch((error: unknown) => {
    response.writeHead(502).end(JSON.stringify({ message: String(error) }));
  });
});

async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const authorization = tokens.get(request.headers.authorization ?? '');
  if (authorization === undefined) {
    response.writeHead(401).end();
    return;
  }
  const { statusCode, headers, body } = await pool.request({
    method: 'GET',
    path: request.url!,
    headers: { accept: 'application/json', authorization },
  });
  const bytes = await body.bytes();
  const contentType = String(headers['content-type']);
  response.writeHead(statusCode, { 'content-type': contentType, 'content-length': bytes.length });
  response.end(bytes);
}

server.keepAliveTimeout = 60_000;
server.listen(Number(process.env['BENCH_PORT']), '127.0.0.1', () => console.log('ready'));
process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
  void pool.destroy();
});
