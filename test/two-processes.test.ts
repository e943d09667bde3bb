/** Two servers on one database: what is changed through one is so at the other within a second, calls and cursors go to either. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { change, connect, create, eventually } from './support/admin.ts';
import { call, type Body } from './support/client.ts';
import { newDirectory, startHouse, type House } from './support/house.ts';
import { clearFaults, setFaults } from './support/simulator.ts';

const account = 'demo-salesforce';
const path = `/integrated-account/${account}`;
const contacts = `/unified/crm/contacts?integrated_account_id=${account}&limit=1`;
const shared = { SLUICE_MASTER_KEY: `k1:${randomBytes(32).toString('base64')}` };
const withinASecond = (what: string) => ({ limitMs: 1000, what });

/** Has the embedded database and the demo. */
let one: House;
/** Comes to the same database through DATABASE_URL. */
let two: House;
let urlOf: (database: string) => string;

before(async () => {
  one = await startHouse({ env: shared });
  const socket = join(await realpath(join(one.directory, 'postgres')), 'socket');
  urlOf = (database) => `postgres://sluice@localhost/${database}?host=${encodeURIComponent(socket)}`;
  const simulator = new URL(one.simulatorUrl).host;
  two = await startHouse({ env: { ...shared, DATABASE_URL: urlOf('postgres'), SLUICE_EGRESS_ALLOW: simulator } });
});
after(async () => {
  await two.stop();
  await one.stop();
  await two.remove();
  await one.remove();
});

const both = (): readonly (readonly [string, House, House])[] => [
  ['first', one, two],
  ['second', two, one],
];
const first = async (house: House, query = ''): Promise<Body> => {
  const { status, body } = await call(house, contacts + query);
  assert.equal(status, 200, JSON.stringify(body));
  return body['result'][0];
};
const mapped = (expression: string | null) => ({
  unified_model_override: { crm: { contacts: { list: { response_mapping: expression } } } },
});
const sql = async (database: string, text: string): Promise<pg.QueryResult> => {
  const client = new pg.Client({ connectionString: urlOf(database) });
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
};

describe('within a second', () => {
  test('an override written through one is seen at the other, both ways', async () => {
    for (const [name, here, there] of both()) {
      assert.equal('origin' in (await first(there)), false, 'the other has the account in its cache');
      assert.equal((await change(here, path, mapped(`response.{"origin": "${name}"}`))).status, 200);
      assert.equal((await first(here))['origin'], name, 'at once where it was written');
      const seen = async () => ((await first(there))['origin'] === name ? true : null);
      await eventually(seen, withinASecond('the override is seen'));
      assert.equal((await change(there, path, mapped(null))).status, 200);
      const gone = async () => ('origin' in (await first(here)) ? null : true);
      await eventually(gone, withinASecond('the override is gone'));
    }
  });

  test('a token made at one works at the other, and revoked at one is refused at the other', async () => {
    for (const [name, here, there] of both()) {
      const { id, token } = await create(here, '/api-token', { name, scopes: ['data'] });
      assert.equal((await call(there, contacts, { token })).status, 200, 'it was never asked about before');
      assert.equal((await call(here, `/api-token/${id}`, { method: 'DELETE' })).status, 200);
      const refused = async () => ((await call(there, contacts, { token })).status === 401 ? true : null);
      await eventually(refused, withinASecond('the token is refused'));
    }
  });

  test('a token that was refused works as soon as it is made', async () => {
    const token = 'x'.repeat(40);
    assert.equal((await call(two, contacts, { token })).status, 401);
    const made = await create(one, '/api-token', { name: 'later', scopes: ['data'] });
    assert.equal((await call(two, contacts, { token: made['token'] })).status, 200);
  });

  test('an account made, switched off, on and deleted', async () => {
    const id = await connect(one, {
      integration: 'salesforce',
      authentication_method: 'oauth2',
      context: {
        instance_url: `${one.simulatorUrl}/${account}`,
        oauth: { token: { access_token: 'demo-salesforce-token' } },
      },
    });
    const asked = contacts.replace(account, id);
    assert.equal((await call(two, asked)).status, 200, 'its sealed credentials open at the other');
    const { result } = (await call(one, '/environment-integration')).body;
    const installed = result.find((row: Body) => row['integration']['name'] === 'salesforce');
    const answers = (status: number) => async () => ((await call(two, asked)).status === status ? true : null);
    for (const [is_enabled, status] of [
      [false, 409],
      [true, 200],
    ] as const) {
      await change(one, `/environment-integration/${installed['id']}`, { is_enabled });
      await eventually(answers(status), withinASecond(`is_enabled ${is_enabled}`));
    }
    assert.equal((await call(one, `/integrated-account/${id}`, { method: 'DELETE' })).status, 200);
    await eventually(answers(404), withinASecond('the account is gone'));
  });

  test('the health of an account', async () => {
    await setFaults(one, account, [{ route: '*', kind: 'unauthorized' }]);
    assert.equal((await call(one, contacts)).status, 401);
    assert.equal((await call(two, path)).body['status'], 'needs_reauth');
    await clearFaults(one, account);
    const cured = async () => {
      await first(two);
      return (await call(one, path)).body['status'] === 'active' ? true : null;
    };
    await eventually(cured, withinASecond('a success at the other cures it'));
  });
});

