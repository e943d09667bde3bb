import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Fault } from './faults.ts';
import { allIds, inventEntry, startTrial, token } from './fixtures/invented-provider.ts';
import { listen, type Listening } from './listen.ts';

const { simulator } = startTrial(inventEntry());
let listening: Listening;
before(async () => {
  listening = await listen(simulator, { port: 0 });
});
after(() => listening.close());

async function ask(fault?: Fault): Promise<Response> {
  simulator.control.setFaults('one', fault === undefined ? [] : [fault]);
  return fetch(`${listening.origin}/one/api/v1/things`, { headers: { authorization: `Bearer ${token}` } });
}

test('answers over HTTP, with the length told', async () => {
  const response = await ask();
  assert.equal(response.status, 200);
  const text = await response.text();
  assert.equal(Number(response.headers.get('content-length')), Buffer.byteLength(text));
  assert.deepEqual(
    (JSON.parse(text) as { items: { id: number }[] }).items.map(({ id }) => id),
    allIds,
  );
});

test('bodies arrive, and an empty answer is empty', async () => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  simulator.control.setFaults('one', []);
  const created = await fetch(`${listening.origin}/one/api/v1/things`, {
    method: 'POST',
    headers,
    body: '{"name":"New"}',
  });
  assert.equal(created.status, 201);
  const deleted = await fetch(`${listening.origin}/one/api/v1/things/123`, { method: 'DELETE', headers });
  assert.deepEqual([deleted.status, await deleted.text()], [204, '']);
});

test('drip brings everything, in pieces', async () => {
  const response = await ask({ route: '*', kind: 'drip', ms: 1, bytes: 500 });
  assert.equal(((await response.json()) as { items: unknown[] }).items.length, allIds.length);
});

test('truncate is whole as HTTP and cut as JSON', async () => {
  const response = await ask({ route: '*', kind: 'truncate' });
  await assert.rejects(response.json(), SyntaxError);
});

test('disconnect cuts the line inside the body', async () => {
  const response = await ask({ route: '*', kind: 'disconnect' });
  assert.equal(response.status, 200);
  await assert.rejects(response.text(), TypeError);
});

test('oversize goes on after the body', async () => {
  const plain = (await (await ask()).text()).length;
  assert.equal((await (await ask({ route: '*', kind: 'oversize', bytes: 200_000 })).text()).length, plain + 200_000);
});

test('slow waits before it answers', async () => {
  const startedMs = performance.now();
  await (await ask({ route: '*', kind: 'slow', ms: 40 })).text();
  assert.ok(performance.now() - startedMs >= 35);
});

test('the control API is served here', async () => {
  const response = await fetch(`${listening.origin}/_control/mounts/one/records`);
  assert.deepEqual(await response.json(), { things: 23 });
});

test('a port in use is told', async () => {
  await assert.rejects(listen(simulator, { port: listening.port }), { code: 'EADDRINUSE' });
});
