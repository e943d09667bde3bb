/** What a caller gets for every kind of bad input: a status, a stable code, a sentence, and never a stack, a secret or a record. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { change, connect } from './support/admin.ts';
import { call, type Answer, type Body, type Call } from './support/client.ts';
import { freePort, startHouse, type House } from './support/house.ts';
import { clearFaults, clearRequests, requestsTo, setFaults } from './support/simulator.ts';

const hubspot = 'demo-hubspot';
const salesforce = 'demo-salesforce';
const contacts = `/unified/crm/contacts?integrated_account_id=${hubspot}`;
const writable = `/unified/crm/contacts?integrated_account_id=${salesforce}`;

let house: House;
let closedPort: number;
/** Accounts with something wrong each, by name. */
const made: Record<string, string> = {};

const connected = () => ({
  integration: 'salesforce',
  authentication_method: 'oauth2',
  context: {
    instance_url: `${house.simulatorUrl}/${salesforce}`,
    oauth: { token: { access_token: 'demo-salesforce-token' } },
  },
});

before(async () => {
  closedPort = await freePort();
  house = await startHouse({ env: { SLUICE_EGRESS_ALLOW: `127.0.0.1:${closedPort}`, SLUICE_MAX_BODY_BYTES: '16384' } });
  const { instance_url: _missing, ...withoutHost } = connected().context;
  made['incomplete'] = await connect(house, { ...connected(), context: withoutHost });
  made['secretless'] = await connect(house, { ...connected(), context: { instance_url: house.simulatorUrl } });
  for (const [name, expression] of Object.entries({
    throwing: 'response.{"age": $number(FirstName)}',
    wrong: '$count(response)',
    endless: '($loop := function($n) { $loop($n + 1) }; response.{"age": $loop(0)})',
    deep: '($dig := function($n) { 1 + $dig($n + 1) }; response.{"age": $dig(0)})',
    huge: 'response.{"age": [1..9000000]}',
  }))
    made[name] = await connect(house, {
      ...connected(),
      unified_model_override: { crm: { contacts: { list: { response_mapping: expression } } } },
    });
  for (const [name, base] of Object.entries({
    down: `http://127.0.0.1:${closedPort}`,
    nameless: 'http://nobody.invalid',
    inside: house.url,
    metadata: 'http://169.254.169.254/latest',
  }))
    made[name] = await connect(house, { ...connected(), integration_override: { base_url: base } });
});
after(async () => {
  await house.stop();
  await house.remove();
});

function assertError({ status, body, headers }: Answer, expected: { status: number; code: string }): void {
  assert.deepEqual({ status, code: body['code'] }, expected, JSON.stringify(body).slice(0, 800));
  assert.equal(body['statusCode'], status);
  assert.match(body['error'], /^[A-Z][A-Za-z ]+$/);
  assert.ok(typeof body['message'] === 'string' && body['message'].length >= 12, body['message']);
  assert.match(headers.get('content-type')!, /^application\/json/);
  for (const key of ['result', 'next_cursor', 'stack', 'cause', 'detail'])
    assert.equal(Object.hasOwn(body, key), false, key);
  const text = JSON.stringify(body);
  assert.doesNotMatch(
    text,
    /\n\s+at |node:internal|\/packages\/|Okafor|Mira|northwind\.example|canary|demo-salesforce-token/,
  );
}

interface Case extends Call {
  readonly what: string;
  /** A function where it names an account made by the test. */
  readonly path: string | (() => string);
  /** What else must hold of the error. */
  readonly shows?: (body: Body) => void;
}

const allows =
  (...names: string[]) =>
  ({ details }: Body): void => {
    for (const name of names) assert.ok(details['allowed'].includes(name), `${name} in ${details['allowed']}`);
  };
const names =
  (text: string) =>
  ({ message, details }: Body): void =>
    assert.ok((message + JSON.stringify(details)).includes(text), `${text} in ${message}`);
const of = (path: string, account = hubspot): string => `${path}?integrated_account_id=${account}`;
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };
const oddAccount = { tenant_id: 't', integration: 'hubspot', authentication_method: 'pigeon', context: {} };
const emptyAccount = { ...oddAccount, authentication_method: 'api_key' };

