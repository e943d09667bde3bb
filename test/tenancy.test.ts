/** Walls: between environments, between scopes, around an account-bound token; and secrets that go in and never come out. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { change, connect, create } from './support/admin.ts';
import { asAdmin, call, type Answer, type Body, type Call } from './support/client.ts';
import { startHouse, type House } from './support/house.ts';

const contacts = (account: string) => `/unified/crm/contacts?integrated_account_id=${account}&limit=1`;

let house: House;
/** Another environment, its id and a token of its own with every scope. */
let other: { id: string; token: string; account: string };
let ours: string;

before(async () => {
  house = await startHouse();
  const { id } = await create(house, '/environment', { name: 'other' }, asAdmin);
  const operator = { ...asAdmin, headers: { 'x-environment-id': id } };
  const { token } = await create(
    house,
    '/api-token',
    { name: 'all of it', scopes: ['data', 'admin', 'connect'] },
    operator,
  );
  other = { id, token, account: await connect(house, salesforce(), { token }) };
  ours = await connect(house, salesforce());
});
after(async () => {
  await house.stop();
  await house.remove();
});

const salesforce = (context: object = {}) => ({
  integration: 'salesforce',
  authentication_method: 'oauth2',
  context: {
    instance_url: `${house.simulatorUrl}/demo-salesforce`,
    oauth: { token: { access_token: 'demo-salesforce-token' } },
    ...context,
  },
});
const codeOf = ({ status, body }: Answer): string => `${status} ${body['code']}`;
const makeToken = (settings: object, options: Call = {}): Promise<Body> =>
  create(house, '/api-token', { name: 'test', ...settings }, options);

describe('another environment', () => {
  test('works by itself', async () => {
    assert.equal((await call(house, contacts(other.account), { token: other.token })).status, 200);
    assert.equal((await call(house, contacts(ours))).status, 200);
  });

  test("cannot call through the first one's accounts, by any api", async () => {
    for (const account of [ours, 'demo-salesforce', 'demo-hubspot']) {
      const query = `?integrated_account_id=${account}`;
      for (const path of [
        contacts(account),
        `/proxy/contacts${query}`,
        `/custom/query${query}`,
        `/unified/crm/contacts/meta/list${query}`,
        `/integrated-account/${account}/capabilities`,
      ])
        assert.equal(codeOf(await call(house, path, { token: other.token })), '404 account.not_found', path);
      const resources = [{ resource: 'crm/contacts' }];
      const batch = await call(house, '/batch-request', {
        token: other.token,
        body: { integrated_account_id: account, resources },
      });
      assert.equal(batch.body['errors']['crm/contacts'][0]['code'], 'account.not_found');
    }
    assert.equal(
      codeOf(await call(house, contacts(other.account))),
      '404 account.not_found',
      'nor the other way round',
    );
  });

  test("cannot read, change, delete or list the first one's documents", async () => {
    const token = other.token;
    const { id: tokenId } = await makeToken({ scopes: ['data'] });
    const { id: variableId } = await create(house, '/environment-variable', { name: 'OURS', value: 'v' });
    const { id: ownId } = await create(house, '/integration', {
      name: 'own',
      config: { base_url: 'https://own.example', resources: {} },
    });
    const installed = (await call(house, '/environment-integration')).body['result'][0]['id'];
    for (const path of [
      `/integrated-account/${ours}`,
      `/api-token/${tokenId}`,
      `/environment-variable/${variableId}`,
      `/integration/${ownId}`,
      `/environment-integration/${installed}`,
      '/environment/demo',
    ]) {
      assert.equal(codeOf(await call(house, path, { token })), '404 config.not_found', path);
      const patched = await call(house, path, { token, method: 'PATCH', body: { name: 'x', version: 1 } });
      assert.ok(
        patched.status === 404 || patched.body['code'] === 'request.invalid_body',
        `PATCH ${path}: ${codeOf(patched)}`,
      );
      const deleted = await call(house, path, { token, method: 'DELETE' });
      assert.ok([403, 404].includes(deleted.status), `DELETE ${path}: ${codeOf(deleted)}`);
      assert.equal((await call(house, path)).status, 200, `${path} is still there`);
    }
    const lists = ['integrated-account', 'api-token', 'environment-variable', 'environment-integration', 'environment'];
    for (const noun of lists) {
      const { body } = await call(house, `/${noun}`, { token });
      const ids = new Set<string>(body['result'].map((row: Body) => row['id']));
      for (const foreign of [ours, 'demo-salesforce', tokenId, variableId, installed, 'demo'])
        assert.equal(ids.has(foreign), false, `${noun}: ${foreign}`);
    }
    const { result } = (await call(house, '/integration', { token })).body;
    const names = new Set(result.map((row: Body) => row['name']));
    assert.equal(names.has('own'), false);
    assert.ok(names.has('salesforce'), 'the catalog is for all');
  });

  test('cannot be reached by naming it in a header', async () => {
    const named = { headers: { 'x-environment-id': other.id } };
    assert.equal(codeOf(await call(house, contacts(other.account), named)), '404 account.not_found');
    const operator = { ...asAdmin, ...named };
    assert.equal((await call(house, contacts(other.account), operator)).status, 200, 'the operator can');
    const nowhere = await call(house, '/integrated-account', {
      ...asAdmin,
      headers: { 'x-environment-id': 'nowhere' },
    });
    assert.equal(codeOf(nowhere), '404 config.not_found');
  });

  test('does not bind a token to an account of the first', async () => {
    const answer = await call(house, '/api-token', {
      token: other.token,
      body: { name: 'x', scopes: ['data'], integrated_account_id: ours },
    });
    assert.equal(codeOf(answer), '404 account.not_found');
  });

  test("does not see the first one's overrides, variables and integrations", async () => {
    const path = `/integrated-account/${ours}`;
    const mapping = { response_mapping: 'response.{"secret_sauce": 1}' };
    await change(house, path, { unified_model_override: { crm: { contacts: { list: mapping } } } });
    const theirs = await call(house, contacts(other.account), { token: other.token });
    assert.equal('secret_sauce' in theirs.body['result'][0], false);
    assert.equal('secret_sauce' in (await call(house, contacts(ours))).body['result'][0], true);
    const connected = await call(house, '/integrated-account', {
      token: other.token,
      body: { tenant_id: 't', integration: 'own' },
    });
    assert.equal(codeOf(connected), '404 config.not_found');
  });

  test('only the operator makes and removes environments', async () => {
    for (const token of [other.token, undefined]) {
      const options = token === undefined ? {} : { token };
      assert.equal(
        codeOf(await call(house, '/environment', { ...options, body: { name: 'mine' } })),
        '403 auth.wrong_scope',
      );
      const path = token === undefined ? '/environment/demo' : `/environment/${other.id}`;
      assert.equal(codeOf(await call(house, path, { ...options, method: 'DELETE' })), '403 auth.wrong_scope');
    }
  });
});

