import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageInput } from '../adapters/store/rows.ts';
import { listPage } from './listing.ts';

const cursors = {
  seal: (text: string) => `sealed ${text}`,
  open: (cursor: string) => (cursor.startsWith('sealed ') ? cursor.slice(7) : null),
};
const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));

/** Pages over `rows` the way the statements do. */
async function page({ edge, direction, limit }: PageInput) {
  if (direction === 'forward') return rows.filter(({ id }) => edge === null || id > edge).slice(0, limit);
  return rows.filter(({ id }) => id < edge!).slice(-limit);
}

const list = (query: Record<string, unknown>, environmentId = 'e1') =>
  listPage(cursors, {
    name: 'things',
    environmentId,
    query,
    filters: { kind: { column: 'kind' }, 'integration.name': { column: 'integration_name' } },
    page,
    show: (found) => found.map(({ id }) => id),
  });

test('pages lead forward to the end and back to the start', async () => {
  const first = await list({ limit: '2' });
  assert.deepEqual([first.result, first.prev_cursor], [['a', 'b'], null]);
  const second = await list({ limit: '2', next_cursor: first.next_cursor });
  assert.deepEqual(second.result, ['c', 'd']);
  const third = await list({ limit: '2', next_cursor: second.next_cursor });
  assert.deepEqual([third.result, third.next_cursor], [['e'], null]);
  const back = await list({ limit: '2', next_cursor: third.prev_cursor });
  assert.deepEqual(back.result, ['c', 'd']);
  const start = await list({ limit: '2', next_cursor: back.prev_cursor });
  assert.deepEqual([start.result, start.prev_cursor], [['a', 'b'], null]);
});

test('a cursor of other filters or another environment is foreign, a changed one invalid', async () => {
  const { next_cursor } = await list({ limit: '2' });
  await assert.rejects(list({ limit: '2', next_cursor, kind: 'x' }), { code: 'cursor.foreign' });
  await assert.rejects(list({ limit: '2', next_cursor }, 'e2'), { code: 'cursor.foreign' });
  await assert.rejects(list({ next_cursor: 'made up' }), { code: 'cursor.invalid' });
});

test('unknown parameters and limits that are none are refused', async () => {
  await assert.rejects(list({ colour: 'red' }), { code: 'request.invalid_query' });
  await assert.rejects(list({ limit: '0' }), { code: 'request.invalid_query' });
  await assert.rejects(list({ kind: ['a', 'b'] }), { code: 'request.invalid_query' });
  await assert.doesNotReject(list({ integration: { name: 'acme' } }));
});