/** Status and code -> what leads to it. */
const cases: Readonly<Record<string, readonly Case[]>> = {
  '401 auth.missing_token': [{ what: 'no token', path: contacts, token: null }],
  '401 auth.invalid_token': [
    { what: 'an unknown token', path: contacts, token: 'canary-token' },
    { what: 'another scheme', path: contacts, token: null, headers: { authorization: 'Basic canary' } },
  ],
  '404 request.unknown_route': [
    { what: 'an unknown route', path: '/unifed/crm/contacts' },
    { what: 'a verb the route does not have', path: '/integration', method: 'PUT', text: '{}' },
  ],
  '400 account.missing': [{ what: 'no account', path: '/unified/crm/contacts' }],
  '404 account.not_found': [{ what: 'an unknown account', path: of('/unified/crm/contacts', 'canary') }],
  '404 unified.unknown_model': [{ what: 'a model', path: of('/unified/crn/contacts'), shows: allows('crm') }],
  '404 unified.unknown_resource': [
    { what: 'a resource', path: of('/unified/crm/contact'), shows: allows('contacts', 'users') },
  ],
  '404 unified.unknown_method': [
    { what: 'a method', path: of('/unified/crm/contacts/merge'), text: '{}', shows: allows('list', 'create') },
    { what: 'a method the model lacks', path: of('/unified/crm/users/1'), method: 'DELETE', shows: allows('list') },
  ],
  '404 proxy.unknown_resource': [{ what: 'a resource', path: of('/proxy/contact'), shows: allows('contacts') }],
  '404 proxy.unknown_method': [
    { what: 'a method', path: of('/proxy/contacts/merge'), text: '{}', shows: allows('list') },
  ],
  '400 filter.unsupported': [
    { what: 'an unknown filter', path: `${contacts}&shoe_size=canary`, shows: allows('email', 'updated_at.gt') },
    { what: 'an unknown operator', path: `${contacts}&updated_at[near]=canary`, shows: allows('updated_at.gt') },
    { what: 'a filter of the model this provider lacks', path: `${contacts}&name=canary`, shows: allows('email') },
  ],
  '400 request.invalid_query': [
    { what: 'a time that is none', path: `${contacts}&updated_at[gt]=canary`, shows: names('updated_at') },
    { what: 'a limit that is no number', path: `${contacts}&limit=many`, shows: names('limit') },
    { what: 'a limit of nothing', path: `${contacts}&limit=0` },
    { what: 'a response format', path: `${contacts}&truto_response_format=canary`, shows: allows('raw') },
    { what: 'a filter of an admin list', path: '/integrated-account?tenant=canary', shows: allows('tenant_id') },
  ],
  '400 cursor.invalid': [{ what: 'a malformed cursor', path: `${contacts}&next_cursor=canary` }],
  '400 request.invalid_json': [{ what: 'JSON cut short', path: writable, text: '{"last_name": "canary' }],
  '400 request.invalid_body': [
    { what: 'a list as a body', path: writable, body: [{ last_name: 'canary' }] },
    { what: 'an unknown key of a document', path: '/integrated-account', body: { tenant: 'canary' } },
    { what: 'a way to connect', path: '/integrated-account', body: oddAccount, shows: allows('api_key') },
    { what: 'a batch that is none', path: '/batch-request', body: { resources: 'canary' } },
  ],
  '415 request.unsupported_media_type': [{ what: 'a form', path: writable, text: 'last_name=canary', headers: form }],
  '413 request.body_too_large': [
    { what: 'a body over the limit', path: writable, body: { last_name: 'canary'.repeat(4000) } },
  ],
  '400 body.missing_field': [
    { what: 'an empty body', path: writable, text: '', headers: json },
    { what: 'a required field', path: writable, body: { first_name: 'canary' }, shows: names('last_name') },
    { what: 'what connecting asks for', path: '/integrated-account', body: emptyAccount, shows: names('api_key') },
  ],
  '400 body.invalid_field': [
    { what: 'a type', path: writable, body: { last_name: 'canary', addresses: 'canary' }, shows: names('addresses') },
  ],
  '404 config.not_found': [
    { what: 'an unknown document', path: '/integrated-account/canary' },
    { what: 'an unknown integration', path: '/integrated-account', body: { tenant_id: 't', integration: 'nothing' } },
  ],
  '422 template.unresolved': [
    { what: 'a value base_url needs', path: () => on('incomplete'), shows: names('instance_url') },
    { what: 'a credential', path: () => on('secretless'), shows: names('access_token') },
  ],
  '500 expression.failed': [{ what: 'a mapping that throws', path: () => on('throwing'), shows: namesPlace }],
  '500 mapping.invalid_result': [{ what: 'a mapping of another kind', path: () => on('wrong') }],
  '500 expression.over_budget': [
    { what: 'no end', path: () => on('endless'), shows: namesPlace },
    { what: 'too deep', path: () => on('deep'), shows: namesPlace },
    { what: 'too much', path: () => on('huge'), shows: namesPlace },
  ],
  '502 provider.unreachable': [
    { what: 'a provider that is down', path: () => on('down') },
    { what: 'a name that does not exist', path: () => on('nameless') },
  ],
  '403 egress.refused': [
    { what: 'an address inside the house', path: () => on('inside') },
    { what: 'the metadata address of a cloud', path: () => on('metadata') },
  ],
};

const on = (name: string, query = '&limit=2'): string =>
  `/unified/crm/contacts?integrated_account_id=${made[name]}${query}`;

function namesPlace({ details, message }: Body): void {
  assert.equal(details['level'], 'account');
  assert.equal(details['field'], 'resources.contacts.list.response_mapping');
  assert.ok(message.includes('account'), message);
}

