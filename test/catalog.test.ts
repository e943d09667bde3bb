/** The catalog on a real database: folders come, change, break and go while the server runs; the demo environment from its file. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import type { JsonObject } from '@sluice/engine';
import { integratedAccount } from '../packages/server/src/work/accounts/accounts.ts';
import { saveAccount } from '../packages/server/src/work/accounts/save-account.ts';
import { integration } from '../packages/server/src/work/catalog/integrations.ts';
import { mappingRow } from '../packages/server/src/work/catalog/mapping-rows.ts';
import { unifiedModel } from '../packages/server/src/work/catalog/models.ts';
import type { CatalogRoot } from '../packages/server/src/work/catalog/scan.ts';
import { openCatalog, type CatalogWatch } from '../packages/server/src/work/catalog/watch.ts';
import { ensureDefaultEnvironment } from '../packages/server/src/work/environments/default-environment.ts';
import { prepareDemo, readDemo } from '../packages/server/src/work/environments/demo.ts';
import { environmentIntegration } from '../packages/server/src/work/environments/integrations.ts';
import { acme, listMapping, people } from './support/acme.ts';
import { startDatabase, type Database } from './support/database.ts';

let database: Database;
let root: string;
let roots: CatalogRoot[];
let watch: CatalogWatch;
const logged: { fields: object; message: string }[] = [];
const keep = (fields: object, message: string) => void logged.push({ fields, message });
const log = { info: keep, warn: keep, error: keep };
const caller = { environmentId: 'ours', isOperator: false };

const put = (path: string, document: unknown) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof document === 'string' ? document : JSON.stringify(document, null, 2));
};
const putAcme = (document: object = acme) => put('catalog/integrations/acme/integration.yaml', document);
const find = async (name: string): Promise<JsonObject | undefined> =>
  (await integration.list(database.deps, { caller, query: { name } })).result[0];

before(async () => {
  database = await startDatabase();
  await database.deps.statements.environments.insert({ id: 'ours', name: 'ours' });
  root = mkdtempSync(join(tmpdir(), 'sluice-catalog-'));
  for (const [resource, document] of Object.entries(people)) put(`catalog/models/people/${resource}.yaml`, document);
  putAcme();
  put('catalog/integrations/acme/mappings/people.yaml', { resources: { contacts: { list: listMapping } } });
  put('alone/integration.yaml', { base_url: 'https://alone.example' });
  roots = [
    { directory: join(root, 'catalog'), label: 'catalog' },
    { directory: join(root, 'alone'), label: 'alone' },
  ];
  const opened = await openCatalog({ ...database.deps, log }, { roots, settleMs: 1 });
  assert.deepEqual(opened.summary, { accepted: ['acme', 'alone'], refused: [], removed: [], kept: [] });
  watch = opened.watch;
});
beforeEach(() => void (logged.length = 0));
after(async () => {
  await watch.stop();
  await database.stop();
  rmSync(root, { recursive: true, force: true });
});

test('folders become integrations, models and mapping rows that cannot be written through the API', async () => {
  const found = await find('acme');
  assert.equal(found?.['source_path'], 'catalog/integrations/acme/integration.yaml');
  assert.equal((await find('alone'))?.['source'], 'catalog');
  const [row] = (await mappingRow.list(database.deps, { caller, query: { integration_name: 'acme' } })).result;
  assert.deepEqual(
    [row?.['resource_name'], row?.['method_name'], row?.['source_path']],
    ['contacts', 'list', 'catalog/integrations/acme/mappings/people.yaml'],
  );
  const [model] = (await unifiedModel.list(database.deps, { caller, query: {} })).result;
  assert.deepEqual(Object.keys(model!['resources'] as object).sort(), ['contacts', 'notes']);
  const body = { config: { label: 'x' }, version: found['version'] };
  await assert.rejects(integration.update(database.deps, { caller, id: found['id'] as string, body }), {
    code: 'config.read_only',
  });
});

test('another start on the same files lints nothing and writes nothing', async () => {
  const before = await database.deps.statements.integrations.catalog();
  const newId = (): string => assert.fail('nothing is to be written');
  const { summary } = await openCatalog({ ...database.deps, newId, log }, { roots });
  assert.deepEqual(summary.accepted, ['acme', 'alone']);
  assert.deepEqual(await database.deps.statements.integrations.catalog(), before);
});

test('nothing changed, nothing loaded; a changed folder gets a new revision', async () => {
  assert.equal(await watch.check(), null);
  putAcme({ ...acme, label: 'Acme' });
  assert.deepEqual((await watch.check())?.accepted, ['acme']);
  const found = await find('acme');
  assert.deepEqual([found?.['revision'], found?.['label']], [2, 'Acme']);
});

test('a folder with warnings is live, and the log says them', async () => {
  const folder = 'catalog/integrations/hasty';
  const resources = { people: { create: { path: '/people' } } };
  put(`${folder}/integration.yaml`, { base_url: 'https://hasty.example', resources });
  assert.deepEqual((await watch.check())?.accepted, ['hasty']);
  const warned = logged.find(({ fields }) => 'findings' in fields)?.fields as { findings: string[] };
  assert.match(
    warned.findings[0]!,
    new RegExp(`^${folder}/integration\\.yaml:\\d+:\\d+ warning resources\\.people\\.create`),
  );
  rmSync(join(root, folder), { recursive: true });
  assert.deepEqual((await watch.check())?.removed, ['hasty']);
});

test('a broken folder is refused with its findings and the last good revision stays, until it is mended', async () => {
  putAcme({ ...acme, label: 'Broken', resorces: {} });
  assert.deepEqual((await watch.check())?.refused, ['acme']);
  const broken = await find('acme');
  assert.deepEqual([broken?.['revision'], broken?.['label']], [2, 'Acme']);
  const { findings } = broken!['last_refusal'] as { findings: { file: string; line: number; path: string }[] };
  assert.equal(findings[0]?.file, 'catalog/integrations/acme/integration.yaml');
  assert.ok(findings[0].line > 1);
  assert.ok(logged.some(({ fields }) => (fields as JsonObject)['code'] === 'catalog.refused'));
  putAcme({ ...acme, label: 'Acme' });
  assert.deepEqual((await watch.check())?.accepted, ['acme']);
  const mended = await find('acme');
  assert.deepEqual([mended?.['revision'], mended?.['last_refusal']], [2, null]);
});

test('a removed mapping goes with its row, a model change re-lints the mappings on it', async () => {
  put('catalog/integrations/acme/mappings/people.yaml', {
    resources: { notes: { list: { ...listMapping, resource: 'notes' } } },
  });
  await watch.check();
  const rows = (await mappingRow.list(database.deps, { caller, query: {} })).result;
  assert.deepEqual(
    rows.map((row) => row['resource_name']),
    ['notes'],
  );
  put('catalog/models/people/contacts.yaml', { ...people.contacts, description: 'Someone.' });
  assert.deepEqual((await watch.check())?.accepted, ['acme', 'alone']);
});

test('an added folder is found by itself', async () => {
  watch.start();
  put('catalog/integrations/late/integration.yaml', { base_url: 'https://late.example' });
  const untilMs = performance.now() + 2000;
  while ((await find('late')) === undefined) assert.ok(performance.now() < untilMs, 'still not live after two seconds');
});

test('the demo comes from its file, is the same on every start, and keeps what a user added', async () => {
  const text = JSON.stringify([
    {
      id: 'demo-acme',
      integration: 'acme',
      tenant_id: 'demo',
      authentication_method: 'api_key',
      context: { subdomain: 'demo' },
      credentials: { api_key: 'invented' },
      environment_override: { base_url: '{{simulator}}/demo-acme' },
    },
  ]);
  const prepare = (origin: string) =>
    prepareDemo(database.deps, { entries: readDemo(text, origin), token: 'demo-token', saveAccount });
  await prepare('http://127.0.0.1:1');
  const demo = { environmentId: 'demo', isOperator: false };
  const body = { integration_override: { headers: { 'x-mine': '1' } }, version: 1 };
  await integratedAccount.update(database.deps, { caller: demo, id: 'demo-acme', body });
  await prepare('http://127.0.0.1:1');
  await prepare('http://127.0.0.1:2');
  const account = await integratedAccount.get(database.deps, { caller: demo, id: 'demo-acme' });
  assert.deepEqual(account['integration_override'], { headers: { 'x-mine': '1' } });
  assert.equal(account['version'], 2);
  const [installed] = (await environmentIntegration.list(database.deps, { caller: demo, query: {} })).result;
  assert.deepEqual(installed!['override'], { base_url: 'http://127.0.0.1:2/demo-acme' });
  assert.notEqual(
    await database.deps.statements.apiTokens.findByHash(database.deps.vault.hash('demo-token')),
    undefined,
  );
  assert.throws(() => readDemo('- {id: x}', ''), { code: 'config.invalid' });
});

test('a folder that goes stays marked while accounts use it, and goes when none does', async () => {
  rmSync(join(root, 'catalog/integrations'), { recursive: true });
  const gone = await watch.check();
  const marked = await find('acme');
  assert.ok(marked?.['removed_at'] instanceof Date);
  assert.equal(await find('late'), undefined);
  assert.ok(gone === null || gone.kept.includes('acme'));
});

test('the default environment is made once, whoever asks', async () => {
  const ids = await Promise.all([ensureDefaultEnvironment(database.deps), ensureDefaultEnvironment(database.deps)]);
  assert.equal(ids[0], ids[1]);
});
