/** One call through the whole house: the same model on every demo provider, read to the last record and written. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { call, walk, type Body } from './support/client.ts';
import { startHouse, type House } from './support/house.ts';
import { recordIds } from './support/simulator.ts';

let house: House;
before(async () => {
  house = await startHouse();
});
after(async () => {
  await house.stop();
  await house.remove();
});

const accounts = ['demo-hubspot', 'demo-salesforce', 'demo-pipedrive'];
const resources = ['contacts', 'accounts', 'opportunities', 'users'];

/** Unified resource -> the collection of `simulation.yaml` behind it. */
const collections: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'demo-hubspot': { contacts: 'contacts', accounts: 'companies', opportunities: 'deals', users: 'owners' },
  'demo-salesforce': { contacts: 'contacts', accounts: 'accounts', opportunities: 'opportunities', users: 'users' },
  'demo-pipedrive': { contacts: 'persons', accounts: 'organizations', opportunities: 'deals', users: 'users' },
};

const on = (resource: string, account: string) => `/unified/crm/${resource}?integrated_account_id=${account}`;

describe('lists', () => {
  for (const account of accounts) {
    for (const resource of resources) {
      test(`${resource} of ${account} paginate to exactly what the provider holds`, async () => {
        const records = await walk(house, on(resource, account));
        const ids = records.map((record): string => record['id']);
        assert.equal(new Set(ids).size, ids.length, 'no record comes twice');
        assert.ok(ids.every((id) => typeof id === 'string'));
        assert.deepEqual([...ids].sort(), (await idsHeld(account, resource)).sort());
      });
    }
  }

  test('an odd page size ends at the same records', async () => {
    const small = await walk(house, on('contacts', 'demo-pipedrive'), { limit: 37 });
    assert.equal(small.length, (await idsHeld('demo-pipedrive', 'contacts')).length);
  });

  test('every provider answers in one shape', async () => {
    const pages = await Promise.all(accounts.map((account) => call(house, `${on('contacts', account)}&limit=5`)));
    for (const { status, body } of pages) {
      assert.equal(status, 200);
      assert.deepEqual(Object.keys(body).sort(), ['next_cursor', 'prev_cursor', 'result', 'result_count']);
      for (const record of body['result']!) {
        assert.equal(typeof record['id'], 'string');
        assert.ok(Array.isArray(record['email_addresses']));
        assert.ok(Array.isArray(record['phone_numbers']));
        assert.equal(typeof record['remote_data'], 'object');
        assert.match(record['updated_at']!, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
      }
    }
  });

  test('the incremental filter gives only what changed since', async () => {
    for (const account of accounts) {
      const all = await walk(house, on('contacts', account));
      const times = all.map((record) => record['updated_at']!).sort();
      const since = times[Math.floor(times.length * 0.9)]!;
      const changed = await walk(house, `${on('contacts', account)}&updated_at[gt]=${encodeURIComponent(since)}`);
      assert.ok(changed.length > 0, account);
      assert.ok(
        changed.every((record) => record['updated_at']! > since),
        account,
      );
      assert.equal(changed.length, times.filter((time) => time > since).length, account);
    }
  });

  test('remote_data and fields are left out when asked', async () => {
    const { body } = await call(
      house,
      `${on('contacts', 'demo-hubspot')}&limit=3&truto_ignore_remote_data=1&exclude_fields=custom_fields,email_addresses`,
    );
    for (const record of body['result']!) {
      assert.equal(Object.hasOwn(record, 'remote_data'), false);
      assert.equal(Object.hasOwn(record, 'custom_fields'), false);
      assert.equal(Object.hasOwn(record, 'email_addresses'), false);
    }
  });

  test("the raw format gives the provider's records", async () => {
    const { body } = await call(house, `${on('contacts', 'demo-hubspot')}&limit=1&truto_response_format=raw`);
    assert.equal(typeof body['result']![0]!['properties'], 'object');
  });
});

describe('records', () => {
  for (const account of accounts) {
    test(`a contact is created, read, changed, found in the list and deleted on ${account}`, async () => {
      const created = await call(house, on('contacts', account), {
        body: {
          first_name: 'Zoë',
          last_name: `Testérova ${account}`,
          email_addresses: [{ email: 'zoe@northwind.example', is_primary: true }],
        },
      });
      assert.equal(created.status, 200, JSON.stringify(created.body));
      const id = created.body['id'];
      assert.equal(typeof id, 'string');

      const path = `/unified/crm/contacts/${id}?integrated_account_id=${account}`;
      const read = await call(house, path);
      assert.equal(read.body['last_name'], `Testérova ${account}`);
      assert.deepEqual(
        read.body['email_addresses']!.map((entry: Body) => entry['email']),
        ['zoe@northwind.example'],
      );

      const changed = await call(house, path, { method: 'PATCH', body: { first_name: 'Chloë' } });
      assert.equal(changed.status, 200, JSON.stringify(changed.body));
      const again = await call(house, path);
      assert.equal(again.body['first_name'], 'Chloë');
      assert.equal(again.body['last_name'], `Testérova ${account}`, 'what was not named stays');

      const listed = await walk(house, on('contacts', account));
      assert.ok(
        listed.some((record) => record['id'] === id),
        'the new record is in the list',
      );

      const removed = await call(house, path, { method: 'DELETE' });
      assert.equal(removed.status, 200);
      assert.equal(removed.body['id'], id);
      assert.ok([404, 410].includes((await call(house, path)).status), 'gone, as the provider says it');
    });
  }

  test('a field the provider cannot take is refused, not lost', async () => {
    const { status, body } = await call(house, on('contacts', 'demo-pipedrive'), {
      body: { last_name: 'Lost', job_title: 'Tester' },
    });
    assert.equal(status, 400);
    assert.equal(body['code'], 'body.unsupported_field');
    assert.deepEqual(body['details']['found'], ['job_title']);
  });

  test('remote_data of a write reaches the provider', async () => {
    const created = await call(house, on('contacts', 'demo-hubspot'), {
      body: { last_name: 'Remote', remote_data: { properties: { hs_lead_status: 'NEW' } } },
    });
    const path = `/proxy/contacts/${created.body['id']}?integrated_account_id=demo-hubspot&properties=hs_lead_status`;
    assert.equal((await call(house, path)).body['properties']['hs_lead_status'], 'NEW');
  });
});

/** Ids the simulator holds in the collection that the provider keeps such records in. */
async function idsHeld(account: string, resource: string): Promise<string[]> {
  return recordIds(house, account, collections[account]![resource]!);
}
