import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SluiceError } from '@sluice/engine';
import type { Stored } from '../state/seeds.ts';
import { applySelection, parseSelection, pickFields } from './selection.ts';

const records = [
  { id: 1, name: 'Ada', rank: 10, tags: ['a', 'b'], at: '2026-05-01T10:00:00Z', owner: { id: '7' } },
  { id: 2, name: 'bo_b', rank: 9, tags: [], at: '2026-05-01T12:00:00.000+0000', owner: { id: '8' } },
  { id: 3, name: null, rank: 9, at: '2026-05-01T13:00:00+02:00' },
  { id: 4, name: 'Zoë', rank: '100', at: 1777640400000 },
];
const all: readonly Stored[] = records.map((record, seq) => ({ seq, id: String(record.id), record }));

function listed(select: unknown): readonly number[] {
  const selection = parseSelection(select, { timeFields: ['at'], place: 'test' });
  return applySelection(all, selection).map((stored) => Number(stored.id));
}

const filters: readonly (readonly [name: string, where: unknown, ids: readonly number[]])[] = [
  ['eq', { field: 'name', op: 'eq', value: 'Ada' }, [1]],
  ['eq on one of a list', { field: 'tags', op: 'eq', value: 'b' }, [1]],
  ['eq null finds nulls and missing keys', { field: 'owner', op: 'eq', value: null }, [3, 4]],
  ['ne', { field: 'rank', op: 'ne', value: 9 }, [1, 4]],
  ['gt compares numbers as numbers, also in text', { field: 'rank', op: 'gt', value: '9' }, [1, 4]],
  ['lte', { field: 'rank', op: 'lte', value: 9 }, [2, 3]],
  ['in over a dotted path', { field: 'owner.id', op: 'in', value: ['8', '9'] }, [2]],
  ['not_in', { field: 'rank', op: 'not_in', value: [9, 10] }, [4]],
  ['like ignores case and takes % and _', { field: 'name', op: 'like', value: 'B%_b' }, [2]],
  ['contains', { field: 'name', op: 'contains', value: 'O' }, [2, 4]],
  ['starts_with', { field: 'name', op: 'starts_with', value: 'ad' }, [1]],
  ['exists', { field: 'owner.id', op: 'exists', value: true }, [1, 2]],
  ['not exists', { field: 'name', op: 'exists', value: false }, [3]],
  ['gte over times in four formats', { field: 'at', op: 'gte', value: '2026-05-01T11:00:00Z' }, [2, 3, 4]],
  ['gt over times is exclusive', { field: 'at', op: 'gt', value: '2026-05-01T11:00:00Z' }, [2, 4]],
  ['times against epoch seconds', { field: 'at', op: 'lt', value: 1777633200 }, [1]],
  [
    'any of several groups',
    {
      any: [
        [{ field: 'id', op: 'eq', value: 1 }],
        [
          { field: 'rank', op: 'eq', value: 9 },
          { field: 'id', op: 'gt', value: 2 },
        ],
      ],
    },
    [1, 3],
  ],
];
for (const [name, where, ids] of filters) {
  test(`where ${name}`, () => assert.deepEqual(listed({ where }), ids));
}

test('several conditions must all hold', () => {
  assert.deepEqual(
    listed({
      where: [
        { field: 'rank', op: 'eq', value: 9 },
        { field: 'id', op: 'lt', value: 3 },
      ],
    }),
    [2],
  );
});

test('order_by sorts by several fields, missing values last, equal ones as made', () => {
  assert.deepEqual(listed({ order_by: ['rank', '-id'] }), [3, 2, 1, 4]);
  assert.deepEqual(listed({ order_by: '-rank' }), [4, 1, 2, 3]);
  assert.deepEqual(listed({ order_by: 'name' }), [1, 4, 2, 3]);
});

test('limit cuts the listing as a whole', () => assert.deepEqual(listed({ limit: 2 }), [1, 2]));

test('no selection lists everything', () => assert.deepEqual(listed(undefined), [1, 2, 3, 4]));

test('an unknown op is refused instead of listing too much', () => {
  assert.throws(
    () => listed({ where: { field: 'id', op: 'near', value: 1 } }),
    (error) => error instanceof SluiceError && error.code === 'config.invalid',
  );
});

test('fields keep only what is asked for', () => {
  assert.deepEqual(pickFields(records[0]!, ['id', 'owner.id', 'nothing']), { id: 1, owner: { id: '7' } });
});
