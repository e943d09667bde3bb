import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileCoercer, type Misfit } from './coerce.ts';

const schema = {
  type: 'object',
  $defs: {
    email: { type: 'object', properties: { email: { type: 'string' }, is_primary: { type: ['boolean', 'null'] } } },
  },
  properties: {
    id: { type: 'string' },
    amount: { type: ['number', 'null'] },
    count: { type: ['integer', 'null'] },
    is_active: { type: ['boolean', 'null'] },
    status: { type: ['string', 'null'], enum: ['open', 'won', null] },
    emails: { type: 'array', items: { $ref: '#/$defs/email' } },
    owner: { anyOf: [{ $ref: '#/$defs/email' }, { type: 'null' }] },
  },
};

function fit(value: unknown): { value: unknown; misfits: Misfit[] } {
  const misfits: Misfit[] = [];
  return { value: compileCoercer(schema)(value, '', misfits), misfits };
}

test('what fits is given back untouched, not copied', () => {
  const record = { id: 'a', amount: 1.5, emails: [{ email: 'x' }] };
  assert.equal(fit(record).value, record);
});

test('lossless changes are made and the input is not written', () => {
  const record = {
    id: 42,
    amount: '12.50',
    count: '7',
    is_active: 'true',
    emails: { email: 'x', is_primary: 'false' },
  };
  const copy = structuredClone(record);
  assert.deepEqual(fit(record), {
    value: { id: '42', amount: 12.5, count: 7, is_active: true, emails: [{ email: 'x', is_primary: false }] },
    misfits: [],
  });
  assert.deepEqual(record, copy);
});

test('what would lose something stays and is reported by path and type', () => {
  const { value, misfits } = fit({ count: 'many', amount: '12345678901234567890', status: 'lost', id: { deep: 1 } });
  assert.deepEqual(value, { count: 'many', amount: '12345678901234567890', status: 'lost', id: { deep: 1 } });
  assert.deepEqual(misfits.map(({ path }) => path).sort(), ['amount', 'count', 'id', 'status']);
});

test('null and absent stay apart', () => {
  assert.deepEqual(fit({ amount: null, owner: null }).value, { amount: null, owner: null });
  assert.deepEqual(fit({}).value, {});
});
