import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import { publishedKeysOf } from './aliases/published.ts';
import { declarationOf } from './declaration.ts';
import { documents } from './documents.ts';
import { scopes } from './field.ts';

function eachSchema(visit: (schema: z.ZodType) => void): void {
  const seen = new Set<object>();
  const walk = (schema: z.ZodType): void => {
    if (seen.has(schema)) return;
    seen.add(schema);
    visit(schema);
    const { shape } = declarationOf(schema);
    if (shape.kind === 'object') shape.keys.forEach(walk);
    if (shape.kind === 'record') walk(shape.value);
    if (shape.kind === 'list') walk(shape.item);
    if (shape.kind === 'choice') shape.options.forEach(walk);
  };
  Object.values(documents).forEach(walk);
}

test("no other name of a key is itself a key of the same map, or another key's other name", () => {
  eachSchema((schema) => {
    const { shape } = declarationOf(schema);
    if (shape.kind !== 'object') return;
    const aliases = [...shape.keys.values()].flatMap((inner) => declarationOf(inner).meta.aliases ?? []);
    assert.equal(new Set(aliases).size, aliases.length, aliases.join());
    for (const alias of aliases) assert.ok(!shape.keys.has(alias), alias);
  });
});

test('no published key without a word of its own is a declared key', () => {
  eachSchema((schema) => {
    const { shape, identity } = declarationOf(schema);
    if (shape.kind === 'object')
      for (const key of Object.keys(publishedKeysOf(identity))) assert.ok(!shape.keys.has(key), key);
  });
});

test('every expression says what it sees', () => {
  let count = 0;
  eachSchema((schema) => {
    const { meta } = declarationOf(schema);
    if (meta.kind !== 'expression') return;
    count += 1;
    assert.ok(meta.sees !== undefined && meta.sees in scopes);
  });
  assert.ok(count > 20);
});
