import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDocument } from '../parse.ts';
import { lintDocument } from './document.ts';

function lint(text: string) {
  const parsed = parseDocument('integration', text, { file: 'x.yaml' });
  assert.deepEqual(parsed.findings, []);
  return lintDocument('integration', parsed, 'x.yaml')
    .map(({ severity, line, path }) => ({ severity, line, path }))
    .sort(byLine);
}

const start = 'base_url: https://x.test\n';

test('a sound document has no findings', () => {
  const text = `${start}authorization: { format: bearer }
pagination: { format: cursor, config: { cursor_field: next, cursor_is_url: true, verbatim: true } }
rate_limit: { limit: { header: X-Limit }, reset: { value: 60 } }
resources:
  a:
    list: { path: /a, response_path: data }
    get: { path: /a, query: { id: "{{id}}" } }
    update: { path: "/a/{{ id }}", method: patch }
    delete: { path: /a, method: post, body_format: graphql, document: "mutation", variables: { id: "{{id}}" } }
actions: { validation: { steps: [{ type: request, config: { resource: a, method: list } }] } }
tool_tags: { a: [x] }
`;
  assert.deepEqual(lint(text), []);
});

test('item methods without {{id}} are warned about', () => {
  assert.deepEqual(
    lint(
      `${start}resources:\n  a:\n    get: { path: /a }\n    list: { path: /a }\n    update: { path: "/a/{{identity}}", method: put }\n`,
    ),
    [
      { severity: 'warning', line: 4, path: 'resources.a.get' },
      { severity: 'warning', line: 6, path: 'resources.a.update' },
    ],
  );
});

test('a base_url is a URL or begins with a placeholder', () => {
  assert.deepEqual(lint('base_url: x.test\n'), [{ severity: 'error', line: 1, path: 'base_url' }]);
  assert.deepEqual(lint('base_url: "{{instance_url}}/v1"\n'), []);
});

test('keys that need one another', () => {
  const text = `${start}pagination: { format: cursor, config: { cursor_field: next, verbatim: true } }
authorization:
  - { format: header, config: { header_name: X-Key } }
  - { format: bearer, config: { path: a, token: "{{b}}" } }
  - { format: header, config: {} }
rate_limit:
  limit: {}
  reset: { header: A, expression: "1" }
  remaining: { value: 1, pattern: a }
resources:
  a:
    list: { path: /a, body_format: graphql }
    create: { path: /a, method: post, document: query }
    x: { path: /a, no_auth: true, authorization: { format: none } }
`;
  assert.deepEqual(lint(text), [
    { severity: 'error', line: 2, path: 'pagination.config.verbatim' },
    { severity: 'error', line: 4, path: 'authorization.0.config' },
    { severity: 'error', line: 5, path: 'authorization.1.config' },
    { severity: 'error', line: 6, path: 'authorization.2.config' },
    { severity: 'error', line: 8, path: 'rate_limit.limit' },
    { severity: 'error', line: 9, path: 'rate_limit.reset' },
    { severity: 'error', line: 10, path: 'rate_limit.remaining.pattern' },
    { severity: 'error', line: 13, path: 'resources.a.list' },
    { severity: 'error', line: 14, path: 'resources.a.create.document' },
    { severity: 'error', line: 15, path: 'resources.a.x.no_auth' },
  ]);
});

function byLine(one: { line: number }, other: { line: number }): number {
  return one.line - other.line;
}

test('what is named must be there', () => {
  const text = `${start}resources: { a: { list: { path: /a } } }
actions:
  validation: { steps: [{ type: request, config: { resource: b, method: list } }, { type: request, config: { resource: a, method: lst } }, { type: set_context, config: {} }] }
tool_tags: { b: [x] }
sunset_at: soon
credentials: { oauth2: { format: api_key, config: { fields: [{ name: a, label: A, pattern: "(" }, { name: a, label: B }] } } }
`;
  assert.deepEqual(
    lint(text)
      .map(({ severity, path }) => `${severity} ${path}`)
      .sort(),
    [
      'error actions.validation.steps.0.config.resource',
      'error actions.validation.steps.1.config.method',
      'error credentials.oauth2.config.fields.0.pattern',
      'error credentials.oauth2.config.fields.1.name',
      'error credentials.oauth2.format',
      'error sunset_at',
      'warning tool_tags.b',
    ],
  );
});

test('bodies that would never be sent', () => {
  const text = `${start}resources:
  a:
    create: { path: /a }
    list: { path: /a, body: { x: 1 } }
    find: { path: /a, body_format: graphql, document: "query { a }" }
    check: { path: /a, method: head, add_query_to_body: true }
    search: { path: /a, add_query_to_body: false }
    delete: { path: "/a/{{id}}", method: get }
`;
  assert.deepEqual(lint(text), [
    { severity: 'warning', line: 4, path: 'resources.a.create' },
    { severity: 'warning', line: 5, path: 'resources.a.list.body' },
    { severity: 'error', line: 6, path: 'resources.a.find.document' },
    { severity: 'warning', line: 7, path: 'resources.a.check.add_query_to_body' },
  ]);
});

test('paging values do not go into a text', () => {
  const text = `${start}pagination: { format: page, config: { page_param: n, page_in: body } }
resources:
  a:
    list: { path: /a, method: post, body_format: xml, body: "<a/>" }
  b:
    list: { path: /a, method: post, body_format: xml, body: { a: "" } }
  c:
    list: { path: /a, method: post, body: "{{body}}" }
  d:
    list: { path: /a, method: post, body: "<a/>", pagination: null }
    find: { path: /a, method: post, body: "<a/>" }
`;
  assert.deepEqual(lint(text), [{ severity: 'error', line: 5, path: 'resources.a.list.body' }]);
});
