import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documents, type DocumentKind } from '../documents.ts';
import { placeNotes } from '../note.ts';
import { parseDocument } from '../parse.ts';
import { lintExpressions } from './expressions.ts';

function lint(kind: DocumentKind, text: string) {
  const { tree, findings } = parseDocument(kind, text, { file: 'x' });
  assert.deepEqual(findings, []);
  const notes = lintExpressions({ schema: documents[kind], tree: tree!, file: 'x' });
  return placeNotes(notes, { tree: tree!, file: 'x' }).map(({ severity, line, path, hint }) => ({
    severity,
    line,
    path,
    hint,
  }));
}

const mapping = (field: string) => `resources:\n  contacts:\n    list:\n      ${field}\n`;
const at = 'resources.contacts.list';

test('an expression sees only what its field lets it see', () => {
  assert.deepEqual(lint('mapping', mapping("query_mapping: \"{'a': query.a, 'b': respons.b}\"")), [
    { severity: 'error', line: 4, path: `${at}.query_mapping`, hint: null },
  ]);
  assert.deepEqual(lint('mapping', mapping('response_mapping: "{\'a\': respons.b}"')), [
    { severity: 'error', line: 4, path: `${at}.response_mapping`, hint: 'did you mean "response"?' },
  ]);
  assert.deepEqual(lint('mapping', mapping('response_mapping: "response.{\'a\': anything.b}"')), []);
});

test('a fault in a block of text is found on its own line', () => {
  const text = mapping('response_mapping: |\n        response.{\n          "a": b,\n          "c": )\n        }');
  assert.deepEqual(lint('mapping', text), [{ severity: 'error', line: 7, path: `${at}.response_mapping`, hint: null }]);
});

test('functions that are neither known nor defined', () => {
  const hint = 'docs/reference/functions.md lists the functions';
  assert.deepEqual(lint('mapping', mapping('response_mapping: "$strng(response.id)"')), [
    { severity: 'error', line: 4, path: `${at}.response_mapping`, hint },
  ]);
  assert.deepEqual(lint('mapping', mapping('response_mapping: "($f := function($x) { $x }; $f(response.id))"')), []);
  assert.deepEqual(lint('mapping', mapping('response_mapping: "$mapValues(response.a, {})"')), []);
});

test('dangerous regular expressions are refused, in expressions and in patterns', () => {
  assert.deepEqual(
    lint('mapping', mapping('response_mapping: "$match(response.a, /(a+)+$/)"')).map(({ path }) => path),
    [`${at}.response_mapping`],
  );
  const integration = 'base_url: https://x.test\nrate_limit: { limit: { header: X, pattern: "(a+)+$" } }\n';
  assert.deepEqual(
    lint('integration', integration).map(({ path }) => path),
    ['rate_limit.limit.pattern'],
  );
});

test('templates are checked for their grammar', () => {
  const text = (path: string) => `base_url: https://x.test\nresources: { a: { list: { path: "${path}" } } }\n`;
  assert.deepEqual(lint('integration', text('/a/{{query.x?:1:int}}')), []);
  assert.deepEqual(
    lint('integration', text('/a/{{query.x:integer}}')).map(({ line, path }) => [line, path]),
    [[2, 'resources.a.list.path']],
  );
});

test('braces that are no placeholder are an error, at the text that holds them', () => {
  const text =
    'base_url: https://x.test\nresources:\n  a:\n    list:\n      body:\n        ok: "{{a}}"\n        sum: "{{a + b}}"\n        open: "{{a"\n';
  assert.deepEqual(
    lint('integration', text).map(({ severity, line, path }) => [severity, line, path]),
    [
      ['error', 7, 'resources.a.list.body.sum'],
      ['error', 8, 'resources.a.list.body.open'],
    ],
  );
});

test('a response_path that is no plain path is JSONata', () => {
  const text = (path: string) => `base_url: https://x.test\nresources:\n  a:\n    list: { response_path: '${path}' }\n`;
  for (const path of ['data.items', 'data.0.x', 'a["odd key"].b', '$.data[active]'])
    assert.deepEqual(lint('integration', text(path)), []);
  assert.deepEqual(
    lint('integration', text('data[')).map(({ line, path }) => [line, path]),
    [[4, 'resources.a.list.response_path']],
  );
});

test('expressions in steps, routes, side loads and $replace are checked too', () => {
  const fields = [
    'before: [{ type: transform, run_if: "(", config: { expression: ")" } }]',
    'resource: { expression: "nope", resources: [] }',
    'side_load: { x: { resource: a, method: b, query_expression: "nope" } }',
    'error_mapping: { $replace: "response" }',
  ];
  assert.deepEqual(
    lint('mapping', mapping(fields.join('\n      '))).map(({ path }) => path),
    [
      `${at}.before.0.run_if`,
      `${at}.before.0.config.expression`,
      `${at}.resource.expression`,
      `${at}.side_load.x.query_expression`,
      `${at}.error_mapping.$replace`,
    ],
  );
});
