/** Writes with an `Idempotency-Key` on a real database, from two processes: one request however often they are called. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { SluiceError, type CallAnswer, type HttpRequest, type HttpResponse, type JsonObject } from '@sluice/engine';
import type { CallRecord } from '../packages/server/src/adapters/record/record.ts';
import type { Store } from '../packages/server/src/adapters/store/database.ts';
import { createStatements } from '../packages/server/src/adapters/store/statements.ts';
import { createVault, type Vault } from '../packages/server/src/adapters/vault/vault.ts';
import { callCustom, callProxy, callUnified } from '../packages/server/src/work/calls/call.ts';
import type { CallDeps } from '../packages/server/src/work/calls/callable.ts';
import { createDirectory } from '../packages/server/src/work/calls/directory.ts';
import { integration } from '../packages/server/src/work/catalog/integrations.ts';
import { mappingRow } from '../packages/server/src/work/catalog/mapping-rows.ts';
import { unifiedModel } from '../packages/server/src/work/catalog/models.ts';
import { integratedAccount } from '../packages/server/src/work/accounts/accounts.ts';
import { textOf } from './support/acme.ts';
import { silent, startDatabase, within1s, type Database } from './support/database.ts';

const ledger = {
  base_url: 'https://ledger.example',
  authorization: [{ format: 'bearer', config: { path: 'api_key' } }],
  resources: {
    entries: {
      list: { path: '/entries', method: 'get', response_path: 'items' },
      create: { path: '/entries', method: 'post' },
      update: { path: '/entries/{{id}}', method: 'patch' },
      delete: { path: '/entries/{{id}}', method: 'delete' },
      book: { path: '/entries/{{query.id}}/book/{{query.period}}', method: 'post' },
    },
  },
};
const schema = { type: 'object', properties: { id: { type: 'string' }, name: { type: 'string' } } };
const models = { entries: { description: 'An entry.', schema, methods: { create: {}, list: {} } } };
const mappings: Readonly<Record<string, JsonObject>> = {
  create: {
    resource: 'entries',
    method: 'create',
    request_body_mapping: "{'title': body.name}",
    request_header_mapping: "{'x-request-key': headers.`idempotency-key`}",
    response_mapping: "response.{'id': $string(id), 'name': title = 'unmappable' ? $error('no') : title}",
  },
};

let database: Database;
let other: Store;
let here: CallDeps;
let elsewhere: CallDeps;
let accountId: string;
let answer: (request: HttpRequest) => { status?: number; body: unknown } | Promise<{ status?: number; body: unknown }>;
const sent: HttpRequest[] = [];
const records: CallRecord[] = [];
const caller = { environmentId: 'ours', isOperator: false };
const authentication = { ...caller, scopes: ['data'] as const, accountId: null };

function depsOn(store: Store, vault: Vault): CallDeps {
  const statements = createStatements(store.db);
  return {
    directory: createDirectory({ statements, vault }),
    ports: {
      send: async (request): Promise<HttpResponse> => {
        sent.push(request);
        const { status = 200, body } = await answer(request);
        return { status, headers: { 'content-type': 'application/json' }, body: textOf(JSON.stringify(body)) };
      },
      clock: Date.now,
      random: () => 0.5,
      cursors: vault.cursors,
    },
    limits: { timeoutMs: 1000, maxResponseBytes: 1_000_000 },
    recorder: { record: (entry) => void records.push(entry), close: async () => undefined },
    saveHealth: statements.integratedAccounts.saveHealth,
    log: silent,
  };
}

before(async () => {
  database = await startDatabase();
  const { deps } = database;
  await deps.statements.environments.insert({ id: 'ours', name: 'ours' });
  await integration.create(deps, { caller, body: { name: 'ledger', config: ledger } });
  await unifiedModel.create(deps, { caller, body: { name: 'books', resources: models } });
  for (const [method_name, config] of Object.entries(mappings)) {
    const key = { unified_model: 'books', integration_name: 'ledger', resource_name: 'entries', method_name };
    await mappingRow.create(deps, { caller, body: { ...key, config } });
  }
  accountId = await connect();
  other = await database.connect();
  here = depsOn(database.store, deps.vault);
  elsewhere = depsOn(other, deps.vault);
});
beforeEach(() => {
  sent.length = 0;
  records.length = 0;
  answer = () => ({ status: 201, body: { id: 71, title: 'rent' } });
});
after(() => database.stop());

const connect = async (): Promise<string> => {
  const body = { tenant_id: 't1', integration: 'ledger', context: { api_key: 'k' } };
  return (await integratedAccount.create(database.deps, { caller, body }))['id'] as string;
};
const shared = (key: string | null, query: JsonObject = {}) => ({
  authentication,
  requestId: 'q1',
  query: { integrated_account_id: accountId, ...query },
  ...(key === null ? {} : { headers: { 'idempotency-key': key } }),
});
const create = (deps: CallDeps, key: string | null): Promise<CallAnswer> =>
  callUnified(deps, {
    ...shared(key),
    model: 'books',
    resource: 'entries',
    method: 'create',
    body: { name: 'rent, paid by Ann' },
  });
const proxy = (deps: CallDeps, key: string | null, { method = 'create', id, query }: ProxyWords = {}) =>
  callProxy(deps, { ...shared(key, query), resource: 'entries', method, id, body: { title: 'rent' } });
interface ProxyWords {
  readonly method?: string;
  readonly id?: string;
  readonly query?: JsonObject;
}
const unreachable = new SluiceError('provider.unreachable', 'ledger.example could not be reached.');
const codeAndDetails = (call: Promise<CallAnswer>) =>
  call.then(
    ({ status }) => [status],
    ({ code, details }: SluiceError) => [code, details],
  );
const rowCount = async (): Promise<number> =>
  Number(
    (await sql<{ count: string }>`select count(*) from idempotency_key`.execute(database.store.db)).rows[0]!.count,
  );

test('concurrent calls of two processes send one request; the rest are told that it is under way', async () => {
  const gate = Promise.withResolvers<void>();
  answer = async () => (await gate.promise, { status: 201, body: { id: 71, title: 'rent' } });
  const calls = Array.from({ length: 10 }, (_, index) => create(index % 2 === 0 ? here : elsewhere, 'concurrent'));
  const ends = calls.map(codeAndDetails);
  let ended = 0;
  for (const end of ends) void end.then(() => (ended += 1));
  await within1s(async () => ended === 9);
  assert.equal(sent.length, 1);
  gate.resolve();
  const codes = (await Promise.all(ends)).map(([code]) => code);
  assert.deepEqual(
    codes.filter((code) => code !== 'call.in_progress'),
    [200],
  );
  assert.equal(codes.length, 10);
  assert.equal(sent.length, 1);
  assert.equal(records.filter(({ code, status }) => code === 'call.in_progress' && status === 409).length, 9);
});

test('a repeat after the end is told the id, on every process; mappings see the header', async () => {
  assert.equal((await create(here, 'repeated')).status, 200);
  assert.equal(sent[0]!.headers['x-request-key'], 'repeated');
  for (const deps of [here, elsewhere])
    assert.deepEqual(await codeAndDetails(create(deps, 'repeated')), ['call.already_done', { id: '71', status: 200 }]);
  assert.equal(sent.length, 1);
});

test('a key counts for one account, method and record', async () => {
  await proxy(here, 'scoped');
  await proxy(here, 'scoped', { method: 'update', id: '1' });
  await proxy(here, 'scoped', { method: 'update', id: '2' });
  await create(here, 'scoped');
  const custom = (verb: 'POST' | 'PUT', path: string) =>
    callCustom(here, { ...shared('scoped'), verb, path, body: {}, contentType: 'application/json' });
  await custom('POST', '/entries');
  await custom('PUT', '/entries');
  await custom('POST', '/other');
  const mine = accountId;
  accountId = await connect();
  await proxy(here, 'scoped');
  accountId = mine;
  assert.equal(sent.length, 8);
  await assert.rejects(custom('POST', '/other'), { code: 'call.already_done' });
  await assert.rejects(proxy(here, 'scoped', { method: 'update', id: '2' }), { code: 'call.already_done' });
  assert.equal(sent.length, 8);
});

test('reads ignore the key, and without a key nothing is remembered', async () => {
  const known = await rowCount();
  answer = () => ({ body: { items: [] } });
  for (const key of ['read', 'read', null]) {
    await proxy(here, key, { method: 'list' });
    await callCustom(here, { ...shared(key), verb: 'GET', path: '/entries' });
    await create(here, null);
  }
  assert.equal(sent.length, 9);
  assert.equal(await rowCount(), known);
});

const freeing: Readonly<Record<string, { readonly status: number }>> = {
  'a refusal of the provider': { status: 422 },
  'too many requests': { status: 429 },
  'a conflict': { status: 409 },
};
for (const [what, { status }] of Object.entries(freeing)) {
  test(`${what} frees the key`, async () => {
    answer = () => ({ status, body: { message: 'no' } });
    assert.equal((await create(here, what)).status, status);
    answer = () => ({ status: 201, body: { id: 72 } });
    assert.equal((await create(elsewhere, what)).status, 200);
    assert.equal(sent.length, 2);
  });
}

test('a call that fails before anything is sent frees the key', async () => {
  await assert.rejects(proxy(here, 'unsent', { method: 'book', query: { id: '1' } }), { code: 'template.unresolved' });
  await assert.rejects(callProxy(here, { ...shared('unsent'), resource: 'nothing', method: 'create' }), {
    code: 'proxy.unknown_resource',
  });
  answer = () => {
    throw new SluiceError('egress.refused', 'The address is private.');
  };
  await assert.rejects(proxy(here, 'unsent'), { code: 'egress.refused' });
  const known = await rowCount();
  answer = () => ({ body: {} });
  const end = await proxy(here, 'unsent', { method: 'book', query: { id: '1', period: '3' } });
  assert.equal(end.status, 200);
  assert.equal(await rowCount(), known + 1);
});

test('an end that does not tell whether it was done is remembered as such', async () => {
  const ends: Readonly<Record<string, () => { status: number; body: unknown }>> = {
    broken: () => ({ status: 500, body: {} }),
    unreachable: () => {
      throw unreachable;
    },
    slow: () => {
      throw new SluiceError('provider.timeout', 'ledger.example did not answer in time.');
    },
  };
  const statuses = { broken: 502, unreachable: 502, slow: 504 };
  for (const [name, end] of Object.entries(ends)) {
    answer = end;
    const status = statuses[name as keyof typeof statuses];
    assert.equal((await create(here, name)).status, status);
    assert.deepEqual(await codeAndDetails(create(elsewhere, name)), ['call.already_done', { id: null, status }]);
  }
  assert.equal(sent.length, 3);
});

test('a write that succeeded and cannot be mapped is not sent again', async () => {
  answer = () => ({ status: 201, body: { id: 1, title: 'unmappable' } });
  await assert.rejects(create(here, 'unmappable'), { code: 'expression.failed' });
  assert.deepEqual(await codeAndDetails(create(here, 'unmappable')), ['call.already_done', { id: null, status: 500 }]);
  assert.equal(sent.length, 1);
});

test('a key whose process was killed is taken over when its lease is over, and a late end changes nothing', async () => {
  const gate = Promise.withResolvers<void>();
  answer = async () => (await gate.promise, { status: 201, body: { id: 'first' } });
  const stalled = proxy(here, 'killed');
  await within1s(async () => sent.length === 1);
  await assert.rejects(proxy(elsewhere, 'killed'), { code: 'call.in_progress' });
  await sql`update idempotency_key set expires_at = now() - interval '1 second' where status is null`.execute(other.db);
  answer = () => ({ status: 201, body: { id: 'second' } });
  assert.equal((await proxy(elsewhere, 'killed')).status, 200);
  gate.resolve();
  await stalled;
  assert.deepEqual(await codeAndDetails(proxy(here, 'killed')), ['call.already_done', { id: 'second', status: 200 }]);
});

test('a call that takes long keeps its key', async (t) => {
  const left = async (): Promise<number> => {
    const { rows } = await sql<{ left: number }>`
      select extract(epoch from expires_at - now())::float8 as left from idempotency_key where status is null
    `.execute(other.db);
    return rows[0]!.left;
  };
  t.mock.timers.enable({ apis: ['setInterval'] });
  const gate = Promise.withResolvers<void>();
  answer = async () => (await gate.promise, { status: 201, body: { id: 'long' } });
  const call = proxy(here, 'long');
  await within1s(async () => sent.length === 1);
  assert.ok((await left()) > 10);
  await sql`update idempotency_key set expires_at = now() + interval '1 second' where status is null`.execute(other.db);
  t.mock.timers.tick(11_000);
  await within1s(async () => (await left()) > 10);
  gate.resolve();
  await call;
  await assert.rejects(proxy(here, 'long'), { code: 'call.already_done' });
});

test('ends are remembered for a day; expired rows go as new keys come', async () => {
  await proxy(here, 'kept');
  const { rows } = await sql<{ hours: number }>`
    select extract(epoch from max(expires_at) - now())::float8 / 3600 as hours from idempotency_key
  `.execute(other.db);
  assert.ok(rows[0]!.hours > 23.9 && rows[0]!.hours <= 24);
  await sql`update idempotency_key set expires_at = now() - interval '1 second'`.execute(other.db);
  assert.ok((await rowCount()) > 5);
  await proxy(here, 'kept');
  assert.equal(sent.length, 2);
  for (let index = 0; index < 5; index += 1) await proxy(here, `later ${index}`);
  const { rows: old } = await sql`select 1 from idempotency_key where expires_at < now()`.execute(other.db);
  assert.equal(old.length, 0);
});

test('neither the key nor a record is stored', async () => {
  await create(here, 'a-telling-key');
  const { rows } = await sql<{ row: string }>`select k::text as row from idempotency_key k`.execute(other.db);
  const stored = rows.map(({ row }) => row).join('\n');
  for (const text of ['a-telling-key', 'rent', 'Ann', accountId]) {
    assert.ok(!stored.includes(text));
    assert.ok(!stored.includes(Buffer.from(text).toString('hex')));
  }
});

test('while master keys are rotated, processes with either set of keys agree', async () => {
  const [old, fresh] = [
    { id: 'k1', key: Buffer.alloc(32, 7) },
    { id: 'k2', key: Buffer.alloc(32, 8) },
  ];
  const rotated = depsOn(other, createVault([fresh, old]));
  await proxy(here, 'before');
  await assert.rejects(proxy(rotated, 'before'), { code: 'call.already_done' });
  await proxy(rotated, 'during');
  await assert.rejects(proxy(here, 'during'), { code: 'call.already_done' });
  await assert.rejects(proxy(rotated, 'during'), { code: 'call.already_done' });
  assert.equal(sent.length, 2);
});

test('a key that is too long or empty is refused before anything is sent', async () => {
  for (const key of ['', 'x'.repeat(256)])
    await assert.rejects(proxy(here, key), { code: 'request.invalid_header', status: 400 });
  assert.equal(sent.length, 0);
  assert.equal((await proxy(here, 'x'.repeat(255))).status, 200);
});
