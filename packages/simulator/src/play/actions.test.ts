import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idsOf, inventEntry, startMs, startTrial } from '../fixtures/invented-provider.ts';

const isoNow = new Date(startMs).toISOString();

test('a created record gets id and times, is answered and is on the next list', async () => {
  const trial = startTrial(inventEntry());
  const created = await trial.ask('POST', '/things', { body: { name: 'New' } });
  assert.equal(created.status, 201);
  const record = { id: 123, name: 'New', created_at: isoNow, updated_at: isoNow };
  assert.deepEqual(created.json, { item: record });
  assert.deepEqual((await trial.ask('GET', '/things/123')).json, { item: record });
  assert.equal(idsOf(await trial.ask('GET', '/things')).at(-1), 123);
});

test('new_id says the id, running on from the seeds', async () => {
  const trial = startTrial(inventEntry({ collection: { new_id: '"T-" & n' } }));
  const ids = [];
  for (let count = 0; count < 2; count += 1)
    ids.push(((await trial.ask('POST', '/things', { body: {} })).json['item'] as { id: string }).id);
  assert.deepEqual(ids, ['T-23', 'T-24']);
});

test('update merges, keeps the id and sets the change time only', async () => {
  const trial = startTrial(inventEntry());
  const before = (await trial.ask('GET', '/things/105')).json['item'] as Record<string, unknown>;
  trial.time.nowMs += 60_000;
  const after = await trial.ask('PATCH', '/things/105', { body: { id: 999, rank: null, more: { a: 1 } } });
  assert.equal(after.status, 200);
  assert.deepEqual(after.json['item'], {
    ...before,
    rank: null,
    more: { a: 1 },
    updated_at: new Date(startMs + 60_000).toISOString(),
  });
});

test('replace keeps id and creation time only', async () => {
  const trial = startTrial(inventEntry());
  const before = (await trial.ask('GET', '/things/105')).json['item'] as Record<string, unknown>;
  const after = await trial.ask('PUT', '/things/105', { body: { name: 'Other' } });
  assert.deepEqual(after.json['item'], {
    id: 105,
    created_at: before['created_at'],
    updated_at: isoNow,
    name: 'Other',
  });
});

test('a deleted record is gone from get and list', async () => {
  const trial = startTrial(inventEntry({ simulation: { errors: { gone: { status: 410, body: { gone: true } } } } }));
  const deleted = await trial.ask('DELETE', '/things/100');
  assert.equal(deleted.status, 204);
  assert.equal(deleted.text, '');
  assert.equal((await trial.ask('GET', '/things/100')).status, 410);
  assert.equal(idsOf(await trial.ask('GET', '/things'))[0], 101);
});

for (const [verb, body] of [
  ['GET', undefined],
  ['PATCH', {}],
  ['PUT', {}],
  ['DELETE', undefined],
] as const) {
  test(`${verb} of an unknown id is the provider's not found`, async () => {
    const entry = inventEntry({
      simulation: { errors: { not_found: { status: 404, headers: { 'X-Why': 'missing' }, text: 'No such thing' } } },
    });
    const heard = await startTrial(entry).ask(verb, '/things/unknown', body === undefined ? {} : { body });
    assert.equal(heard.status, 404);
    assert.equal(heard.text, 'No such thing');
    assert.equal(heard.headers['x-why'], 'missing');
    assert.match(heard.headers['content-type'] ?? '', /^text\/plain/);
  });
}

test("accept, require, show, answer, status and headers are the route's own words", async () => {
  const entry = inventEntry({
    routes: {
      'things.create': {
        accept: '{"name": body.thing.title}',
        require: '$exists(body.thing.title) ? null : {"status": 422, "body": {"lacks": "title"}}',
        show: '{"key": record.id, "title": record.name}',
        answer: '{"thing": record, "url": mount.url & "/t"}',
        status: 202,
        headers: { 'X-Kind': 'thing' },
      },
    },
  });
  const trial = startTrial(entry);
  const refused = await trial.ask('POST', '/things', { body: { thing: {} } });
  assert.equal(refused.status, 422);
  assert.deepEqual(refused.json, { lacks: 'title' });
  const created = await trial.ask('POST', '/things', { body: { thing: { title: 'New' } } });
  assert.equal(created.status, 202);
  assert.equal(created.headers['x-kind'], 'thing');
  assert.deepEqual(created.json, { thing: { key: 123, title: 'New' }, url: 'http://127.0.0.1:4401/one/t' });
  assert.equal(((await trial.ask('GET', '/things/123')).json['item'] as { name: string }).name, 'New');
});

test('a write that is no JSON or no object is a bad request and changes nothing', async () => {
  const trial = startTrial(inventEntry());
  for (const body of ['{"name":', '[1]']) assert.equal((await trial.ask('POST', '/things', { body })).status, 400);
  assert.deepEqual(await trial.simulator.control.counts('one'), { things: 23 });
});

test('forms are read like bodies', async () => {
  const trial = startTrial(inventEntry());
  const created = await trial.ask('POST', '/things', {
    body: 'name=A+b&tags[]=x&tags[]=y',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const item = created.json['item'] as Record<string, unknown>;
  assert.deepEqual([item['name'], item['tags']], ['A b', ['x', 'y']]);
});

test('mounts share seeds but not changes', async () => {
  const trial = startTrial(inventEntry());
  trial.simulator.mount({
    name: 'two',
    integration: 'invented',
    credentials: { oauth: { token: { access_token: 'x' } } },
    seedCounts: { things: 3 },
  });
  await trial.ask('DELETE', '/things/100');
  await trial.ask('PATCH', '/things/101', { body: { name: 'Changed' } });
  assert.deepEqual(await trial.simulator.control.ids('two', 'things'), ['100', '101', '102']);
});

test('awkward seeds: values set, merged and taken out, the same every time', async () => {
  const entry = inventEntry({
    collection: {
      awkward: [
        { at: [0], set: { name: null, 'deep.list': [] }, remove: ['rank'] },
        { every: 10, set_expression: '{"deep": {"n": n, "was": record.name}}' },
      ],
    },
  });
  const item = async (id: number) =>
    (await startTrial(entry).ask('GET', `/things/${id}`)).json['item'] as Record<string, unknown>;
  const first = await item(100);
  assert.equal(first['name'], null);
  assert.ok(!('rank' in first));
  assert.deepEqual(first['deep'], { list: [], n: 0, was: null });
  assert.deepEqual((await item(110))['deep'], { n: 10, was: 'Thing 10' });
  assert.ok(!('deep' in (await item(101))));
});
