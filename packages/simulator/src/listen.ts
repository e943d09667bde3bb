/** The simulator on a TCP port, with node:http. Carries bytes and plays delivery faults; decides nothing else. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from './simulator.ts';
import type { Answer, IncomingRequest } from './terms.ts';

export interface Listening {
  /** `http://127.0.0.1:4401` */
  readonly origin: string;
  readonly port: number;
  /** Cuts open connections and waits for the port to be free. */
  close(): Promise<void>;
}

/** Largest request body taken, in bytes. */
const maxBodyBytes = 64 * 1024 * 1024;

/** Port 0 takes any free port. Rejects with Node's own error (EADDRINUSE) when the port is taken. */
export async function listen(
  simulator: Pick<Simulator, 'handler'>,
  address: { host?: string; port: number },
): Promise<Listening> {
  const host = address.host ?? '127.0.0.1';
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    serve(simulator, { request, response }).catch((error: unknown) => {
      // Only a client that went away while it was sending gets here; the handler answers everything else.
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, port, close: () => stop(server) };
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}

async function serve(
  simulator: Pick<Simulator, 'handler'>,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const body = await readBody(request);
  if (body === null) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  await deliver(await simulator.handler(incoming(request, body)), response);
}

async function readBody(request: IncomingMessage): Promise<Uint8Array | null> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > maxBodyBytes) return null;
    pieces.push(piece);
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

function incoming(request: IncomingMessage, body: Uint8Array): IncomingRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const from = request.socket.remoteAddress ?? '';
  return {
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers,
    body,
    isLocal: from === '::1' || /^(?:::ffff:)?127\./.test(from),
  };
}

/** An answer that waits must not keep a process alive whose server was closed. */
function wait(ms: number): Promise<void> {
  return sleep(ms, undefined, { ref: false });
}

const paddingPiece = Buffer.alloc(65_536, ' ');

async function deliver({ status, headers, body, delivery }: Answer, response: ServerResponse): Promise<void> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (delivery.delayMs > 0) await wait(delivery.delayMs);
  if (response.destroyed) return;
  if (delivery.breaksAt !== null && delivery.breaksAt <= 0) return void response.destroy();
  // 204 and 304 have no body and no length.
  const length = status === 204 || status === 304 ? {} : { 'content-length': bytes.length + delivery.paddingBytes };
  response.writeHead(status, { ...headers, ...length });
  if (delivery.breaksAt !== null) {
    response.write(bytes.subarray(0, Math.floor(bytes.length * delivery.breaksAt)));
    // One turn, so that the first half is on the wire before the line is cut.
    await wait(20);
    return void response.destroy();
  }
  if (delivery.drip !== null) return drip(response, { bytes, ...delivery.drip });
  if (delivery.paddingBytes > 0) return pad(response, { bytes, paddingBytes: delivery.paddingBytes });
  response.end(bytes);
}

async function drip(
  response: ServerResponse,
  input: { bytes: Uint8Array; pieceBytes: number; everyMs: number },
): Promise<void> {
  for (let at = 0; at < input.bytes.length && !response.destroyed; at += input.pieceBytes) {
    response.write(input.bytes.subarray(at, at + input.pieceBytes));
    await wait(input.everyMs);
  }
  response.end();
}

async function pad(
  response: ServerResponse,
  { bytes, paddingBytes }: { bytes: Uint8Array; paddingBytes: number },
): Promise<void> {
  response.write(bytes);
  for (let left = paddingBytes; left > 0 && !response.destroyed; left -= paddingPiece.length) {
    const goesOn = response.write(paddingPiece.subarray(0, Math.min(left, paddingPiece.length)));
    if (!goesOn) await new Promise<void>((resolve) => response.once('drain', resolve).once('close', resolve));
  }
  response.end();
}
