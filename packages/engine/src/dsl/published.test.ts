import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { applyAliases } from './aliases/apply.ts';
import { documents } from './documents.ts';
import { lintDocument } from './lint/document.ts';
import { lintOverride } from './lint/override.ts';
import { parseDocument } from './parse.ts';
import { readText } from './text.ts';
import { toValue } from './tree.ts';

interface Example {
  readonly name: string;
  readonly kind: 'integration' | 'mapping' | 'integration_override' | 'mapping_override';
  readonly given: string;
  readonly gives: unknown;
}

const examples = parse(
  readFileSync(new URL('./fixtures/published.yaml', import.meta.url), 'utf8'),
) as readonly Example[];

test('the fixture holds examples of every kind', () => {
  assert.deepEqual(
    new Set(examples.map(({ kind }) => kind)),
    new Set(['integration', 'mapping', 'integration_override', 'mapping_override']),
  );
});

for (const { name, kind, given, gives } of examples) {
  test(`published example: ${name}`, () => {
    if (kind === 'integration' || kind === 'mapping') {
      const parsed = parseDocument(kind, given, { file: 'example' });
      assert.deepEqual(parsed.findings, []);
      assert.deepEqual(parsed.document, gives);
      assert.deepEqual(lintDocument(kind, parsed, 'example'), []);
      return;
    }
    const { override, findings } = lintOverride(
      kind === 'integration_override' ? 'integration' : 'mapping',
      parse(given),
      { integration: null, mappings: {}, models: null, file: 'example' },
    );
    assert.deepEqual(findings, []);
    assert.deepEqual(override, gives);
  });

  test(`canonical form stays as it is: ${name}`, () => {
    if (kind === 'mapping_override') return;
    const { tree } = readText(JSON.stringify(gives), 'canonical');
    assert.ok(tree);
    const aliased = applyAliases(documents[kind === 'mapping' ? 'mapping' : 'integration'], tree, {
      file: 'canonical',
      isPartial: kind === 'integration_override',
    });
    assert.deepEqual(toValue(aliased.tree), gives);
    assert.deepEqual(aliased.findings, []);
  });
}
