/** Nothing of a customer's records is kept: canaries sent through every api, then looked for in every byte the house wrote. */
import assert from 'node:assert/strict';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { change, connect, create } from './support/admin.ts';
import { newCatalog, type CatalogDirectory } from './support/catalog.ts';
import { call, type Body } from './support/client.ts';
import { startHouse, type House } from './support/house.ts';
import { startProvider, type Provider } from './support/provider.ts';

/** What goes through the house as a payload: name -> text that appears nowhere else. */
const payloads: string[] = [];
const secrets: string[] = [];
const canary = (kept: string[], name: string): string => {
  const text = `cnry${kept.length}${name}${Math.random().toString(36).slice(2)}`;
  kept.push(text);
  return text;
};
const payload = (name: string): string => canary(payloads, name);
const secret = (name: string): string => canary(secrets, name);
/** Known to be kept, in the open: finding it shows that the search finds. */
const kept = 'tenant-that-is-kept-in-the-open';

let provider: Provider;
let catalog: CatalogDirectory;
let house: House;
let account: string;

before(async () => {
  provider = await startProvider();
  catalog = await newCatalog();
  await catalog.put('integrations/acme/integration.yaml', {
    base_url: provider.url,
    credentials: {
      api_key: { format: 'api_key', config: { fields: [{ name: 'api_key', label: 'Key', type: 'password' }] } },
    },
    authorization: { format: 'bearer', config: { path: 'api_key' } },
    resources: {
      people: {
        list: {
          path: '/people',
          response_path: 'people',
          pagination: { format: 'cursor', config: { cursor_field: 'next', cursor_param: 'after' } },
        },
        get: { path: '/people/{{id}}' },
        create: { path: '/people', method: 'post' },
        update: { path: '/people/{{id}}', method: 'patch' },
        delete: { path: '/people/{{id}}', method: 'delete' },
        find: { path: '/people/find', method: 'post' },
      },
    },
  });
  const response_mapping = 'response.{"id": id, "first_name": name}';
  const request_body_mapping = '{"name": body.first_name}';
  const calls = (method: string) => ({ resource: 'people', method, response_mapping });
  await catalog.put('integrations/acme/mappings/crm.yaml', {
    resources: {
      contacts: {
        list: { ...calls('list'), query_mapping: '{"mail": query.email}' },
        get: calls('get'),
        create: { ...calls('create'), request_body_mapping },
        update: { ...calls('update'), request_body_mapping },
        delete: calls('delete'),
      },
    },
  });
  house = await startHouse({
    env: { SLUICE_CATALOG_DIRS: catalog.path, SLUICE_EGRESS_ALLOW: provider.address, SLUICE_LOG_LEVEL: 'trace' },
  });
  const token = secret('credential');
  account = await connect(house, {
    integration: 'acme',
    tenant_id: kept,
    context: { api_key: token, oauth: { token: { refresh_token: secret('refresh') } } },
    integration_override: { headers: { 'x-api-key': secret('header') } },
  });
});
after(async () => {
  await house.stop();
  await house.remove();
  await provider.close();
  await catalog.remove();
});

const of = () => `integrated_account_id=${account}`;
const statusOf = async (path: string, options: Parameters<typeof call>[2] = {}): Promise<number> =>
  (await call(house, path, options)).status;

test('payloads go through unified, proxy, custom and batch calls, good and bad', async () => {
  const inRecord = payload('record');
  const big = `${payload('big')} ${'lorem ipsum '.repeat(40_000)}`;
  provider.answer(({ body }) => ({
    body: {
      id: 1,
      name: inRecord,
      note: big,
      echo: body.toString(),
      people: [{ id: 1, name: inRecord, note: big }],
      next: payload('cursor'),
    },
  }));
  const contacts = `/unified/crm/contacts?${of()}`;
  const one = `/unified/crm/contacts/${payload('id')}?${of()}`;
  const { status, body } = await call(house, `${contacts}&email=${payload('query')}`);
  assert.equal(status, 200, JSON.stringify(body).slice(0, 300));
  assert.equal(body['result'][0]['first_name'], inRecord);
  assert.equal(await statusOf(`${contacts}&email=${payload('page2')}&explain=1`), 200);
  assert.equal(
    await statusOf(contacts, { body: { first_name: payload('create'), remote_data: { x: payload('remote') } } }),
    200,
  );
  assert.equal(await statusOf(one), 200);
  assert.equal(await statusOf(one, { method: 'PATCH', body: { first_name: payload('update') } }), 200);
  assert.equal(await statusOf(one, { method: 'DELETE' }), 200);
  assert.equal(await statusOf(`/proxy/people?${of()}&search=${payload('proxyquery')}`), 200);
  assert.equal(await statusOf(`/proxy/people?${of()}`, { body: { name: payload('proxybody') } }), 200);
  assert.equal(await statusOf(`/proxy/people/find?${of()}`, { body: { like: payload('find') } }), 200);
  const headers = { 'content-type': 'text/plain', 'x-note': payload('callersheader') };
  const custom = `/custom/people/${payload('path')}?${of()}&q=${payload('customquery')}`;
  assert.equal(await statusOf(custom, { method: 'PUT', text: payload('custombody'), headers }), 200);
  const resources = [
    { resource: 'crm/contacts', method: 'create', body: { first_name: payload('batch') } },
    { resource: 'people', method: 'get', id: payload('batchid') },
  ];
  assert.equal(await statusOf('/batch-request', { body: { integrated_account_id: account, resources } }), 200);
});

