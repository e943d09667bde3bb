import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DocumentKind } from './documents.ts';
import { parseDocument, parseValue } from './parse.ts';

const findingsOf = (kind: DocumentKind, text: string) => parseDocument(kind, text, { file: 'x.yaml' }).findings;
const placesOf = (kind: DocumentKind, text: string) =>
  findingsOf(kind, text).map(({ line, column, path, hint }) => ({ line, column, path, hint }));

test('an unknown key is an error at the key, with the nearest allowed one', () => {
  assert.deepEqual(placesOf('integration', 'base_url: https://x.test\nresorces: {}\n'), [
    { line: 2, column: 1, path: 'resorces', hint: 'did you mean "resources"?' },
  ]);
});

test('unknown keys deep inside are suggested from the option in use', () => {
  const text =
    'base_url: https://x.test\npagination:\n  format: cursor\n  config:\n    cursor_field: a\n    page_size_parm: limit\n';
  assert.deepEqual(placesOf('integration', text), [
    { line: 6, column: 5, path: 'pagination.config.page_size_parm', hint: 'did you mean "page_size_param"?' },
  ]);
});

test('a word that is not allowed names the allowed ones', () => {
  const [finding, ...others] = findingsOf(
    'integration',
    'base_url: https://x.test\npagination: { format: cursr, config: {} }\n',
  );
  assert.equal(others.length, 0);
  assert.equal(finding?.path, 'pagination.format');
  assert.equal(finding?.hint, 'did you mean "cursor"?');
  assert.match(
    finding?.message ?? '',
    /is "cursr"; allowed: cursor, page, offset, link_header, keyset, range, dynamic/,
  );
});

test('a missing key is reported at the map that lacks it', () => {
  assert.deepEqual(placesOf('integration', 'label: X\n'), [
    { line: 1, column: 1, path: 'base_url', hint: 'give it a text' },
  ]);
  const [finding] = findingsOf('integration', 'base_url: https://x.test\nauthorization:\n  - config: {}\n');
  assert.deepEqual([finding?.line, finding?.path], [3, 'authorization.0.format']);
  assert.match(finding?.message ?? '', /missing; allowed: bearer, header/);
});

test('a value of another kind says what was found and what is allowed', () => {
  const [finding] = findingsOf('integration', 'base_url: 3\n');
  assert.equal(finding?.message, 'is 3; allowed: a text');
  const [tooSmall] = findingsOf(
    'integration',
    'base_url: https://x.test\nresources: { a: { list: { timeout_ms: 0 } } }\n',
  );
  assert.equal(tooSmall?.message, 'is 0; the least allowed is 0 (not itself)');
});

test('in a union the option the value was written for speaks', () => {
  const text = 'resources: { contacts: { list: { resource: { expression: "1", resorces: [] } } } }\n';
  const paths = findingsOf('mapping', text).map(({ path }) => path);
  assert.deepEqual(paths.sort(), [
    'resources.contacts.list.resource.resorces',
    'resources.contacts.list.resource.resources',
  ]);
  const [finding] = findingsOf('mapping', 'resources: { contacts: { list: { resource: 4 } } }\n');
  assert.equal(finding?.message, 'is 4; allowed: a text or a map');
});

test('secret values never stand in a message', () => {
  const text =
    'base_url: https://x.test\ncredentials: { oauth2: { format: oauth2, config: { client_secret: 987654 } } }\n';
  const [finding] = findingsOf('integration', text);
  assert.equal(finding?.path, 'credentials.oauth2.config.client_secret');
  assert.doesNotMatch(JSON.stringify(finding), /987654/);
});

test('findings of aliased keys stand where the alias stands', () => {
  const text = 'base_url: https://x.test\npagination:\n  type: cursor\n  cursor_path: a\n  limit_key: 5\n';
  assert.deepEqual(placesOf('integration', text), [
    { line: 5, column: 3, path: 'pagination.config.page_size_param', hint: null },
  ]);
});

test('a document with a warning only is accepted', () => {
  const { document, findings } = parseDocument('integration', 'base_url: https://x.test\nis_beta: true\n', {
    file: 'x.yaml',
  });
  assert.deepEqual(document, { base_url: 'https://x.test' });
  assert.deepEqual(
    findings.map(({ severity, path }) => [severity, path]),
    [['warning', 'is_beta']],
  );
});

test('JSON values are parsed with the positions of their printed form', () => {
  const { document, findings } = parseValue('integration', { base_url: 'https://x.test', lable: 'X' }, { file: 'api' });
  assert.equal(document, null);
  assert.deepEqual([findings[0]?.line, findings[0]?.column, findings[0]?.path], [3, 3, 'lable']);
  assert.equal(parseValue('integration', undefined, { file: 'api' }).document, null);
});

test('models, shared types, simulations and cases parse', () => {
  const model = parseDocument('model', 'description: A person.\nschema: { type: object }\nmethods: [list, get]\n', {
    file: 'm',
  });
  assert.deepEqual(model.document?.methods, { list: {}, get: {} });
  assert.deepEqual(parseDocument('types', 'email: { type: string }\n', { file: 't' }).document, {
    email: { type: 'string' },
  });
  assert.deepEqual(parseDocument('simulation', 'collections: {}\nroutes: {}\n', { file: 's' }).findings, []);
  assert.deepEqual(
    parseDocument('cases', '- name: x\n  given: { call: { api: proxy }, answers: [] }\n', { file: 'c' }).findings,
    [],
  );
});
