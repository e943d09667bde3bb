/**
 * The provider of the benches: a node:http server with answers made beforehand, so that its own cost stays small and the
 * same. `/slow/...` answers the same after a wait, as a provider across the internet would.
 */
import { createServer } from 'node:http';
import { hubspotContact, hubspotPage, salesforceContact, salesforcePage } from '../records.ts';

const SLOW_MS = 100;
const port = Number(process.env['BENCH_PORT']);

const body = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const answers: readonly (readonly [path: RegExp, answer: Buffer, headers: Readonly<Record<string, string>>])[] = [
  [/^\/hub\/crm\/v3\/objects\/contacts(\?|$)/, body(hubspotPage()), hubspotHeaders()],
  [/^\/hub\/crm\/v3\/objects\/contacts\//, body(hubspotContact(1)), hubspotHeaders()],
  [/^\/sf\/services\/data\/v63\.0\/query\?/, body(salesforcePage()), salesforceHeaders()],
  [/^\/sf\/services\/data\/v63\.0\/sobjects\/Contact\//, body(salesforceContact(1)), salesforceHeaders()],
];

const server = createServer((request, response) => {
  const isSlow = request.url!.startsWith('/slow/');
  const url = isSlow ? request.url!.slice('/slow'.length) : request.url!;
  const found = answers.find(([path]) => path.test(url));
  const answer = (): void => {
    if (found === undefined) response.writeHead(404).end('{"message":"no such path"}');
    else {
      const [, bytes, headers] = found;
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length, ...headers });
      response.end(bytes);
    }
  };
  if (isSlow) setTimeout(answer, SLOW_MS);
  else answer();
});
server.keepAliveTimeout = 60_000;
server.listen(port, '127.0.0.1', () => console.log('ready'));
process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
});

function hubspotHeaders(): Record<string, string> {
  return {
    'x-hubspot-ratelimit-max': '110',
    'x-hubspot-ratelimit-remaining': '107',
    'x-hubspot-ratelimit-interval-milliseconds': '10000',
  };
}

function salesforceHeaders(): Record<string, string> {
  return { 'sforce-limit-info': 'api-usage=24/15000' };
}