test('what providers say of failures goes through as well', async () => {
  for (const status of [400, 401, 403, 404, 409, 422, 429, 500, 503]) {
    const message = payload(`error${status}`);
    provider.answer(() => ({ status, body: { message, error: { message, code: message } } }));
    const answer = await call(house, `/unified/crm/contacts?${of()}&email=${payload('failing')}`);
    assert.ok(answer.status >= 400);
    await call(house, `/proxy/people?${of()}`, { body: { name: payload('failingbody') } });
  }
  for (const body of [
    payload('nojson'),
    `<html>${payload('html')}</html>`,
    `{"people": [{"name": "${payload('cut')}`,
  ]) {
    provider.answer(() => ({ headers: { 'content-type': 'application/json' }, body }));
    assert.equal(await statusOf(`/unified/crm/contacts?${of()}`), 502);
  }
  provider.answer(() => ({ body: { people: [{ id: { odd: payload('misfit') }, name: payload('throws') }] } }));
  assert.equal(await statusOf(`/unified/crm/contacts?${of()}`), 200);
  const path = `/integrated-account/${account}`;
  const throwing = { crm: { contacts: { list: { response_mapping: 'response.{"age": $number(name)}' } } } };
  assert.equal((await change(house, path, { unified_model_override: throwing })).status, 200);
  assert.equal(await statusOf(`/unified/crm/contacts?${of()}`), 500);
  const loud = { crm: { contacts: { list: { response_mapping: '$error("this is " & response.name)' } } } };
  assert.equal((await change(house, path, { unified_model_override: loud })).status, 200);
  assert.equal(await statusOf(`/unified/crm/contacts?${of()}`), 500);
  for (const text of [`{"first_name": "${payload('badjson')}`, `"${payload('nobody')}"`])
    assert.equal(await statusOf(`/unified/crm/contacts?${of()}`, { text }), 400);
});

test('secrets of every kind are taken in', async () => {
  await create(house, '/environment-variable', { name: 'CLIENT_SECRET', value: secret('variable') });
  const { result } = (await call(house, '/environment-integration')).body;
  const { id } = result.find((one: Body) => one['integration']['name'] === 'acme');
  const override = {
    credentials: { api_key: { config: {} } },
    headers: { authorization: `Basic ${secret('override')}` },
  };
  assert.equal((await change(house, `/environment-integration/${id}`, { override })).status, 200);
  const { token } = await create(house, '/api-token', { name: 'kept as a hash', scopes: ['data'] });
  secrets.push(token);
  const refused = {
    context: { api_key: secret('refused') },
    integration: 'acme',
    authentication_method: 'pigeon',
    tenant_id: 't',
  };
  assert.equal(await statusOf('/integrated-account', { body: refused }), 400);
  assert.equal(await statusOf(`/custom/x?${of()}`, { token: secret('wrongtoken') }), 401);
});

test('the log of calls tells every one of them, in metadata only', async () => {
  await pause(1200);
  const { status, body } = await call(house, `/log?integrated_account_id=${account}&limit=1000`);
  assert.equal(status, 200);
  assert.ok(body['result'].length >= 35, `${body['result'].length} calls`);
  const apis = new Set(body['result'].map((row: Body) => row['api']));
  assert.deepEqual([...apis].toSorted(), ['custom', 'proxy', 'unified']);
  const known = [
    'api',
    'code',
    'config_revision',
    'created_at',
    'duration_ms',
    'id',
    'integrated_account_id',
    'integration',
    'method',
    'model',
    'provider_ms',
    'provider_requests',
    'record_count',
    'request_id',
    'resource',
    'status',
  ];
  for (const row of body['result']) assert.deepEqual(Object.keys(row).toSorted(), known);
  assertNone(JSON.stringify(body), 'GET /log');
});

test('nothing printed holds a canary, at the most talkative log level', () => {
  assert.ok(house.output().includes('"level":30'), 'there is a log');
  assertNone(house.output(), 'stdout and stderr');
});

test('no admin answer holds one', async () => {
  for (const noun of [
    'integrated-account',
    'environment-integration',
    'api-token',
    'environment-variable',
    'integration',
    'unified-model',
  ])
    assertNone(JSON.stringify((await call(house, `/${noun}?limit=1000`)).body), noun);
});

test('no row of any table holds one, sealed columns taken as bytes', async () => {
  const client = new pg.Client({
    host: join(await realpath(join(house.directory, 'postgres')), 'socket'),
    user: 'sluice',
    database: 'postgres',
  });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')",
    );
    assert.ok(tables.rows.length > 10);
    let text = '';
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      text += rows.map(({ row }) => row).join('\n');
    }
    assert.ok(text.includes(kept), 'the search finds what is kept');
    assertNone(text, 'a table');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
});

test('no byte of any file holds one: while it runs, and after it stopped', async () => {
  await assertFilesHoldNone();
  assert.equal(await house.stop(), 0);
  await assertFilesHoldNone();
});

/** As text, in hex and in base64, as a bytea or a careless encoding would hold it. */
function assertNone(text: string, where: string): void {
  for (const one of [...payloads, ...secrets]) {
    const bytes = Buffer.from(one);
    for (const form of [one, bytes.toString('hex'), bytes.toString('base64').slice(2, -4)])
      assert.equal(text.includes(form), false, `${one} in ${where}`);
  }
}

async function assertFilesHoldNone(): Promise<void> {
  const home = await realpath(join(house.directory, 'postgres'));
  let isKeptSeen = false;
  let files = 0;
  for (const root of [house.directory, home]) {
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const content = await readFile(path);
      files += 1;
      isKeptSeen ||= content.includes(kept);
      for (const one of [...payloads, ...secrets]) assert.equal(content.includes(one), false, `${one} in ${path}`);
    }
  }
  assert.ok(files > 500 && isKeptSeen, `${files} files, the search finds: ${isKeptSeen}`);
}
