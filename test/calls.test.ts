/** The hot path on a real database and an invented provider: caches, invalidation across processes, health, levels, batch. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { HttpRequest, JsonObject, Ports } from '@sluice/engine';
import type { CallRecord } from '../packages/server/src/adapters/record/record.ts';
import { createStatements, type Statements } from '../packages/server/src/adapters/store/statements.ts';
import { integratedAccount } from '../packages/server/src/work/accounts/accounts.ts';
import { callBatch } from '../packages/server/src/work/calls/batch.ts';
import { callCustom, callProxy, callUnified } from '../packages/server/src/work/calls/call.ts';
import type { CallDeps } from '../packages/server/src/work/calls/callable.ts';
import { followChanges, knownAtOnce } from '../packages/server/src/work/calls/changes.ts';
import {
  describeCapabilities,
  describeIntegration,
  describeMeta,
  describeModel,
} from '../packages/server/src/work/calls/describe.ts';
import { createDirectory } from '../packages/server/src/work/calls/directory.ts';
import type { Authentication } from '../packages/server/src/work/caller.ts';
import { mappingRow } from '../packages/server/src/work/catalog/mapping-rows.ts';
import { environmentIntegration } from '../packages/server/src/work/environments/integrations.ts';
import { connectAccount, installAcme, textOf } from './support/acme.ts';
import { silent, startDatabase, within1s, type Database } from './support/database.ts';

let database: Database;
let deps: CallDeps;
let statementsRun = 0;
let answer: (request: HttpRequest) => { status?: number; body: unknown };
const sent: HttpRequest[] = [];
const records: CallRecord[] = [];
const authentication: Authentication = { environmentId: 'ours', isOperator: false, scopes: ['data'], accountId: null };
const caller = { environmentId: 'ours', isOperator: false };

/** Every statement that runs is counted. */
function counted(statements: Statements): Statements {
  const wrap = (functions: object) =>
    Object.fromEntries(
      Object.entries(functions).map(([name, run]) => [
        name,
        (...input: unknown[]) => ((statementsRun += 1), (run as (...given: unknown[]) => unknown)(...input)),
      ]),
    );
  return Object.fromEntries(
    Object.entries(statements).map(([noun, functions]) => [noun, wrap(functions)]),
  ) as Statements;
}

before(async () => {
  database = await startDatabase();
  for (const id of ['ours', 'theirs']) await database.deps.statements.environments.insert({ id, name: id });
  await installAcme(database.deps, 'ours');
  const statements = counted(database.deps.statements);
  const directory = createDirectory({ statements, vault: database.deps.vault });
  await followChanges({ directory, listener: database.store, log: silent });
  const ports: Ports = {
    send: async (request) => {
      sent.push(request);
      const { status = 200, body } = answer(request);
      return { status, headers: { 'content-type': 'application/json' }, body: textOf(JSON.stringify(body)) };
    },
    clock: Date.now,
    random: () => 0.5,
    cursors: database.deps.vault.cursors,
  };
  deps = {
    directory,
    ports,
    limits: { timeoutMs: 1000, maxResponseBytes: 1_000_000 },
    recorder: { record: (entry) => void records.push(entry), close: async () => undefined },
    saveHealth: statements.integratedAccounts.saveHealth,
    log: silent,
  };
});
beforeEach(() => {
  sent.length = 0;
  records.length = 0;
  answer = () => ({ body: { items: [{ id: 'r1', full_name: 'Ann', team: 'north' }] } });
});
after(() => database.stop());

const connect = async (extra: object = {}) => (await connectAccount(database.deps, 'ours', extra))['id'] as string;
const list = (accountId: string, query: JsonObject = {}, as = authentication) =>
  callUnified(deps, {
    authentication: as,
    requestId: 'q1',
    model: 'people',
    resource: 'contacts',
    method: 'list',
    query: { integrated_account_id: accountId, ...query },
  });
const firstOf = (body: unknown) => (body as { result: JsonObject[] }).result[0]!;

