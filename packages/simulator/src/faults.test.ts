import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SluiceError } from '@sluice/engine';
import type { Pagination } from './documents.ts';
import type { Fault } from './faults.ts';
import { allIds, idsOf, inventEntry, startTrial, type Trial } from './fixtures/invented-provider.ts';

const cursorPaged: Pagination = {
  format: 'cursor',
  config: { cursor_field: 'next', cursor_param: 'after', default_page_size: 5 },
};
const pagePaged: Pagination = {
  format: 'page',
  config: { page_param: 'page', default_page_size: 5, has_more_field: 'more' },
};
const keysetPaged: Pagination = {
  format: 'keyset',
  config: { key_field: 'id', key_param: 'since', default_page_size: 5 },
};

function trialWith(faults: readonly Fault[], pagination: Pagination = cursorPaged): Trial {
  const trial = startTrial(inventEntry({ pagination }));
  trial.simulator.control.setFaults('one', faults);
  return trial;
}

async function pagesByCursor(trial: Trial, most = 10): Promise<readonly unknown[][]> {
  const pages: unknown[][] = [];
  let query = '';
  while (pages.length < most) {
    const heard = await trial.ask('GET', '/things', { query });
    pages.push([...idsOf(heard)]);
    if (heard.json['next'] === undefined) break;
    query = `after=${heard.json['next']}`;
  }
  return pages;
}

for (const [kind, status] of [
  ['rate_limit', 429],
  ['unauthorized', 401],
  ['forbidden', 403],
  ['server_error', 500],
] as const) {
  test(`${kind} answers ${status}, in the provider's shape`, async () => {
    const plain = trialWith([{ route: '*', kind }]);
    assert.equal((await plain.ask('GET', '/things')).status, status);
    const name = kind === 'rate_limit' ? 'rate_limited' : kind;
    const own = startTrial(inventEntry({ simulation: { errors: { [name]: { status: 200, body: { ok: false } } } } }));
    own.simulator.control.setFaults('one', [{ route: '*', kind }]);
    const heard = await own.ask('GET', '/things');
    assert.deepEqual([heard.status, heard.json], [200, { ok: false }]);
  });
}

test('a storm without a limit of its own still says when to come back', async () => {
  const heard = await trialWith([{ route: '*', kind: 'rate_limit' }]).ask('GET', '/things');
  assert.equal(heard.headers['retry-after'], '1');
});

test('a fault strikes its route only, after some requests, some times', async () => {
  const trial = trialWith([{ route: 'things.list', kind: 'server_error', after: 1, times: 2 }]);
  const statuses = [];
  for (let count = 0; count < 4; count += 1) statuses.push((await trial.ask('GET', '/things')).status);
  assert.deepEqual(statuses, [200, 500, 500, 200]);
  const whole = trialWith([{ route: 'things.*', kind: 'server_error' }]);
  assert.equal((await whole.ask('GET', '/things/100')).status, 500);
});

test('slow, drip, disconnect and oversize are told to whoever carries the answer', async () => {
  const deliveryOf = async (fault: Fault) => (await trialWith([fault]).ask('GET', '/things')).delivery;
  assert.equal((await deliveryOf({ route: '*', kind: 'slow', ms: 50 })).delayMs, 50);
  assert.deepEqual((await deliveryOf({ route: '*', kind: 'drip', ms: 5, bytes: 10 })).drip, {
    pieceBytes: 10,
    everyMs: 5,
  });
  assert.equal((await deliveryOf({ route: '*', kind: 'disconnect' })).breaksAt, 0.5);
  assert.equal((await deliveryOf({ route: '*', kind: 'oversize', bytes: 1000 })).paddingBytes, 1000);
});

test('truncate cuts the JSON', async () => {
  const heard = await trialWith([{ route: '*', kind: 'truncate' }]).ask('GET', '/things');
  assert.equal(heard.status, 200);
  assert.equal(heard.json as unknown, heard.text, 'it must not parse');
});

test('html answers a page with 200', async () => {
  const heard = await trialWith([{ route: '*', kind: 'html' }]).ask('GET', '/things');
  assert.equal(heard.status, 200);
  assert.match(heard.headers['content-type'] ?? '', /^text\/html/);
});

test('drop_page: the listing lacks one page, by cursor, number and key', async () => {
  const lacking = allIds.filter((_, index) => index < 5 || index >= 10);
  assert.deepEqual((await pagesByCursor(trialWith([{ route: '*', kind: 'drop_page' }]))).flat(), lacking);
  const paged = trialWith([{ route: '*', kind: 'drop_page' }], pagePaged);
  const byNumber = [];
  for (let page = 1; page <= 4; page += 1)
    byNumber.push(...idsOf(await paged.ask('GET', '/things', { query: `page=${page}` })));
  assert.deepEqual(byNumber, lacking);
  const keyed = trialWith([{ route: '*', kind: 'drop_page' }], keysetPaged);
  const byKey: unknown[] = [];
  for (let page = 1; page <= 4; page += 1)
    byKey.push(
      ...idsOf(await keyed.ask('GET', '/things', { query: byKey.length === 0 ? '' : `since=${byKey.at(-1)}` })),
    );
  assert.deepEqual(byKey, lacking);
});

test('repeat_cursor: a cursor leads to itself; a numbered page repeats the first', async () => {
  const trial = trialWith([{ route: '*', kind: 'repeat_cursor' }]);
  const pages = await pagesByCursor(trial, 5);
  assert.equal(pages.length, 5);
  assert.deepEqual(pages[1], pages[4]);
  const paged = trialWith([{ route: '*', kind: 'repeat_cursor' }], pagePaged);
  const last = await paged.ask('GET', '/things', { query: 'page=5' });
  assert.deepEqual(idsOf(last), allIds.slice(0, 5));
  assert.equal(last.json['more'], true);
});

test('empty_page: no records, but a way on', async () => {
  const pages = await pagesByCursor(trialWith([{ route: '*', kind: 'empty_page', after: 1, times: 1 }]));
  assert.deepEqual(
    pages.map((page) => page.length),
    [5, 0, 5, 5, 3],
  );
});

test('change_type changes the field of every record, in lists and alone', async () => {
  const trial = trialWith([
    { route: '*', kind: 'change_type', field: 'name' },
    { route: '*', kind: 'change_type', field: 'id' },
  ]);
  const [first] = (await trial.ask('GET', '/things')).json.items!;
  assert.deepEqual([first!['id'], first!['name']], ['100', { value: 'Thing 0' }]);
  assert.equal(((await trial.ask('GET', '/things/101')).json['item'] as { id: unknown }).id, '101');
  trial.simulator.control.setFaults('one', []);
  assert.equal(idsOf(await trial.ask('GET', '/things'))[0], 100, 'what is stored stays as it was');
});

const wrong: readonly unknown[] = [
  { kind: 'slow' },
  [{ kind: 'hiccup' }],
  [{ route: 'nothing.list', kind: 'slow' }],
  [{ kind: 'change_type' }],
  [{ kind: 'slow', ms: -1 }],
  [{ kind: 'slow', until: 3 }],
  [null],
];
for (const faults of wrong) {
  test(`faults are refused: ${JSON.stringify(faults)}`, () => {
    const { control } = startTrial(inventEntry()).simulator;
    assert.throws(
      () => control.setFaults('one', faults),
      (error) => error instanceof SluiceError && error.code === 'request.invalid_body',
    );
  });
}
