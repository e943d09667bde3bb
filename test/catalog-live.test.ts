/** A catalog directory while the server runs: a folder added, changed, broken, mended and removed is live within two seconds. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connect, eventually } from './support/admin.ts';
import { newCatalog, type CatalogDirectory } from './support/catalog.ts';
import { call, type Body } from './support/client.ts';
import { startHouse, type House } from './support/house.ts';
import { startProvider, type Provider } from './support/provider.ts';

const LIVE_MS = 2000;
const folder = 'integrations/acme';
const mappings = `${folder}/mappings/crm.yaml`;

let provider: Provider;
let catalog: CatalogDirectory;
let env: Record<string, string>;
let house: House;
let account: string;

before(async () => {
  provider = await startProvider(({ path, headers }) => {
    if (headers.authorization !== 'Bearer key-of-acme') return { status: 401, body: { error: 'who are you' } };
    if (path === '/v1/people') return { body: { people: [{ uid: 7, called: 'Ada', town: 'Leeds' }] } };
    return { status: 404, body: { error: 'not here' } };
  });
  catalog = await newCatalog();
  env = { SLUICE_CATALOG_DIRS: catalog.path, SLUICE_EGRESS_ALLOW: provider.address };
  house = await startHouse({ env });
});
after(async () => {
  await house.stop();
  await house.remove();
  await provider.close();
  await catalog.remove();
});

const integration = (rest = '') => `label: Acme
base_url: ${provider.url}/v1
credentials: { api_key: { format: api_key, config: { fields: [{ name: api_key, label: Key, type: password, required: true }] } } }
authorization: { format: bearer, config: { path: api_key } }
resources:
  people:
    list: { path: /people, response_path: people }
${rest}`;

const mapping = (expression: string) => `resources:
  contacts:
    list:
      resource: people
      method: list
      response_mapping: '${expression}'
`;

const soon = { limitMs: LIVE_MS, what: 'live' };
const list = () => call(house, `/unified/crm/contacts?integrated_account_id=${account}`);
const found = async (name: string): Promise<Body> =>
  (await call(house, `/integration?name=${name}`)).body['result'][0] ?? null;
/** The first unified record once `holds` is true of it. */
const record = (holds: (record: Body) => boolean): Promise<Body> =>
  eventually(async () => {
    const { status, body } = await list();
    assert.equal(status, 200, JSON.stringify(body));
    return holds(body['result'][0]) ? body['result'][0] : null;
  }, soon);
const refusal = (): Promise<Body> => eventually(async () => (await found('acme'))['last_refusal'], soon);

test('a folder that is put there is live within two seconds', async () => {
  assert.equal(await found('acme'), null);
  await catalog.put(mappings, mapping('response.{"id": uid, "first_name": called}'));
  await catalog.put(`${folder}/integration.yaml`, integration());
  await eventually(() => found('acme'), soon);
  account = await connect(house, { integration: 'acme', context: { api_key: 'key-of-acme' } });
  const first = await record((one) => one !== undefined);
  assert.deepEqual(first, { id: '7', first_name: 'Ada', remote_data: { uid: 7, called: 'Ada', town: 'Leeds' } });
  const proxied = await call(house, `/proxy/people?integrated_account_id=${account}`);
  assert.deepEqual(proxied.body['result'], [{ uid: 7, called: 'Ada', town: 'Leeds' }]);
});

test('a changed mapping is seen within two seconds, at a new revision', async () => {
  const before = (await list()).body['result'][0];
  assert.equal('name' in before, false);
  await catalog.put(mappings, mapping('response.{"id": uid, "name": called & " of " & town}'));
  const after = await record((one) => 'name' in one);
  assert.equal(after['name'], 'Ada of Leeds');
  assert.equal('first_name' in after, false);
  const { body } = await call(house, `/unified/crm/contacts?integrated_account_id=${account}&explain=1`);
  const [base] = body['explain']['levels']['mapping'];
  assert.ok(base['revision'] > 1, JSON.stringify(base));
  assert.ok(base['source'].endsWith(mappings), base['source']);
});

