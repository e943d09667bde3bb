/** Admin work on a real database: sealing, versions, overrides that are refused whole, and walls between environments. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { mask, type JsonObject } from '@sluice/engine';
import { authenticate, type AuthenticateDeps } from '../packages/server/src/work/environments/authenticate.ts';
import { createTokenHashes } from '../packages/server/src/work/environments/token-hashes.ts';
import { integratedAccount } from '../packages/server/src/work/accounts/accounts.ts';
import { integration } from '../packages/server/src/work/catalog/integrations.ts';
import { mappingRow } from '../packages/server/src/work/catalog/mapping-rows.ts';
import { unifiedModel } from '../packages/server/src/work/catalog/models.ts';
import { environmentIntegration } from '../packages/server/src/work/environments/integrations.ts';
import { environmentMappingRow } from '../packages/server/src/work/environments/mapping-rows.ts';
import { environmentUnifiedModel } from '../packages/server/src/work/environments/models.ts';
import { environment } from '../packages/server/src/work/environments/environments.ts';
import { apiToken } from '../packages/server/src/work/environments/tokens.ts';
import { environmentVariable } from '../packages/server/src/work/environments/variables.ts';
import { connectAccount, installAcme } from './support/acme.ts';
import { startDatabase, type Database } from './support/database.ts';

let database: Database;
const ours = { environmentId: 'ours', isOperator: false };
const theirs = { environmentId: 'theirs', isOperator: false };

before(async () => {
  database = await startDatabase();
  for (const id of ['ours', 'theirs']) await database.deps.statements.environments.insert({ id, name: id });
  await installAcme(database.deps, 'ours');
});
after(() => database.stop());

const whole = (rows: unknown) =>
  JSON.stringify(rows, (_key, value) =>
    value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
  );
const idOf = (view: JsonObject) => view['id'] as string;

async function tableText(table: string): Promise<string> {
  const { rows } = await sql`select * from ${sql.table(table)}`.execute(database.store.db);
  return whole(rows);
}

test('an API token is shown once, kept as a hash, and opens its environment', async () => {
  const { deps } = database;
  const made = await apiToken.create(deps, { caller: ours, body: { name: 'for tests', scopes: ['data'] } });
  const secret = made['token'] as string;
  const { result } = await apiToken.list(deps, { caller: ours, query: {} });
  assert.equal(result.length, 1);
  assert.ok(!JSON.stringify(result).includes(secret));
  assert.ok(!(await tableText('api_token')).includes(secret));

  const known = (hash: string) => deps.statements.apiTokens.findByHash(Buffer.from(hash, 'hex'));
  const look: AuthenticateDeps = {
    hashesOf: createTokenHashes(deps.vault),
    clock: deps.clock,
    tokenByHash: async (hash) => {
      const row = await known(hash);
      return row === undefined
        ? null
        : { id: row.id, environmentId: row.environment_id, scopes: ['data'], accountId: null, expiresAtMs: null };
    },
    hasEnvironment: (id) => id === 'ours',
    operator: { tokenHash: deps.vault.hash('operator').toString('hex'), defaultEnvironmentId: 'ours' },
  };
  const ask = (bearer: string | null, environmentHeader: string | null = null) =>
    authenticate(look, { bearer, environmentHeader });
  assert.equal((await ask(secret)).environmentId, 'ours');
  assert.equal((await ask('operator')).isOperator, true);
  await assert.rejects(ask('operator', 'nowhere'), { code: 'config.not_found' });
  await assert.rejects(ask(`${secret}x`), { code: 'auth.invalid_token' });
  await assert.rejects(ask(null), { code: 'auth.missing_token' });
});

test('a variable is sealed and never shown', async () => {
  const { deps } = database;
  const made = await environmentVariable.create(deps, {
    caller: ours,
    body: { name: 'CLIENT_SECRET', value: 'plain-value' },
  });
  assert.ok(!JSON.stringify(made).includes('plain-value'));
  assert.ok(!(await tableText('environment_variable')).includes('plain-value'));
  await assert.rejects(
    environmentVariable.create(deps, { caller: ours, body: { name: 'CLIENT_SECRET', value: 'x' } }),
    { code: 'config.conflict' },
  );
});

test("an account's secrets are sealed, masked when read, and kept when the mask is written back", async () => {
  const { deps } = database;
  const made = await connectAccount(deps, 'ours');
  assert.deepEqual(made['context'], { subdomain: 'blue', api_key: mask, pass_word_of_app: mask });
  assert.equal(made['authentication_method'], 'api_key');
  assert.equal((made['integration'] as JsonObject)['name'], 'acme');
  const stored = await tableText('integrated_account');
  assert.ok(!stored.includes('in-the-clear'));

  const body = { context: { api_key: mask, subdomain: 'green', region: 'eu' }, version: 1 };
  const changed = await integratedAccount.update(deps, { caller: ours, id: idOf(made), body });
  assert.deepEqual(changed['context'], { subdomain: 'green', region: 'eu', api_key: mask, pass_word_of_app: mask });
  const row = await deps.statements.integratedAccounts.get({ environmentId: 'ours', id: idOf(made) });
  const secrets = JSON.parse(deps.vault.open(row!.credentials_sealed!, `integrated_account.credentials/${row!.id}`));
  assert.deepEqual(secrets, { api_key: 'key-in-the-clear', pass_word_of_app: 'app-in-the-clear' });
});

test('a required credential field is asked for, and an unknown method refused', async () => {
  const { deps } = database;
  await assert.rejects(connectAccount(deps, 'ours', { context: {} }), { code: 'body.missing_field' });
  await assert.rejects(connectAccount(deps, 'ours', { authentication_method: 'oauth2' }), {
    code: 'request.invalid_body',
  });
  await assert.rejects(connectAccount(deps, 'ours', { integration: 'nobody' }), { code: 'config.not_found' });
});

test('an update needs the version that was read', async () => {
  const { deps } = database;
  const id = idOf(await connectAccount(deps, 'ours'));
  const patch = (body: object) => integratedAccount.update(deps, { caller: ours, id, body });
  await assert.rejects(patch({ tenant_id: 't2' }), { code: 'config.version_required' });
  await patch({ tenant_id: 't2', version: 1 });
  await assert.rejects(patch({ tenant_id: 't3', version: 1 }), (error: { code: string; details: unknown }) => {
    assert.equal(error.code, 'config.version_conflict');
    assert.deepEqual(error.details, { version: 2 });
    return true;
  });
});

test('an account override is canonical when stored; a bad one is refused with findings and changes nothing', async () => {
  const { deps } = database;
  const id = idOf(await connectAccount(deps, 'ours'));
  const patch = (body: object) => integratedAccount.update(deps, { caller: ours, id, body });
  const good = await patch({
    integration_override: { auth: { format: 'bearer', config: { token: 'override-secret' } } },
    unified_model_override: { people: { contacts: { list: { response_mapping: "response.{'team': team}" } } } },
    version: 1,
  });
  assert.ok(!JSON.stringify(good).includes('override-secret'));
  assert.ok(!(await tableText('integrated_account')).includes('override-secret'));
  assert.ok(Array.isArray((good['integration_override'] as JsonObject)['authorization']));

  await assert.rejects(
    patch({
      tenant_id: 'changed',
      unified_model_override: { people: { contacts: { list: { response_maping: 'x' } } } },
      version: 2,
    }),
    (error: { code: string; details: { findings: { path: string }[] } }) => {
      assert.equal(error.code, 'config.invalid');
      assert.ok(error.details.findings.length > 0);
      return true;
    },
  );
  const after = await integratedAccount.get(deps, { caller: ours, id });
  assert.deepEqual([after['tenant_id'], after['version']], ['t1', 2]);
  assert.deepEqual(after['unified_model_override'], good['unified_model_override']);

  const removed = await patch({ unified_model_override: { people: { contacts: { list: null } } }, version: 2 });
  assert.deepEqual(removed['unified_model_override'], {});
});

test("an environment's override keeps secrets that come back masked", async () => {
  const { deps } = database;
  const [row] = (await environmentIntegration.list(deps, { caller: ours, query: {} })).result;
  const id = idOf(row!);
  const patch = (body: object) => environmentIntegration.update(deps, { caller: ours, id, body });
  const set = await patch({
    override: { headers: { 'x-api-key': 'header-secret', 'x-plain': 'a' } },
    version: row!['version'],
  });
  assert.deepEqual(set['override'], { headers: { 'x-api-key': mask, 'x-plain': 'a' } });
  const again = await patch({
    override: { $replace: { headers: { 'x-api-key': mask, 'x-plain': null } } },
    version: set['version'],
  });
  assert.deepEqual(again['override'], { headers: { 'x-api-key': mask, 'x-plain': null } });
  const stored = await deps.statements.environmentIntegrations.get({ environmentId: 'ours', id });
  assert.match(deps.vault.open(stored!.override_sealed!, `environment_integration.override/${id}`), /header-secret/);
  await patch({ override: null, version: again['version'] });
  await assert.rejects(environmentIntegration.remove(deps, { caller: ours, id }), { code: 'config.conflict' });
});

test('nothing of one environment can be read, changed or removed from another', async () => {
  const { deps } = database;
  const account = await connectAccount(deps, 'ours');
  await environmentUnifiedModel.create(deps, { caller: ours, body: { unified_model: 'people', override: {} } });
  await environmentMappingRow.create(deps, {
    caller: ours,
    body: {
      unified_model: 'people',
      resource_name: 'contacts',
      method_name: 'list',
      integration_name: 'acme',
      config: { response_mapping: "response.{'org': org}" },
    },
  });
  const nouns = [
    integratedAccount,
    integration,
    unifiedModel,
    mappingRow,
    environmentIntegration,
    environmentUnifiedModel,
    environmentMappingRow,
    apiToken,
    environmentVariable,
  ];
  for (const noun of nouns) {
    const own = (await noun.list(deps, { caller: ours, query: {} })).result;
    assert.ok(own.length > 0, noun.path);
    assert.deepEqual((await noun.list(deps, { caller: theirs, query: {} })).result, [], noun.path);
    const at = { caller: theirs, id: idOf(own[0]!) };
    await assert.rejects(noun.get(deps, at), { code: 'config.not_found' }, noun.path);
    await assert.rejects(noun.remove(deps, at), { code: 'config.not_found' }, noun.path);
    const body =
      noun === integration || noun === mappingRow || noun === environmentMappingRow
        ? { config: {} }
        : noun === unifiedModel
          ? { resources: {} }
          : noun === environmentUnifiedModel
            ? { override: {} }
            : noun === environmentVariable
              ? { value: 'x' }
              : {};
    await assert.rejects(
      noun.update(deps, { ...at, body: { ...body, version: 1 } }),
      { code: 'config.not_found' },
      noun.path,
    );
    assert.ok(await noun.get(deps, { caller: ours, id: at.id }), noun.path);
  }
  await assert.rejects(
    apiToken.create(deps, { caller: theirs, body: { name: 'x', integrated_account_id: idOf(account) } }),
    { code: 'account.not_found' },
  );
  await assert.rejects(environment.get(deps, { caller: theirs, id: 'ours' }), { code: 'config.not_found' });
});

test('lists page and filter; every accounts filter finds its own', async () => {
  const { deps } = database;
  for (const tenant of ['p1', 'p2', 'p3']) await connectAccount(deps, 'ours', { tenant_id: tenant });
  const list = (query: JsonObject) => integratedAccount.list(deps, { caller: ours, query });
  const all = (await list({})).result.map(idOf);
  const first = await list({ limit: '2' });
  const second = await list({ limit: '2', next_cursor: first.next_cursor });
  assert.deepEqual([...first.result, ...second.result].map(idOf), all.slice(0, 4));
  assert.equal((await list({ tenant_id: 'p2' })).result.length, 1);
  assert.equal((await list({ status: 'active', 'integration.name': 'acme' })).result.length, all.length);
  assert.equal((await list({ status: 'needs_reauth' })).result.length, 0);
});

test('a new revision is made only when the document changes', async () => {
  const { deps } = database;
  const [row] = (await integration.list(deps, { caller: ours, query: { name: 'acme' } })).result;
  const update = (config: object, version: unknown) =>
    integration.update(deps, { caller: ours, id: idOf(row!), body: { config, version } });
  const same = await update({}, row!['version']);
  assert.equal(same['revision'], row!['revision']);
  const other = await update({ label: 'Acme' }, same['version']);
  assert.deepEqual([other['revision'], other['label']], [2, 'Acme']);
  await assert.rejects(update({ resourcs: {} }, other['version']), { code: 'config.invalid' });
});