describe('scopes', () => {
  const adminRoutes = ['integration', 'integrated-account', 'api-token', 'environment', 'environment-variable', 'log'];

  test('a data token calls, and configures nothing', async () => {
    const { token } = await makeToken({ scopes: ['data'] });
    assert.equal((await call(house, contacts('demo-salesforce'), { token })).status, 200);
    for (const noun of adminRoutes)
      assert.equal(codeOf(await call(house, `/${noun}`, { token })), '403 auth.wrong_scope', noun);
    const made = await call(house, '/api-token', { token, body: { name: 'more', scopes: ['admin'] } });
    assert.equal(codeOf(made), '403 auth.wrong_scope');
  });

  test('an admin token configures, and calls nothing', async () => {
    const { token } = await makeToken({ scopes: ['admin'] });
    for (const noun of adminRoutes) assert.equal((await call(house, `/${noun}`, { token })).status, 200, noun);
    for (const path of [contacts('demo-salesforce'), '/proxy/contacts?integrated_account_id=demo-salesforce'])
      assert.equal(codeOf(await call(house, path, { token })), '403 auth.wrong_scope', path);
  });

  test('a connect token does neither', async () => {
    const { token } = await makeToken({ scopes: ['connect'] });
    assert.equal(codeOf(await call(house, contacts('demo-salesforce'), { token })), '403 auth.wrong_scope');
    assert.equal(codeOf(await call(house, '/integrated-account', { token })), '403 auth.wrong_scope');
  });

  test('a token bound to an account needs no parameter and reaches no other account', async () => {
    const { token } = await makeToken({ scopes: ['data'], integrated_account_id: 'demo-salesforce' });
    const implied = await call(house, '/unified/crm/contacts?limit=1', { token });
    assert.equal(implied.status, 200);
    assert.equal((await call(house, contacts('demo-salesforce'), { token })).status, 200);
    for (const account of ['demo-hubspot', ours, other.account])
      assert.equal(codeOf(await call(house, contacts(account), { token })), '404 account.not_found');
    const admin = await call(house, '/api-token', {
      body: { name: 'x', scopes: ['admin'], integrated_account_id: 'demo-salesforce' },
    });
    assert.equal(codeOf(admin), '400 request.invalid_body');
  });
});