test('a unified call maps the record, sends the credentials and is recorded without a payload', async () => {
  const id = await connect();
  const { status, body } = await list(id);
  assert.equal(status, 200);
  assert.equal(firstOf(body)['name'], 'Ann');
  assert.equal(sent[0]!.url, 'https://blue.acme.example/people');
  assert.equal(sent[0]!.headers['authorization'], 'Bearer key-in-the-clear');
  const { at: _at, duration_ms: _ms, provider_ms: _provider, config_revision: revision, ...record } = records[0]!;
  assert.deepEqual(record, {
    environment_id: 'ours',
    integrated_account_id: id,
    integration: 'acme',
    api: 'unified',
    model: 'people',
    resource: 'contacts',
    method: 'list',
    status: 200,
    code: null,
    provider_requests: 1,
    record_count: 1,
    request_id: 'q1',
  });
  assert.equal(revision, '1.0.1');
});

test('in steady state no statement is run', async () => {
  const id = await connect();
  // Word of the account's own creation comes a moment after it and drops it from the cache once more.
  let quiet = 0;
  for (let call = 0; call < 200 && quiet < 20; call += 1) {
    statementsRun = 0;
    await list(id);
    quiet = statementsRun === 0 ? quiet + 1 : 0;
  }
  assert.equal(quiet, 20, 'twenty calls in a row without a statement');
});

test('an override made by another process is live within a second, for that account only', async () => {
  const [mine, other] = [await connect(), await connect()];
  await Promise.all([list(mine), list(other)]);
  const elsewhere = { ...database.deps, statements: createStatements((await database.connect()).db) };
  const unified_model_override = { people: { contacts: { list: { response_mapping: "response.{'team': team}" } } } };
  await integratedAccount.update(elsewhere, { caller, id: mine, body: { unified_model_override, version: 1 } });
  await within1s(async () => firstOf((await list(mine)).body)['team'] === 'north');
  assert.equal(firstOf((await list(mine)).body)['name'], 'Ann');
  assert.equal(firstOf((await list(other)).body)['team'], undefined);
  const { explain } = await list(mine, { explain: '1' });
  assert.ok(explain!.levels.mapping.some(({ level, source }) => level === 'account' && source === 'account override'));
});

test("a base mapping and an environment's override that change are live within a second", async () => {
  const id = await connect();
  await list(id);
  const [row] = (await mappingRow.list(database.deps, { caller, query: {} })).result;
  const config = { response_mapping: "response.{'id': id, 'name': $uppercase(full_name)}" };
  await mappingRow.update(database.deps, {
    caller,
    id: row!['id'] as string,
    body: { config, version: row!['version'] },
  });
  await within1s(async () => firstOf((await list(id)).body)['name'] === 'ANN');
  const [installed] = (await environmentIntegration.list(database.deps, { caller, query: {} })).result;
  const patch = (body: object) =>
    environmentIntegration.update(database.deps, { caller, id: installed!['id'] as string, body });
  await patch({ override: { base_url: 'https://other.example' }, version: installed!['version'] });
  await within1s(async () => (await list(id), sent.at(-1)!.url.startsWith('https://other.example/')));
  await patch({ override: null, version: (installed!['version'] as number) + 1 });
  await within1s(async () => (await list(id), sent.at(-1)!.url.startsWith('https://blue.acme.example/')));
});

test('a 401 makes the account need new authorisation, the next success heals it', async () => {
  const id = await connect();
  answer = () => ({ status: 401, body: { message: 'a word of the provider' } });
  const refused = await list(id);
  assert.equal(refused.status, 401);
  const sick = await integratedAccount.get(database.deps, { caller, id });
  assert.equal(sick['status'], 'needs_reauth');
  assert.ok(!JSON.stringify(sick['last_error']).includes('a word'));
  assert.equal(records[0]!.code, 'provider.unauthorized');
  answer = () => ({ body: { items: [] } });
  await list(id);
  const well = await integratedAccount.get(database.deps, { caller, id });
  assert.deepEqual([well['status'], well['last_error'], well['version']], ['active', null, 1]);
});

test('a 401 of old credentials does not undo new ones', async () => {
  const id = await connect();
  const open = await deps.directory.accounts.get(`ours\n${id}`);
  await integratedAccount.update(database.deps, { caller, id, body: { context: { api_key: 'new' }, version: 1 } });
  await deps.saveHealth({
    environmentId: 'ours',
    id,
    version: open.account.version,
    status: 'needs_reauth',
    lastError: null,
    lastForbiddenError: null,
  });
  assert.equal((await integratedAccount.get(database.deps, { caller, id }))['status'], 'active');
});

