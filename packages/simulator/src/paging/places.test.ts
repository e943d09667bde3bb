import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pagination } from '../documents.ts';
import { allIds, idsOf, inventEntry, startTrial, type Question } from '../fixtures/invented-provider.ts';

test('a list without pagination answers with everything', async () => {
  const heard = await startTrial(inventEntry()).ask('GET', '/things');
  assert.deepEqual(idsOf(heard), allIds);
});

const cursorPaged: Pagination = {
  format: 'cursor',
  config: {
    cursor_field: 'next',
    cursor_param: 'after',
    page_size_param: 'limit',
    default_page_size: 4,
    max_page_size: 10,
  },
};

test('a page size above the cap is lowered silently, none takes the default', async () => {
  const trial = startTrial(inventEntry({ pagination: cursorPaged }));
  assert.equal(idsOf(await trial.ask('GET', '/things', { query: 'limit=500' })).length, 10);
  assert.equal(idsOf(await trial.ask('GET', '/things')).length, 4);
  assert.equal(idsOf(await trial.ask('GET', '/things', { query: 'limit=many' })).length, 4);
});

test('a page size inside a header is found behind its prefix', async () => {
  const pagination: Pagination = {
    format: 'cursor',
    config: {
      cursor_field: 'next',
      page_size_param: 'Prefer',
      page_size_in: 'header',
      page_size_prefix: 'maxpagesize=',
    },
  };
  const trial = startTrial(inventEntry({ pagination }));
  assert.equal(
    idsOf(await trial.ask('GET', '/things', { headers: { prefer: 'respond-async, maxpagesize=7' } })).length,
    7,
  );
});

test('a cursor goes on after the record seen last, whatever was deleted or created meanwhile', async () => {
  const trial = startTrial(inventEntry({ pagination: cursorPaged }));
  const first = await trial.ask('GET', '/things');
  await trial.ask('DELETE', '/things/100');
  await trial.ask('POST', '/things', { body: { name: 'late' } });
  const second = await trial.ask('GET', '/things', { query: `after=${first.json['next']}` });
  assert.deepEqual(idsOf(second), [104, 105, 106, 107]);
});

const malformed: readonly { pagination: Pagination; question: Question }[] = [
  { pagination: cursorPaged, question: { query: 'after=nonsense' } },
  { pagination: { format: 'page', config: { page_param: 'page' } }, question: { query: 'page=0' } },
  { pagination: { format: 'offset', config: { offset_param: 'start' } }, question: { query: 'start=-3' } },
  { pagination: { format: 'range', config: {} }, question: { headers: { range: 'items=5-2' } } },
];
for (const { pagination, question } of malformed) {
  test(`${pagination.format}: a place that is none is the provider's bad request`, async () => {
    const entry = inventEntry({
      pagination,
      simulation: { errors: { bad_request: { status: 422, body: { reason: 'paging' } } } },
    });
    const heard = await startTrial(entry).ask('GET', '/things', question);
    assert.equal(heard.status, 422);
    assert.deepEqual(heard.json, { reason: 'paging' });
  });
}

test('beyond the end a page is empty', async () => {
  const trial = startTrial(inventEntry({ pagination: { format: 'range', config: {} } }));
  const heard = await trial.ask('GET', '/things', { headers: { range: 'items=50-60' } });
  assert.deepEqual(idsOf(heard), []);
  assert.equal(heard.headers['content-range'], 'items */23');
});

test('the previous page is told where the document has a place for it', async () => {
  const pagination: Pagination = {
    format: 'cursor',
    config: {
      cursor_field: 'next',
      prev_cursor_field: 'prev',
      cursor_param: 'after',
      prev_cursor_param: 'before',
      default_page_size: 4,
    },
  };
  const trial = startTrial(inventEntry({ pagination }));
  const first = await trial.ask('GET', '/things');
  assert.equal(first.json['prev'], undefined);
  const second = await trial.ask('GET', '/things', { query: `after=${first.json['next']}` });
  const back = await trial.ask('GET', '/things', { query: `before=${second.json['prev']}` });
  assert.deepEqual(idsOf(back), idsOf(first));
});

test('an answer of one record, and of none, keeps its list', async () => {
  const select = '{"where": {"field": "id", "op": "in", "value": [$number(query.id)]}}';
  const trial = startTrial(inventEntry({ routes: { 'things.list': { select, answer: '{"items": records}' } } }));
  assert.deepEqual(idsOf(await trial.ask('GET', '/things', { query: 'id=101' })), [101]);
  assert.deepEqual((await trial.ask('GET', '/things', { query: 'id=1' })).json, { items: [] });
});