describe('tokens', () => {
  test('are shown once, and no list or read shows them or their hash again', async () => {
    const made = await makeToken({ scopes: ['data'] });
    assert.match(made['token'], /^sluice_[A-Za-z0-9_-]{40,}$/);
    const read = await call(house, `/api-token/${made['id']}`);
    const listed = await call(house, '/api-token');
    for (const { body } of [read, listed]) {
      const text = JSON.stringify(body);
      assert.equal(text.includes(made['token']), false);
      assert.doesNotMatch(text, /"token"|token_hash/);
    }
  });

  test('that are revoked, expired or lose a scope are refused at once', async () => {
    const contactsBy = (token: string) => call(house, contacts('demo-salesforce'), { token });
    const { id, token } = await makeToken({ scopes: ['data'] });
    assert.equal((await contactsBy(token)).status, 200);
    await change(house, `/api-token/${id}`, { scopes: ['admin'] });
    assert.equal(codeOf(await contactsBy(token)), '403 auth.wrong_scope');
    await call(house, `/api-token/${id}`, { method: 'DELETE' });
    assert.equal(codeOf(await contactsBy(token)), '401 auth.invalid_token');
    const expired = await makeToken({ scopes: ['data'], expires_at: new Date(Date.now() - 1000).toISOString() });
    assert.equal(codeOf(await contactsBy(expired['token'])), '401 auth.invalid_token');
  });
});

describe('accounts', () => {
  test('never show their secrets back: not made, read, listed, patched, explained', async () => {
    const secret = 'canary-access-token-4711';
    const body = {
      tenant_id: 'secret',
      ...salesforce({
        oauth: { token: { access_token: secret, refresh_token: `${secret}-r` } },
        password: `${secret}-p`,
      }),
    };
    const made = await call(house, '/integrated-account', { body });
    assert.equal(made.status, 201);
    const path = `/integrated-account/${made.body['id']}`;
    const patched = await change(house, path, {
      tenant_id: 'secret2',
      integration_override: { headers: { authorization: `Basic ${secret}`, 'x-api-key': secret } },
    });
    assert.equal(patched.status, 200, JSON.stringify(patched.body));
    for (const answer of [
      made,
      patched,
      await call(house, path),
      await call(house, '/integrated-account?tenant_id=secret2'),
      await call(house, `${contacts(made.body['id'])}&explain=1`),
      await call(house, `/integrated-account/${made.body['id']}/capabilities`),
    ])
      assert.equal(
        JSON.stringify(answer.body).includes('canary-access-token'),
        false,
        JSON.stringify(answer.body).slice(0, 400),
      );
    assert.equal(house.output().includes('canary-access-token'), false);
  });

  test('keep a secret whose mask is written back', async () => {
    const id = await connect(house, salesforce());
    const path = `/integrated-account/${id}`;
    const { context } = (await call(house, path)).body;
    assert.notEqual(context['oauth']['token']['access_token'], 'demo-salesforce-token');
    const patched = await change(house, path, { context: { ...context, note: 'kept' } });
    assert.equal(patched.status, 200, JSON.stringify(patched.body));
    assert.equal((await call(house, contacts(id))).status, 200);
  });

  test('that are deleted are gone for calls at once', async () => {
    const id = await connect(house, salesforce());
    assert.equal((await call(house, contacts(id))).status, 200);
    assert.equal((await call(house, `/integrated-account/${id}`, { method: 'DELETE' })).status, 200);
    assert.equal(codeOf(await call(house, contacts(id))), '404 account.not_found');
  });
});

test('admin lists paginate forward and back to exactly their rows', async () => {
  const { token } = other;
  const made = new Set<string>();
  for (let n = 0; n < 11; n += 1)
    made.add((await create(house, '/environment-variable', { name: `V${n}`, value: 'v' }, { token }))['id']);
  const seen: string[] = [];
  let path = '/environment-variable?limit=3';
  const pages: Body[] = [];
  for (;;) {
    const { status, body } = await call(house, path, { token });
    assert.equal(status, 200);
    assert.equal(body['result_count'], body['result'].length);
    pages.push(body);
    seen.push(...body['result'].map((row: Body) => row['id']));
    if (body['next_cursor'] === null) break;
    path = `/environment-variable?limit=3&next_cursor=${encodeURIComponent(body['next_cursor'])}`;
  }
  assert.equal(pages.length, 4);
  assert.deepEqual(new Set(seen), made);
  assert.equal(seen.length, made.size);
  const back = await call(
    house,
    `/environment-variable?limit=3&next_cursor=${encodeURIComponent(pages[2]!['prev_cursor'])}`,
    { token },
  );
  assert.deepEqual(back.body['result'], pages[1]!['result']);
  assert.equal(JSON.stringify(pages).includes('"value"'), false);
});

test('an environment that is deleted takes its tokens and accounts with it', async () => {
  assert.equal((await call(house, contacts(other.account), { token: other.token })).status, 200);
  assert.equal((await call(house, `/environment/${other.id}`, { ...asAdmin, method: 'DELETE' })).status, 200);
  assert.equal(codeOf(await call(house, contacts(other.account), { token: other.token })), '401 auth.invalid_token');
  assert.equal((await call(house, contacts(ours))).status, 200);
});
