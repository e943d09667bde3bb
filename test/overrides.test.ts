/** Overrides through the whole house: three levels, seen by the next call, told by explain and meta, refused whole when broken. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { change, connect, create } from './support/admin.ts';
import { call, type Body } from './support/client.ts';
import { startHouse, type House } from './support/house.ts';
import { clearRequests, requestsTo } from './support/simulator.ts';

const ours = 'demo-salesforce';
const account = `/integrated-account/${ours}`;
const territory = 'response.{"territory": Territory__c}';
const standardFields = [
  'id',
  'first_name',
  'last_name',
  'email_addresses',
  'phone_numbers',
  'updated_at',
  'custom_fields',
];

let house: House;
let other: string;
before(async () => {
  house = await startHouse();
  other = await connect(house, {
    integration: 'salesforce',
    authentication_method: 'oauth2',
    context: {
      instance_url: `${house.simulatorUrl}/${ours}`,
      oauth: { token: { access_token: 'demo-salesforce-token' } },
    },
  });
});
afterEach(async () => {
  const nothing = { $replace: {} };
  const { status } = await change(house, account, { unified_model_override: nothing, integration_override: nothing });
  assert.equal(status, 200);
});
after(async () => {
  await house.stop();
  await house.remove();
});

const mapped = (expression: unknown, method = 'list') => ({
  unified_model_override: { crm: { contacts: { [method]: { response_mapping: expression } } } },
});

async function firstContact(of = ours, query = ''): Promise<Body> {
  const { status, body } = await call(house, `/unified/crm/contacts?integrated_account_id=${of}&limit=1${query}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

async function override(changes: object): Promise<Body> {
  const { status, body } = await change(house, account, changes);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** Field of the unified record -> level that said it. */
const saidBy = ({ explain }: Body): Record<string, string> =>
  Object.fromEntries(explain['mapping']['fields'].map((field: Body) => [field['field'], field['said_by']['level']]));

