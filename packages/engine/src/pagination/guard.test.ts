/** The loop guard by itself: what it remembers, compares and lets pass. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SluiceError } from '../terms/index.ts';
import { placeOf } from './fixtures/walk.ts';
import { checkGuard, startGuard, type GuardState } from './guard.ts';
import { compilePagination, defaultMaxPages } from './pagination.ts';

const paginator = compilePagination({ format: 'cursor', config: { cursor_field: 'next' } }, placeOf);
const isLoop = (error: unknown) => error instanceof SluiceError && error.code === 'pagination.loop';
const step = (guard: GuardState, next: string | null, records: readonly unknown[], using = paginator) =>
  checkGuard(guard, { paginator: using, next: next === null ? null : { kind: 'cursor', cursor: next }, records });

test('remembers the last 16 positions and forgets older ones', () => {
  let guard = startGuard();
  for (let page = 0; page < 17; page += 1) guard = step(guard, `c${page}`, [page]);
  assert.equal(guard.seen.length, 16);
  assert.equal(guard.pages, 17);
  assert.ok(guard.seen.every((each) => each.length === 8));
  assert.throws(() => step(guard, 'c1', ['x']), isLoop);
  assert.doesNotThrow(() => step(guard, 'c0', ['x']));
});

test('compares a page with the last one that had records', () => {
  const one = step(startGuard(), 'a', [{ id: 1 }]);
  const empty = step(step(one, 'b', []), 'c', []);
  assert.throws(() => step(empty, 'd', [{ id: 1 }]), isLoop);
  assert.doesNotThrow(() => step(empty, 'd', [{ id: 2 }]));
  assert.throws(() => step(one, null, [{ id: 1 }]), isLoop);
});

test('equal rows may follow one another where the config says so', () => {
  const lenient = compilePagination(
    { format: 'cursor', config: { cursor_field: 'next', allow_repeated_pages: true } },
    placeOf,
  );
  assert.doesNotThrow(() => step(step(startGuard(), 'a', ['x'], lenient), 'b', ['x'], lenient));
});

test('looks at the first, the last and records between, however long', () => {
  const page = (change: (index: number) => string) =>
    Array.from({ length: 100 }, (_, index) => ({ note: 'n'.repeat(10_000), id: change(index) }));
  const guard = step(
    startGuard(),
    'a',
    page((index) => `${index}`),
  );
  assert.throws(
    () =>
      step(
        guard,
        'b',
        page((index) => `${index}`),
      ),
    isLoop,
  );
  for (const at of [0, 11, 55, 99]) {
    assert.doesNotThrow(
      () =>
        step(
          guard,
          'b',
          page((index) => (index === at ? 'other' : `${index}`)),
        ),
      `record ${at}`,
    );
  }
  assert.doesNotThrow(() => step(guard, 'b', page((index) => `${index}`).slice(0, 99)));
});

test('a single page costs no comparison', () => {
  assert.deepEqual(step(startGuard(), null, [{ id: 1 }]), { pages: 1, seen: [], page: null });
});

test('ends after max_pages pages, not before', () => {
  const short = compilePagination({ format: 'cursor', config: { cursor_field: 'next', max_pages: 2 } }, placeOf);
  const second = step(step(startGuard(), 'a', [1], short), 'b', [2], short);
  assert.throws(() => step(second, null, [3], short), isLoop);
  assert.equal(paginator.maxPages, defaultMaxPages);
});

test('big integers count in full', () => {
  const raw = (digits: string) => (JSON as unknown as { rawJSON(text: string): object }).rawJSON(digits);
  const guard = step(startGuard(), 'a', [{ id: raw('9007199254740993') }]);
  assert.doesNotThrow(() => step(guard, 'b', [{ id: raw('9007199254740995') }]));
});
