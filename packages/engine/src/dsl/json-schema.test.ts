import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declarationOf } from './declaration.ts';
import { documents } from './documents.ts';
import { documentKinds, documentSchema } from './json-schema.ts';

interface Node {
  readonly properties?: Readonly<Record<string, Node & Readonly<Record<string, unknown>>>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
}

test('every document kind has a closed schema with the declared keys', () => {
  for (const kind of documentKinds) {
    const schema = documentSchema(kind) as Node & Readonly<Record<string, unknown>>;
    assert.equal(schema['$schema'], 'https://json-schema.org/draft/2020-12/schema');
    const { shape } = declarationOf(documents[kind]);
    if (shape.kind !== 'object') continue;
    assert.deepEqual(Object.keys(schema.properties ?? {}), [...shape.keys.keys()]);
    assert.equal(schema.additionalProperties, false);
  }
});

test('declarations are told in words an editor shows', () => {
  const properties = (documentSchema('integration') as Node).properties!;
  assert.match(String(properties['error_expression']?.['description']), /sees status, headers, data/);
  assert.match(String(properties['base_url']?.['description']), /placeholders/);
  assert.deepEqual(properties['name']?.['examples'], ['blue-desk']);
  assert.doesNotMatch(JSON.stringify(documentSchema('integration')), /"(sees|kind|aliases)":/);
});

test('secrets are marked as such', () => {
  assert.match(JSON.stringify(documentSchema('integration')), /"writeOnly":true/);
});
