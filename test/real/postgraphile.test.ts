/** A real GraphQL API, connected by a folder alone: read and written as REST, in its own shape and in a unified one. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { join } from 'node:path';
import { call, walk, type Body } from '../support/client.ts';
import { root, startHouse, type House } from '../support/house.ts';
import { startDesk, type Desk } from './support/postgraphile.ts';

let desk: Desk;
let house: House;
let account: string;

before(async () => {
  desk = await startDesk();
  house = await startHouse({
    env: {
      SLUICE_CATALOG_DIRS: join(root, 'test/real/postgraphile'),
      SLUICE_EGRESS_ALLOW: new URL(desk.url).host,
    },
  });
  account = await connect(desk.key);
});
after(async () => {
  await house?.stop();
  await house?.remove();
  await desk?.stop();
});

async function connect(key: string): Promise<string> {
  const body = { tenant_id: 'northwind', integration: 'postgraphile', context: { url: desk.url, api_key: key } };
  const { status, body: made } = await call(house, '/integrated-account', { body });
  assert.equal(status, 201, JSON.stringify(made));
  return made['id'];
}

const unified = (rest = '', id = account) => `/unified/ticketing/tickets${path(rest, id)}`;
const proxy = (resource: string, rest = '', id = account) => `/proxy/${resource}${path(rest, id)}`;

/** `/5?limit=2` with the account's id put into the query. */
function path(rest: string, id: string): string {
  const [before = '', query] = rest.split('?');
  return `${before}?integrated_account_id=${id}${query === undefined ? '' : `&${query}`}`;
}

const idsHeld = async (where = 'true'): Promise<string[]> =>
  (await desk.rows<{ id: string }>(`select id::text from desk.ticket where ${where} order by id`)).map(({ id }) => id);

const idsOf = (records: readonly Body[], field = 'id'): string[] => records.map((record): string => record[field]);

describe('in its own shape', () => {
  test('a connection reads as a list of exactly the rows there are', async () => {
    for (const limit of [100, 7]) {
      const tickets = await walk(house, proxy('tickets'), { limit });
      assert.deepEqual(idsOf(tickets, 'rowId'), await idsHeld());
    }
    assert.equal((await walk(house, proxy('people'), { limit: 40 })).length, 40);
  });

  test('ids beyond 2^53 arrive and go back to the last digit', async () => {
    const [first] = await idsHeld();
    assert.equal(first, '9007199254740993');
    const { status, body } = await call(house, proxy('tickets', `/${first}`));
    assert.equal(status, 200);
    assert.equal(body['rowId'], first);
    assert.equal(body['subject'], 'Ticket 1');
  });

  test('POST, PATCH and DELETE are mutations', async () => {
    const made = await call(house, proxy('tickets'), { body: { subject: 'By proxy', priority: 3 } });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    const id: string = made.body['rowId'];
    const changed = await call(house, proxy('tickets', `/${id}`), { method: 'PATCH', body: { priority: null } });
    assert.equal(changed.body['priority'], null);
    assert.equal(changed.body['subject'], 'By proxy');
    assert.equal((await call(house, proxy('tickets', `/${id}`), { method: 'DELETE' })).status, 200);
    assert.deepEqual(await idsHeld(`id = ${id}`), []);
  });
});

