import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawInteger } from './big-integer.ts';
import { encodeQuery, encodeQueryText, readQuery, type ArrayFormat } from './query.ts';

const cases: readonly (readonly [name: string, query: Record<string, unknown>, format: ArrayFormat, text: string])[] = [
  ['flat values', { a: 'x y', b: 1, c: true }, 'repeat', 'a=x%20y&b=1&c=true'],
  ['reserved signs', { q: "it's (a) * & = + #!~" }, 'repeat', 'q=it%27s%20%28a%29%20%2A%20%26%20%3D%20%2B%20%23%21~'],
  ['unicode', { q: 'Zoë 漢' }, 'repeat', 'q=Zo%C3%AB%20%E6%BC%A2'],
  ['undefined and null are left out', { a: undefined, b: null, c: '' }, 'repeat', 'c='],
  [
    'nested objects',
    { filter: { created: { gt: 5, lt: undefined } }, n: 1 },
    'repeat',
    'filter%5Bcreated%5D%5Bgt%5D=5&n=1',
  ],
  ['list: comma', { a: ['1', '2,3'] }, 'comma', 'a=1,2%2C3'],
  ['list: brackets', { a: [1, 2] }, 'brackets', 'a%5B%5D=1&a%5B%5D=2'],
  ['list: indices', { a: [1, 2] }, 'indices', 'a%5B0%5D=1&a%5B1%5D=2'],
  ['list: repeat', { a: [1, 2] }, 'repeat', 'a=1&a=2'],
  ['a list inside an object', { f: { id: [1, 2] } }, 'brackets', 'f%5Bid%5D%5B%5D=1&f%5Bid%5D%5B%5D=2'],
  [
    'lists of objects carry indices',
    { s: [{ by: 'a' }, { by: 'b' }] },
    'comma',
    's%5B0%5D%5Bby%5D=a&s%5B1%5D%5Bby%5D=b',
  ],
  ['nulls in a list', { a: [null, 1, undefined] }, 'comma', 'a=1'],
  ['nothing to write', { a: [], b: {}, c: null }, 'indices', ''],
  ['names are encoded', { 'a b&c': 1 }, 'repeat', 'a%20b%26c=1'],
  [
    'big integers',
    { id: rawInteger('12345678901234567890'), l: [rawInteger('98765432109876543210')] },
    'repeat',
    'id=12345678901234567890&l=98765432109876543210',
  ],
];

for (const [name, query, format, text] of cases) {
  test(`encodeQuery: ${name}`, () => assert.equal(encodeQuery(query, format), text));
}

test('encodeQueryText replaces half a surrogate pair instead of throwing', () => {
  assert.equal(encodeQueryText('a\ud800'), 'a%EF%BF%BD');
});

test('readQuery gives names and values in order, and survives bad encoding', () => {
  assert.deepEqual(readQuery('a=1&b%5Bc%5D=x+y&a=2&flag&bad=%zz'), [
    ['a', '1'],
    ['b[c]', 'x y'],
    ['a', '2'],
    ['flag', ''],
    ['bad', '%zz'],
  ]);
  assert.deepEqual(readQuery(''), []);
});