const broken: readonly (readonly [what: string, file: string, text: () => string, line: number, says: RegExp])[] = [
  ['an unknown key', `${folder}/integration.yaml`, () => integration('resorces: {}\n'), 8, /resorces/],
  ['YAML that is none', `${folder}/integration.yaml`, () => integration('a: [1, 2\nb: }\n'), 9, /YAML/],
  ['an expression that cannot be parsed', mappings, () => mapping('response.{"id": '), 6, /expression/],
  [
    'a mapping onto a resource that is not there',
    mappings,
    () => mapping('response').replace(': people', ': persons'),
    4,
    /persons/,
  ],
  [
    'a template that is none',
    `${folder}/integration.yaml`,
    () => integration().replace('/people,', '"/{{1 + }}",'),
    7,
    /placeholder/,
  ],
];
for (const [what, file, text, line, says] of broken) {
  test(`${what}: refused with file, line and column, the last good revision goes on, mended within two seconds`, async () => {
    const before = await found('acme');
    await catalog.put(file, text());
    const { findings, at } = await refusal();
    assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000);
    const [finding] = findings;
    assert.ok(finding['file'].endsWith(file), finding['file']);
    assert.deepEqual([finding['severity'], finding['line']], ['error', line], JSON.stringify(finding));
    assert.ok(finding['column'] > 0);
    assert.match(`${finding['path']} ${finding['message']}`, says);
    assert.ok(house.output().includes('catalog.refused'));
    assert.equal((await found('acme'))['revision'], before['revision']);
    assert.equal((await list()).body['result'][0]['name'], 'Ada of Leeds');
    await catalog.put(
      file,
      file === mappings ? mapping('response.{"id": uid, "name": called & " of " & town}') : integration(),
    );
    await eventually(async () => ((await found('acme'))['last_refusal'] === null ? true : null), soon);
    assert.equal((await list()).status, 200);
  });
}

test('a broken folder does not keep a server from starting, nor its last good revision from answering', async () => {
  await catalog.put(mappings, mapping('response.{"id": uid, "name": $nothing(called)}'));
  await refusal();
  const { directory } = house;
  assert.equal(await house.stop(), 0);
  house = await startHouse({ directory, env });
  assert.match(house.output(), /refused, see the log: acme/);
  assert.match(JSON.stringify((await found('acme'))['last_refusal']), /\$nothing/);
  assert.equal((await list()).body['result'][0]['name'], 'Ada of Leeds');
  await catalog.put(mappings, mapping('response.{"id": uid, "name": $uppercase(called)}'));
  await record((one) => one['name'] === 'ADA');
  assert.equal((await found('acme'))['last_refusal'], null);
});

test('what comes from a folder is not written through the API', async () => {
  const { id, version } = await found('acme');
  const answer = await call(house, `/integration/${id}`, {
    method: 'PATCH',
    body: { config: { label: 'x' }, version },
  });
  assert.deepEqual([answer.status, answer.body['code']], [409, 'config.read_only']);
});

test('a new integration beside it, and a model of its own, come and go', async () => {
  await catalog.put(
    'integrations/solo/integration.yaml',
    `base_url: ${provider.url}\nresources: { a: { list: { path: /a } } }\n`,
  );
  await catalog.put(
    'models/zoo/animals.yaml',
    'description: An animal.\nschema: { type: object, properties: { id: { type: string } } }\nmethods: { list: {} }\n',
  );
  await eventually(() => found('solo'), soon);
  const models = async (): Promise<string[]> =>
    (await call(house, '/unified-model')).body['result'].map((model: Body) => model['name']);
  await eventually(async () => ((await models()).includes('zoo') ? true : null), soon);
  await catalog.take('integrations/solo');
  await eventually(async () => ((await found('solo')) === null ? true : null), soon);
});

test('a removed folder stays, marked, while an account uses it, and comes back when it is put there again', async () => {
  await catalog.take(folder);
  await eventually(async () => (await found('acme'))['removed_at'], soon);
  assert.equal((await list()).status, 200, 'the account goes on');
  await catalog.put(mappings, mapping('response.{"id": uid, "name": "back"}'));
  await catalog.put(`${folder}/integration.yaml`, integration());
  await record((one) => one['name'] === 'back');
  assert.equal((await found('acme'))['removed_at'], null);
});