describe('in the shape of the ticketing model', () => {
  test('a list is exactly the rows, every one in the model', async () => {
    const tickets = await walk(house, unified(), { limit: 50 });
    assert.deepEqual(idsOf(tickets), await idsHeld());
    const held = await desk.rows<{ subject: string; status: string }>(
      'select subject, status from desk.ticket order by id',
    );
    assert.deepEqual(
      tickets.map((ticket) => [ticket['name'], ticket['status_raw']]),
      held.map(({ subject, status }) => [subject, status]),
    );
    assert.ok(tickets.every((ticket) => ['open', 'pending', 'resolved'].includes(ticket['status'])));
    assert.ok(
      tickets.some((ticket) => ticket['contact'] === null) && tickets.some((ticket) => ticket['priority'] === null),
    );
    assert.equal(typeof tickets[0]!['remote_data']['rowId'], 'string');
  });

  test('what changed since is exactly what changed since', async () => {
    const moment = '2026-02-10T06:00:00Z';
    const changed = await walk(house, unified(`?updated_at[gt]=${moment}`), { limit: 20 });
    const held = await idsHeld(`updated_at > '${moment}'`);
    assert.ok(held.length > 20 && held.length < 337);
    assert.deepEqual(idsOf(changed).sort(), held);
    const newest = changed.at(-1)!;
    const [touched] = await desk.rows<{ id: string }>(
      'update desk.ticket set body = null where id = (select min(id) from desk.ticket) returning id::text',
    );
    const next = await walk(house, unified(`?updated_at[gt]=${newest['updated_at']}`));
    assert.deepEqual(idsOf(next), [touched!.id]);
  });

  test('one contact has exactly its own tickets', async () => {
    const contact = '9007199254740999';
    const tickets = await walk(house, unified(`?contact[id]=${contact}`), { limit: 3 });
    const held = await idsHeld(`requester_id = ${contact}`);
    assert.ok(held.length > 3);
    assert.deepEqual(idsOf(tickets), held);
  });

  test('a ticket is created, read, changed and deleted', async () => {
    const contact = { id: '9007199254740995', name: 'Person 3' };
    const body = {
      name: 'Žluťoučký "kůň" \\ 日本語',
      priority: 'urgent',
      status: 'pending',
      contact: { id: contact.id },
      due_date: '2027-01-31',
    };
    const made = await call(house, unified(), { body });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    const id: string = made.body['id'];
    const read = await call(house, unified(`/${id}`));
    assert.deepEqual(
      { ...read.body, remote_data: null, created_at: null, updated_at: null },
      {
        id,
        name: body.name,
        description: null,
        status: 'pending',
        status_raw: 'waiting',
        priority: 'urgent',
        priority_raw: '4',
        contact,
        due_date: '2027-01-31',
        created_at: null,
        updated_at: null,
        remote_data: null,
      },
    );
    const changed = await call(house, unified(`/${id}`), {
      method: 'PATCH',
      body: { status: 'resolved', contact: null },
    });
    assert.equal(changed.body['status'], 'resolved');
    assert.equal(changed.body['contact'], null);
    assert.equal(changed.body['priority'], 'urgent', 'what was not named stays');
    const removed = await call(house, unified(`/${id}`), { method: 'DELETE' });
    assert.deepEqual([removed.status, removed.body['id']], [200, id]);
    assert.deepEqual(await idsHeld(`id = ${id}`), []);
    assert.equal((await call(house, unified(`/${id}`))).status, 404);
  });
});

describe('failures', () => {
  const failed = ({ status, body }: Body): unknown[] => [status, body['code'], body['is_remote_error']];

  test('errors in a 200 answer are the documented error, in the words of the API', async () => {
    const { status, body } = await call(house, unified(), { body: { name: ' ' } });
    assert.deepEqual(failed({ status, body }), [422, 'provider.error', true]);
    assert.equal(body['remote']['status'], 200);
    assert.match(body['remote']['message'], /subject_is_said/);
  });

  test('what the API refuses before it runs is no other error', async () => {
    assert.deepEqual(failed(await call(house, proxy('tickets'), { body: { subject: 'x', priority: 'high' } })), [
      422,
      'provider.error',
      true,
    ]);
  });

  test('what is not there is a 404, however the API says it', async () => {
    for (const answer of [
      await call(house, proxy('tickets', '/5')),
      await call(house, unified('/5')),
      await call(house, unified('/5'), { method: 'PATCH', body: { name: 'x' } }),
      await call(house, unified('/5'), { method: 'DELETE' }),
    ]) {
      assert.deepEqual(failed(answer), [404, 'provider.error', true]);
    }
  });

  test('a cursor the API cannot read, a filter it does not have', async () => {
    assert.equal((await call(house, unified('?next_cursor=x'))).body['code'], 'cursor.invalid');
    assert.equal((await call(house, unified('?status=open'))).body['code'], 'filter.unsupported');
  });

  test('a wrong key needs the customer again', async () => {
    const stranger = await connect('another key');
    assert.equal((await call(house, unified('', stranger))).status, 401);
    const { body } = await call(house, `/integrated-account/${stranger}`);
    assert.equal(body['status'], 'needs_reauth');
  });
});