test('a listing begun at one goes on at the other, page by page, to exactly its records', async () => {
  const list = `/unified/crm/contacts?integrated_account_id=demo-pipedrive&limit=200`;
  const ids: string[] = [];
  let cursor: string | null = null;
  let turn = 0;
  do {
    const paging: string = cursor === null ? '' : `&next_cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await call(turn++ % 2 === 0 ? one : two, list + paging);
    assert.equal(status, 200, JSON.stringify(body).slice(0, 300));
    ids.push(...body['result'].map((record: Body) => record['id']));
    cursor = body['next_cursor'];
  } while (cursor !== null);
  assert.ok(turn > 3);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(ids.length, 1200);
});

test('changes made at both at once: one wins, the other is told', async () => {
  const { version } = (await call(one, path)).body;
  const body = (name: string) => ({ ...mapped(`response.{"${name}": 1}`), version });
  const answers = await Promise.all([
    call(one, path, { method: 'PATCH', body: body('one') }),
    call(two, path, { method: 'PATCH', body: body('two') }),
  ]);
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409]);
  await change(one, path, mapped(null));
});

test('a lost connection for changes hides none: it is back, and nothing older is served meanwhile', async () => {
  await first(two);
  const { rowCount } = await sql(
    'postgres',
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sluice listener'",
  );
  assert.ok(rowCount! >= 2, `${rowCount} connections that listen`);
  assert.equal((await change(one, path, mapped('response.{"origin": "while deaf"}'))).status, 200);
  const seen = async () => ((await first(two))['origin'] === 'while deaf' ? true : null);
  await eventually(seen, withinASecond('the change made while deaf is seen'));
  await change(one, path, mapped('response.{"origin": "heard again"}'));
  const again = async () => ((await first(two))['origin'] === 'heard again' ? true : null);
  await eventually(again, withinASecond('later changes are heard'));
  await change(one, path, mapped(null));
});

test('two servers that start at the same moment on an empty database both come up', async () => {
  await sql('postgres', 'CREATE DATABASE fresh');
  const env = { ...shared, DATABASE_URL: urlOf('fresh') };
  const houses = await Promise.all([startHouse({ env }), startHouse({ env })]);
  try {
    const { rows } = await sql('fresh', 'SELECT name FROM integration ORDER BY name');
    const names: string[] = rows.map(({ name }: Body) => name);
    assert.equal(new Set(names).size, names.length, 'the catalog is there once');
    assert.ok(names.length >= 3);
  } finally {
    for (const house of houses) assert.equal(await house.stop(), 0, house.output());
    for (const house of houses) await house.remove();
  }
});

test('with another master key is refused in a sentence, not with broken accounts', async () => {
  const directory = await newDirectory();
  const env = { SLUICE_MASTER_KEY: `k2:${randomBytes(32).toString('base64')}`, DATABASE_URL: urlOf('postgres') };
  const stranger = await startHouse({ directory, env }).catch((error: Error) => error);
  if (stranger instanceof Error) assert.match(stranger.message, /vault\.cannot_open|master key/i);
  else {
    const answer = await call(stranger, contacts);
    assert.ok(answer.status === 401 || answer.body['code'] === 'vault.cannot_open', JSON.stringify(answer.body));
    await stranger.stop();
    await stranger.remove();
  }
});

test('without its database a server says so: not ready, every call 503, and still stops in order', async () => {
  assert.equal((await call(two, contacts)).status, 200);
  assert.equal(await one.stop(), 0);
  const lost = async () => {
    const { status, body } = await call(two, contacts);
    return status === 503 && body['code'] === 'store.unavailable' ? true : null;
  };
  await eventually(lost, { limitMs: 3000, what: 'calls are refused' });
  const ready = await call(two, '/health/ready', { token: null });
  assert.deepEqual([ready.status, ready.body['problem']], [503, 'store.unavailable']);
  assert.equal((await call(two, '/health/live', { token: null })).status, 200);
  assert.equal(await two.stop(), 0);
});
