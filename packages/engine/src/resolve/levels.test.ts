import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject, Level, LevelName } from '../terms/index.ts';
import { collectExpressions } from './expressions.ts';
import { mergeLevels, originOf } from './levels.ts';

const level = (name: LevelName, revision: number, document: JsonObject): Level<JsonObject> => ({
  level: name,
  revision,
  source: name,
  document,
});

test('objects deep-merge, arrays and scalars replace, null removes', () => {
  const { document } = mergeLevels([
    level('base', 1, { headers: { a: '1', b: '2' }, list: [1, 2], deep: { x: { y: 1, z: 2 } } }),
    level('environment', 2, { headers: { b: null, c: '3' }, list: [3] }),
    level('account', 3, { deep: { x: { y: 9 } } }),
  ]);
  assert.deepEqual(document, { headers: { a: '1', c: '3' }, list: [3], deep: { x: { y: 9, z: 2 } } });
});

test('every leaf knows the level and revision that said it', () => {
  const { provenance } = mergeLevels([
    level('base', 1, { base_url: 'a', deep: { x: 1, y: 2 } }),
    level('account', 7, { deep: { y: 3 } }),
  ]);
  assert.deepEqual(provenance['base_url'], { level: 'base', revision: 1, source: 'base' });
  assert.equal(provenance['deep.x']?.level, 'base');
  assert.deepEqual(provenance['deep.y'], { level: 'account', revision: 7, source: 'account' });
  assert.equal(originOf(provenance, 'deep')?.level, 'account');
  assert.equal(originOf(provenance, 'deep.y.inner')?.level, 'account');
  assert.equal(originOf(provenance, 'nothing'), null);
});

test('pagination set to null is kept, because it turns paging off', () => {
  const { document } = mergeLevels([
    level('base', 1, { pagination: { format: 'page' } }),
    level('account', 2, { pagination: null }),
  ]);
  assert.deepEqual(document, { pagination: null });
});

test('a document cannot reach the prototype', () => {
  const { document } = mergeLevels([level('base', 1, JSON.parse('{"__proto__": {"polluted": true}}') as JsonObject)]);
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  assert.equal((document as Record<string, unknown>)['polluted'], undefined);
});

test('merged documents are frozen through and through', () => {
  const { document } = mergeLevels([level('base', 1, { a: { b: [1] } })]);
  assert.throws(() => ((document['a'] as { b: number[] }).b[0] = 2), TypeError);
});

test('expressions add up over levels, $replace and null drop what is below', () => {
  const base = level('base', 1, { response_mapping: 'a' });
  const texts = (levels: Level<JsonObject>[]) => collectExpressions(levels, 'response_mapping').map(({ text }) => text);
  assert.deepEqual(texts([base, level('account', 2, { response_mapping: 'b' })]), ['a', 'b']);
  assert.deepEqual(
    texts([
      base,
      level('environment', 2, { response_mapping: { $replace: 'c' } }),
      level('account', 3, { response_mapping: 'b' }),
    ]),
    ['c', 'b'],
  );
  assert.deepEqual(texts([base, level('account', 2, { response_mapping: null })]), []);
});
