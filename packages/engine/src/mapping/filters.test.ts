import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SluiceError } from '../terms/index.ts';
import { checkFilterValues } from './filter-values.ts';
import { checkFilters, honouredFilters, plainFilters } from './filters.ts';

const read = (...path: string[]) => ({ path, isUnsure: false });

test('filters are read off the expressions where none are declared', () => {
  const honoured = honouredFilters({
    declared: undefined,
    sorts: ['name'],
    reads: [read('query', 'updated_at', 'gt'), read('context', 'x')],
    modelled: ['email'],
  });
  assert.deepEqual(honoured, { names: ['sort_by.name', 'updated_at.gt'], modelled: ['email'] });
});

test('an expression that takes the query whole honours what the model declares', () => {
  assert.deepEqual(
    honouredFilters({ declared: undefined, sorts: undefined, reads: [read('query')], modelled: ['email'] }),
    { names: ['email'], modelled: ['email'] },
  );
});

test('every filter that would be ignored is refused, with what works', () => {
  const honoured = { names: ['owner', 'updated_at.gt'], modelled: ['owner.id', 'updated_at.gt'] };
  checkFilters({ limit: '5', next_cursor: 'x', updated_at: { gt: 'a' }, owner: { id: '1' } }, honoured, 'acme');
  assert.throws(
    () => checkFilters({ updated_at: { lt: 'a' }, email: 'b' }, honoured, 'acme'),
    (error) => {
      assert.ok(error instanceof SluiceError);
      assert.equal(error.code, 'filter.unsupported');
      assert.deepEqual(error.details, { found: ['updated_at.lt', 'email'], allowed: honoured.names });
      return true;
    },
  );
});

test('a plain value is the same filter as its eq form', () => {
  checkFilters({ email: { eq: 'a' } }, { names: ['email'], modelled: ['email'] }, 'acme');
  checkFilters({ email: 'a' }, { names: ['email.eq'], modelled: [] }, 'acme');
});

test('a field the mapping reads as one value takes no operator the model does not have', () => {
  const honoured = { names: ['email'], modelled: ['email'] };
  assert.throws(() => checkFilters({ email: { like: 'a' } }, honoured, 'acme'), { code: 'filter.unsupported' });
  assert.deepEqual(plainFilters({ email: { eq: 'a' }, limit: '1' }, honoured), { email: 'a', limit: '1' });
  const untouched = { email: 'a' };
  assert.equal(plainFilters(untouched, honoured), untouched);
});

test('values are checked against the field they filter by', () => {
  const schema = {
    properties: {
      updated_at: { type: ['string', 'null'], format: 'date-time' },
      amount: { type: ['number', 'null'] },
      is_active: { type: 'boolean' },
      email_addresses: { type: 'array' },
      owner: { anyOf: [{ $ref: '#/$defs/ref' }, { type: 'null' }] },
    },
  };
  const check = (query: Record<string, unknown>) => checkFilterValues(query, schema);
  check({
    updated_at: { gt: '2026-05-01T00:00:00.000Z', lt: '2026-05-02' },
    amount: { gt: '12.5' },
    is_active: 'true',
    owner: { id: '7' },
    unknown: 'x',
  });
  check({ email_addresses: ['a', 'b'], amount: { in: ['1', '2'] } });
  for (const query of [
    { updated_at: { gt: 'yesterday' } },
    { amount: 'many' },
    { is_active: 'yes' },
    { amount: ['1', '2'] },
    { updated_at: ['2026-05-01', '2026-05-02'] },
  ]) {
    assert.throws(() => check(query), { code: 'request.invalid_query' }, JSON.stringify(query));
  }
});