function expectedOf(answer: string): { status: number; code: string } {
  const [status, code] = answer.split(' ') as [string, string];
  return { status: Number(status), code };
}

describe('one answer each', () => {
  for (const [expected, ways] of Object.entries(cases)) {
    for (const { what, path, shows, ...asked } of ways) {
      test(`${expected}: ${what}`, async () => {
        const answer = await call(house, typeof path === 'string' ? path : path(), asked);
        assertError(answer, expectedOf(expected));
        shows?.(answer.body);
      });
    }
  }

  test('and nothing is sent for a call that is refused', async () => {
    for (const mount of [hubspot, salesforce]) await clearRequests(house, mount);
    for (const ways of Object.values(cases)) {
      for (const { path, ...asked } of ways) if (typeof path === 'string') await call(house, path, asked);
    }
    await call(house, on('incomplete'));
    for (const mount of [hubspot, salesforce])
      assert.deepEqual((await requestsTo(house, mount))['requests'], [], mount);
  });
});

describe('cursors', () => {
  const page = async (path: string): Promise<string> => (await call(house, path)).body['next_cursor'];
  const pipedrive = '/unified/crm/contacts?integrated_account_id=demo-pipedrive&limit=3';

  test('of another account, resource, query, page size or api are foreign', async () => {
    const cursor = await page(`${contacts}&limit=3`);
    const twin = await connect(house, connected());
    const salesforceCursor = await page(`${writable}&limit=3`);
    for (const [path, of] of [
      [pipedrive, cursor],
      [`/unified/crm/contacts?integrated_account_id=${twin}&limit=3`, salesforceCursor],
      [`/unified/crm/accounts?integrated_account_id=${hubspot}&limit=3`, cursor],
      [`${contacts}&limit=3&email=a@b.example`, cursor],
      [`/proxy/contacts?integrated_account_id=${hubspot}&limit=3`, cursor],
    ] as const)
      assertError(await call(house, `${path}&next_cursor=${of}`), { status: 400, code: 'cursor.foreign' });
    assert.equal((await call(house, `${contacts}&limit=3&next_cursor=${cursor}`)).status, 200);
  });

  test('that were changed anywhere are invalid', async () => {
    const cursor = await page(`${contacts}&limit=3`);
    for (const at of [0, 5, Math.floor(cursor.length / 2), cursor.length - 2]) {
      const changed = cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1);
      const answer = await call(house, `${contacts}&limit=3&next_cursor=${changed}`);
      assertError(answer, { status: 400, code: 'cursor.invalid' });
    }
    assertError(await call(house, `${contacts}&limit=3&next_cursor=${cursor.slice(0, -8)}`), {
      status: 400,
      code: 'cursor.invalid',
    });
  });

  test('of an admin list of another environment or noun are foreign', async () => {
    const { body } = await call(house, '/integrated-account?limit=1');
    const cursor = body['next_cursor'];
    assert.equal(typeof cursor, 'string');
    const answer = await call(house, `/environment-integration?limit=1&next_cursor=${cursor}`);
    assertError(answer, { status: 400, code: 'cursor.foreign' });
  });
});

describe('the provider', () => {
  test('answering HTML is 502, whatever status it says', async () => {
    await setFaults(house, hubspot, [{ route: '*', kind: 'html' }]);
    assertError(await call(house, contacts), { status: 502, code: 'provider.invalid_response' });
    await clearFaults(house, hubspot);
  });

  test('not knowing a record is its own 404, said to be its own', async () => {
    const answer = await call(house, `/unified/crm/contacts/1?integrated_account_id=${hubspot}`);
    assertError(answer, { status: 404, code: 'provider.error' });
    assert.equal(answer.body['is_remote_error'], true);
    assert.equal(answer.body['remote']['status'], 404);
  });

  test('is not led astray by an id that looks like a path', async () => {
    await clearRequests(house, hubspot);
    for (const id of ['..%2F..%2Fusers', '%2e%2e', 'a%3Fb%3Dc', '1%2F..%2F2', '%0d%0ax-a:b']) {
      const answer = await call(house, `/unified/crm/contacts/${id}?integrated_account_id=${hubspot}`);
      assert.ok(answer.status === 404 || answer.status === 400, `${id}: ${answer.status}`);
    }
    for (const request of (await requestsTo(house, hubspot))['requests'])
      assert.match(request['path'], /^\/crm\/v3\/objects\/contacts\/[^/]*$/);
  });
});

describe('bodies', () => {
  test('with a key that would poison an object do nothing', async () => {
    const answer = await call(house, writable, {
      text: '{"last_name": "x", "__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}',
    });
    assert.ok(answer.status === 200 || answer.status === 400);
    assert.equal((await call(house, contacts)).status, 200);
  });
});

test('a refused change of an account leaves its calls as they were', async () => {
  const answer = await change(house, `/integrated-account/${hubspot}`, { integration_override: { base_url: 5 } });
  assertError(answer, { status: 422, code: 'config.invalid' });
  assert.equal((await call(house, contacts)).status, 200);
});