describe('of one account', () => {
  test('a field is added on the next call, for that account alone, and every standard field stays', async () => {
    const before = (await firstContact())['result'][0];
    assert.equal('territory' in before, false);
    await override(mapped(territory));
    const record = (await firstContact())['result'][0];
    assert.equal(record['territory'], record['remote_data']['Territory__c']);
    assert.equal(typeof record['territory'], 'string');
    assert.deepEqual(record, { ...before, territory: record['territory'] });
    for (const field of standardFields) assert.ok(Object.hasOwn(record, field), field);
    assert.equal('territory' in (await firstContact(other))['result'][0], false);
    assert.equal(
      'territory' in (await call(house, `/unified/crm/contacts/${record['id']}?integrated_account_id=${ours}`)).body,
      false,
      'only the method it was said for',
    );
  });

  test('explain says which level and revision said each field', async () => {
    const { version } = await override(mapped(territory));
    const answer = await firstContact(ours, '&explain=1');
    const fields: Body[] = answer['explain']['mapping']['fields'];
    assert.deepEqual(
      fields.find(({ field }) => field === 'territory'),
      {
        field: 'territory',
        from: ['response.Territory__c'],
        is_unsure: false,
        said_by: { level: 'account', revision: version, source: 'account override' },
      },
    );
    const { territory: said, ...others } = saidBy(answer);
    assert.equal(said, 'account');
    for (const field of ['id', 'first_name', 'updated_at', 'custom_fields']) assert.equal(others[field], 'base', field);
    assert.deepEqual([...new Set(Object.values(others))], ['base']);
    assert.deepEqual(
      answer['explain']['levels']['mapping'].map((origin: Body) => origin['level']),
      ['base', 'account'],
    );
    const { samples } = answer['explain']['mapping'];
    assert.equal(samples[0]['output']['territory'], samples[0]['input']['Territory__c']);
    const sent = answer['explain']['requests'][0];
    assert.equal(JSON.stringify(answer['explain']).includes('demo-salesforce-token'), false);
    assert.equal(sent['status'], 200);
    assert.equal('explain' in (await firstContact()), false, 'for that answer only');
  });

  test('an override that says a standard field wins over the base', async () => {
    await override(mapped('response.{"first_name": "Mx " & FirstName}'));
    const answer = await firstContact(ours, '&explain=1');
    const [record] = answer['result'];
    assert.equal(record['first_name'], `Mx ${record['remote_data']['FirstName']}`);
    assert.equal(saidBy(answer)['first_name'], 'account');
    assert.equal(saidBy(answer)['last_name'], 'base');
  });

  test('$replace leaves nothing of the levels below', async () => {
    await override(mapped({ $replace: 'response.{"id": Id, "territory": Territory__c}' }));
    const answer = await firstContact(ours, '&explain=1&truto_ignore_remote_data=1');
    assert.deepEqual(Object.keys(answer['result'][0]).sort(), ['id', 'territory']);
    assert.deepEqual(saidBy(answer), { id: 'account', territory: 'account' });
  });

  test('null takes a part of the override away again', async () => {
    await override(mapped(territory));
    await override(mapped('response.{"first_name": "Get " & FirstName}', 'get'));
    const merged = await override(mapped(null));
    assert.deepEqual(merged['unified_model_override'], {
      crm: { contacts: { get: { response_mapping: 'response.{"first_name": "Get " & FirstName}' } } },
    });
    assert.equal('territory' in (await firstContact())['result'][0], false);
  });

  test('the http layer too: a header added, and a base header removed by null', async () => {
    await override({ integration_override: { $replace: { headers: { 'x-tenant-of': 'northwind', accept: null } } } });
    await clearRequests(house, ours);
    const answer = await firstContact(ours, '&explain=1');
    const [request] = (await requestsTo(house, ours))['requests'];
    assert.equal(request['headers']['x-tenant-of'], 'northwind');
    assert.notEqual(request['headers']['accept'], 'application/json');
    assert.equal(answer['explain']['provenance']['integration.headers.x-tenant-of']['level'], 'account');
    assert.equal(answer['explain']['provenance']['integration.base_url']['level'], 'base');
    await clearRequests(house, ours);
    await firstContact(other);
    assert.equal('x-tenant-of' in (await requestsTo(house, ours))['requests'][0]['headers'], false);
  });

  test('meta shows the added field for that account alone', async () => {
    await override(mapped(territory));
    const properties = async (of: string): Promise<Body> =>
      (await call(house, `/unified/crm/contacts/meta/list?integrated_account_id=${of}`)).body['response_schema'][
        'properties'
      ];
    const own = await properties(ours);
    assert.ok('territory' in own && 'first_name' in own);
    assert.equal('territory' in (await properties(other)), false);
  });
});

describe('of the environment', () => {
  test('it is there for every account, the account still above it, until it is deleted', async () => {
    const row = await create(house, '/environment-unified-model-resource-method', {
      unified_model: 'crm',
      integration_name: 'salesforce',
      resource_name: 'contacts',
      method_name: 'list',
      config: { response_mapping: 'response.{"region": Territory__c, "department": "of the environment"}' },
    });
    const path = `/environment-unified-model-resource-method/${row['id']}`;
    await override(mapped('response.{"department": "of the account", "territory": Territory__c}'));
    const answer = await firstContact(ours, '&explain=1');
    const theirs = (await firstContact(other))['result'][0];
    const [record] = answer['result'];
    assert.equal(record['department'], 'of the account');
    assert.equal(theirs['department'], 'of the environment');
    assert.equal(theirs['region'], theirs['remote_data']['Territory__c']);
    assert.equal('territory' in theirs, false);
    assert.deepEqual(
      answer['explain']['levels']['mapping'].map((origin: Body) => origin['level']),
      ['base', 'environment', 'account'],
    );
    const { region, department, first_name, territory: added } = saidBy(answer);
    assert.deepEqual(
      { region, department, first_name, added },
      {
        region: 'environment',
        department: 'account',
        first_name: 'base',
        added: 'account',
      },
    );
    const changed = await change(house, path, { config: { response_mapping: 'response.{"region": "changed"}' } });
    assert.equal(changed.status, 200);
    assert.equal((await firstContact(other))['result'][0]['region'], 'changed');
    assert.equal((await call(house, path, { method: 'DELETE' })).status, 200);
    assert.equal('region' in (await firstContact(other))['result'][0], false);
  });

  test('an environment override of the http layer', async () => {
    const { result } = (await call(house, '/environment-integration')).body;
    const installed = result.find((one: Body) => one['integration']['name'] === 'salesforce');
    const path = `/environment-integration/${installed['id']}`;
    assert.equal((await change(house, path, { override: { headers: { 'x-of-environment': '1' } } })).status, 200);
    await clearRequests(house, ours);
    const explained = await firstContact(other, '&explain=1');
    assert.equal((await requestsTo(house, ours))['requests'][0]['headers']['x-of-environment'], '1');
    assert.equal(explained['explain']['provenance']['integration.headers.x-of-environment']['level'], 'environment');
    const switchedOff = await change(house, path, { override: { headers: null }, is_enabled: false });
    assert.equal(switchedOff.status, 200);
    const refused = await call(house, `/unified/crm/contacts?integrated_account_id=${other}`);
    assert.deepEqual([refused.status, refused.body['code']], [409, 'account.not_ready']);
    assert.equal((await change(house, path, { is_enabled: true })).status, 200);
    await firstContact(other);
  });
});

