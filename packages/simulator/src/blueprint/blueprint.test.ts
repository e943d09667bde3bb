import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SluiceError } from '@sluice/engine';
import { inventEntry, startMs, type Changes } from '../fixtures/invented-provider.ts';
import { compileBlueprint } from './blueprint.ts';
import { compilePathPattern, pathOfUrl } from './path-pattern.ts';

const refused: readonly (readonly [what: string, changes: Changes])[] = [
  ['a route the integration does not have', { routes: { 'things.fly': {} } }],
  ['a collection that is not there', { routes: { 'things.list': { collection: 'others' } } }],
  ['an expression as response_path without an answer', { list: { response_path: 'data.{"a": b}' } }],
];
for (const [what, changes] of refused) {
  test(`refused when mounted: ${what}`, () => {
    assert.throws(
      () => compileBlueprint({ slug: 'invented', entry: inventEntry(changes), startMs }),
      (error) => error instanceof SluiceError && error.code === 'config.invalid',
    );
  });
}

test('paths of URLs, host templates taken off', () => {
  assert.equal(pathOfUrl('https://a.{{b}}.test/x/y?z=1'), '/x/y');
  assert.equal(pathOfUrl('https://{{host}}/x'), '/x');
  assert.equal(pathOfUrl('{{base}}/x'), '/x');
  assert.equal(pathOfUrl('https://a.test:8443'), '');
  assert.equal(pathOfUrl('/x/{{id}}'), '/x/{{id}}');
});

test('patterns match whole paths only, with or without a slash at the end', () => {
  const pattern = compilePathPattern('/a.b/{{id}}/c');
  assert.deepEqual(pattern.match('/a.b/x%20y/c/'), { id: 'x y' });
  assert.equal(pattern.match('/aXb/1/c'), null);
  assert.equal(pattern.match('/a.b/1/2/c'), null);
  assert.equal(pattern.match('/a.b/1/c/d'), null);
  assert.deepEqual(pattern.match('/a.b/%E0%A4%A/c'), { id: '%E0%A4%A' });
});
