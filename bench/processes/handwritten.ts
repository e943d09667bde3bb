/**
 * What Sluice is measured against: the handler somebody would write by hand for two providers, Fastify in front, an undici
 * Pool behind, the mapping in plain JavaScript, `remote_data` on. No overrides, no cursors of its own, no drift, no log.
 */
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { Pool } from 'undici';
import { mapHubspotContact, properties, type HubspotContact } from '../mapping/hubspot-contacts.ts';
import { mapSalesforceContact, soql, soqlAfter, type SalesforceContact } from '../mapping/salesforce-contacts.ts';

const origin = process.env['BENCH_PROVIDER']!;
const pool = new Pool(origin, { connections: 128 });
const tokens = new Map([[process.env['BENCH_TOKEN'], { environment: 'bench' }]]);
const credentials = 'bench-provider-token';
const instanceUrl = `${origin}/sf`;

interface ListQuery {
  readonly limit?: string;
  readonly next_cursor?: string;
}

const server = fastify({ logger: false });

server.get('/hubspot/contacts', async (request, reply) => {
  if (!isKnown(request)) return refuse(reply);
  const { limit = '100', next_cursor: cursor } = request.query as ListQuery;
  const query = `limit=${limit}&properties=${encodeURIComponent(properties)}&associations=companies`;
  const page = (await get(
    `/hub/crm/v3/objects/contacts?${query}${cursor === undefined ? '' : `&after=${cursor}`}`,
    reply,
  )) as {
    results: HubspotContact[];
    paging?: { next?: { after: string } };
  };
  const result = page.results.map((record) => {
    const mapped = mapHubspotContact(record);
    mapped['remote_data'] = record;
    return mapped;
  });
  return { result, next_cursor: page.paging?.next?.after ?? null, prev_cursor: null, result_count: result.length };
});

server.get('/salesforce/contacts', async (request, reply) => {
  if (!isKnown(request)) return refuse(reply);
  const { limit = '100', next_cursor: cursor } = request.query as ListQuery;
  const query = cursor === undefined ? soql(Number(limit)) : soqlAfter(cursor, Number(limit));
  const page = (await get(`/sf/services/data/v63.0/query?q=${encodeURIComponent(query)}`, reply)) as {
    records: SalesforceContact[];
  };
  const result = page.records.map((record) => {
    const mapped = mapSalesforceContact(record, instanceUrl);
    mapped['remote_data'] = record;
    return mapped;
  });
  const next = result.length < Number(limit) ? null : (result.at(-1)?.['id'] ?? null);
  return { result, next_cursor: next, prev_cursor: null, result_count: result.length };
});

async function get(path: string, reply: FastifyReply): Promise<unknown> {
  const { statusCode, headers, body } = await pool.request({
    method: 'GET',
    path,
    headers: { accept: 'application/json', authorization: `Bearer ${credentials}` },
  });
  if (statusCode >= 400)
    throw Object.assign(new Error('the provider refused'), { statusCode: 502, body: await body.json() });
  const remaining = headers['x-hubspot-ratelimit-remaining'];
  if (remaining !== undefined) reply.header('ratelimit-remaining', remaining);
  return body.json();
}

function isKnown(request: FastifyRequest): boolean {
  return tokens.has(request.headers.authorization?.slice('Bearer '.length));
}

function refuse(reply: FastifyReply): FastifyReply {
  return reply.code(401).send({ message: 'unknown token' });
}

await server.listen({ host: '127.0.0.1', port: Number(process.env['BENCH_PORT']) });
console.log('ready');
process.once('SIGTERM', () => {
  void server.close().then(() => pool.destroy());
});
