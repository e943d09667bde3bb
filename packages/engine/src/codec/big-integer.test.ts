import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digitsOf, mayHoldBigInteger, parseKeepingBigIntegers, rawInteger, withoutBigIntegers } from './big-integer.ts';

const roundTrips = [
  '12345678901234567890',
  '{"id":9007199254740993}',
  '{"id":-9007199254740993,"n":1}',
  '[9007199254740993,1,"9007199254740993",{"deep":[18446744073709551615]}]',
];

for (const text of roundTrips) {
  test(`survives: ${text}`, () => {
    assert.equal(mayHoldBigInteger(text), true);
    const { value, hasBigIntegers } = parseKeepingBigIntegers(text);
    assert.equal(hasBigIntegers, true);
    assert.equal(JSON.stringify(value), text);
  });
}

test('finds a long number wherever it stands, after any white space', () => {
  for (let pad = 0; pad < 40; pad += 1) {
    assert.equal(mayHoldBigInteger(`{"a":"${'x'.repeat(pad)}","id":1234567890123456}`), true, `pad ${pad}`);
    assert.equal(mayHoldBigInteger(`{"a":"${'7'.repeat(pad)}","id":\n\t1234567890123456}`), true, `digits ${pad}`);
  }
});

const withoutLongNumbers = [
  '{"id":123456789012345}',
  '{"id":"12345678901234567890"}',
  '{"n":0.12345678901234567}',
  '{"at":1700000000000,"uuid":"01234567-89ab-cdef-0123-456789abcdef"}',
  '',
];

for (const text of withoutLongNumbers) {
  test(`costs nothing: ${text || 'empty'}`, () => assert.equal(mayHoldBigInteger(text), false));
}

test('the search is linear in long runs of digits', () => {
  assert.equal(mayHoldBigInteger(`{"a":"${'9'.repeat(4_000_000)}"}`), false);
});

test('safe integers of 16 digits and decimals stay numbers', () => {
  const { value, hasBigIntegers } = parseKeepingBigIntegers('[1234567890123456,1234567890123456.5,1e300]');
  assert.deepEqual(value, [1234567890123456, 1234567890123456.5, 1e300]);
  assert.equal(hasBigIntegers, false);
});

test('expressions see text, and untouched parts are shared', () => {
  const plain = { a: [1, { b: null }] };
  const input = { id: rawInteger('18446744073709551615'), plain, list: [rawInteger('9007199254740993')] };
  const view = withoutBigIntegers(input) as typeof input;
  assert.deepEqual(view, { id: '18446744073709551615', plain, list: ['9007199254740993'] });
  assert.equal(view.plain, plain);
  assert.equal(withoutBigIntegers(plain), plain);
  assert.equal(digitsOf(input.id), '18446744073709551615');
});

test('a key called __proto__ stays a key', () => {
  const { value } = parseKeepingBigIntegers('{"__proto__":{"id":9007199254740993}}');
  const view = withoutBigIntegers(value);
  assert.equal(JSON.stringify(view), '{"__proto__":{"id":"9007199254740993"}}');
  assert.equal(Object.getPrototypeOf(view), Object.prototype);
});