test("another environment's account, and another account of a bound token, are not found", async () => {
  const id = await connect();
  await assert.rejects(list(id, {}, { ...authentication, environmentId: 'theirs' }), { code: 'account.not_found' });
  await assert.rejects(list('nowhere'), { code: 'account.not_found' });
  await assert.rejects(list(''), { code: 'account.missing' });
  const bound = { ...authentication, accountId: id };
  assert.equal((await list('', {}, bound)).status, 200);
  await assert.rejects(list(await connect(), {}, bound), { code: 'account.not_found' });
  assert.equal(sent.length, 1);
  assert.equal(records[0]!.code, 'account.not_found');
});

test('proxy and custom calls go through the same door', async () => {
  const id = await connect();
  const shared = { authentication, requestId: 'q2', query: { integrated_account_id: id } };
  const proxied = await callProxy(deps, { ...shared, resource: 'people', method: 'list' });
  assert.equal(firstOf(proxied.body)['full_name'], 'Ann');
  const custom = await callCustom(deps, { ...shared, verb: 'GET', path: '/anything' });
  assert.equal(custom.status, 200);
  assert.equal(sent[1]!.url, 'https://blue.acme.example/anything');
  assert.deepEqual(
    records.map(({ api }) => api),
    ['proxy', 'custom'],
  );
});

test('an account that is not connected, and an integration switched off, are refused', async () => {
  const id = await connect();
  await list(id);
  await database.deps.statements.integratedAccounts.saveHealth({
    environmentId: 'ours',
    id,
    version: 1,
    status: 'validation_error',
    lastError: null,
    lastForbiddenError: null,
  });
  await within1s(() =>
    list(id).then(
      () => false,
      (error: { code: string }) => error.code === 'account.not_ready',
    ),
  );
  assert.equal(
    (await describeCapabilities(deps, { authentication, accountId: id, requestId: 'q' })).account.status,
    'validation_error',
  );
});

test('meta and capabilities show what an account and an integration really offer', async () => {
  const override = { people: { contacts: { list: { response_mapping: "response.{'team': team}" } } } };
  const id = await connect({ unified_model_override: override });
  const meta = await describeMeta(deps, {
    authentication,
    accountId: id,
    requestId: 'q',
    model: 'people',
    resource: 'contacts',
    method: 'list',
  });
  assert.ok('team' in (meta.response_schema['properties'] as object));
  const model = await describeModel(deps, { authentication, model: 'people', integration: 'acme' });
  assert.deepEqual(
    model.methods.map(({ resource, method }) => `${resource}.${method}`),
    ['contacts.list'],
  );
  await assert.rejects(describeModel(deps, { authentication, model: 'nothing', integration: 'acme' }), {
    code: 'unified.unknown_model',
  });
  const { proxy } = await describeIntegration(deps, { authentication, integration: 'acme' });
  assert.deepEqual(
    proxy.map(({ resource }) => resource),
    ['people', 'notes'],
  );
});

test('a batch runs children once per parent record and keeps failures apart', async () => {
  const id = await connect();
  answer = ({ url }) => {
    if (url.includes('/p2/')) return { status: 500, body: {} };
    if (url.includes('/notes')) return { body: { items: [{ id: `of ${url}` }] } };
    return { body: { items: [{ id: 'p1' }, { id: 'p2' }] } };
  };
  const resources = [
    { resource: 'notes', query: { person_id: '{{resources.people.contacts.id}}' }, depends_on: 'people/contacts' },
    { resource: 'people/contacts', response_format: 'normalized' },
  ];
  const { result, errors } = await callBatch(deps, {
    authentication,
    requestId: 'q3',
    body: { integrated_account_id: id, resources },
  });
  assert.deepEqual(
    result['people/contacts']!.map((record) => (record as JsonObject)['id']),
    ['p1', 'p2'],
  );
  assert.equal(result['notes']!.length, 1);
  assert.equal((errors['notes']![0] as JsonObject)['code'], 'provider.error');
});

test('a change made by this process is known to it before the database tells of it', async () => {
  const id = await connect();
  const key = `ours\n${id}`;
  const { statements, vault } = database.deps;
  const deaf = createDirectory({ statements, vault });
  const noun = knownAtOnce(integratedAccount, deaf);
  const { account } = await deaf.accounts.get(key);
  const body = { context: { subdomain: 'green' }, version: account.version };
  await noun.update(database.deps, { caller, id, body });
  assert.equal((await deaf.accounts.get(key)).account.context['subdomain'], 'green');
  await noun.remove(database.deps, { caller, id });
  await assert.rejects(async () => deaf.accounts.get(key), { code: 'account.not_found' });
});