describe('refused', () => {
  const broken: readonly (readonly [what: string, changes: object, place: string])[] = [
    ['a syntax error', mapped('response.{"territory": '), 'crm.contacts.list.response_mapping'],
    ['a syntax error in $replace', mapped({ $replace: '(' }), 'crm.contacts.list.response_mapping'],
    [
      'an unknown key',
      { unified_model_override: { crm: { contacts: { list: { respones_mapping: 'response' } } } } },
      'crm.contacts.list.respones_mapping',
    ],
    ['an unknown function', mapped('$shout(response.FirstName)'), 'crm.contacts.list.response_mapping'],
    ['a name the field does not see', mapped('respnse.{"a": b}'), 'crm.contacts.list.response_mapping'],
    ['an unknown model', { unified_model_override: { crn: { contacts: { list: { response_mapping: '1' } } } } }, 'crn'],
    [
      'an unknown resource',
      { unified_model_override: { crm: { contact: { list: { response_mapping: '1' } } } } },
      'crm.contact',
    ],
    ['an unknown key of the http layer', { integration_override: { heders: { a: 'b' } } }, 'heders'],
    ['a wrong type', { integration_override: { base_url: 7 } }, 'base_url'],
    ['a placeholder that is none', { integration_override: { headers: { 'x-a': '{{1 + }}' } } }, 'headers.x-a'],
  ];
  for (const [what, changes, place] of broken) {
    test(`${what}, with its place, and nothing changes`, async () => {
      const read = (await call(house, account)).body;
      const { status, body } = await change(house, account, changes);
      assert.equal(status, 422, JSON.stringify(body));
      assert.equal(body['code'], 'config.invalid');
      const finding = body['details']['findings'].find((one: Body) => one['severity'] === 'error');
      assert.ok(finding['path'].startsWith(place), `${finding['path']} is not ${place}`);
      assert.ok(finding['line'] > 0 && finding['column'] > 0, JSON.stringify(finding));
      assert.equal(finding['file'], 'account override');
      assert.deepEqual((await call(house, account)).body, read);
      await firstContact();
    });
  }

  test('a change without the version that was read, and with an old one', async () => {
    const first = await call(house, account, { method: 'PATCH', body: mapped(territory) });
    assert.deepEqual([first.status, first.body['code']], [400, 'config.version_required']);
    const { version } = (await call(house, account)).body;
    await override(mapped(territory));
    const stale = await call(house, account, { method: 'PATCH', body: { ...mapped(null), version } });
    assert.deepEqual([stale.status, stale.body['code']], [409, 'config.version_conflict']);
    assert.equal(stale.body['details']['version'], version + 1);
    assert.equal(typeof (await firstContact())['result'][0]['territory'], 'string');
  });

  test('of two changes at once on one version one is taken', async () => {
    const { version } = (await call(house, account)).body;
    const answers = await Promise.all(
      ['one', 'two', 'three'].map((name) =>
        call(house, account, { method: 'PATCH', body: { ...mapped(`response.{"${name}": 1}`), version } }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
  });

  test('a secret in a refused override is not said back', async () => {
    const { body } = await change(house, account, {
      integration_override: { heders: { authorization: 'Bearer canary-of-a-refusal' } },
    });
    assert.equal(JSON.stringify(body).includes('canary-of-a-refusal'), false);
  });
});
