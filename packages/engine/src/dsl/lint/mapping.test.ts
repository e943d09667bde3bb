import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Integration } from '../spec/integration.ts';
import { parseDocument } from '../parse.ts';
import { lintMapping } from './mapping.ts';
import type { ModelSet } from './models.ts';

const integration: Integration = {
  base_url: 'https://x.test',
  resources: {
    people: { list: { path: '/p' }, get: { path: '/p/{{id}}' }, search: { path: '/s' } },
    archive: { list: { path: '/a' } },
  },
};
const models: ModelSet = {
  crm: {
    types: {},
    resources: {
      contacts: {
        description: 'A person.',
        schema: { type: 'object', properties: { id: {}, first_name: {} } },
        methods: { list: { filters: ['email', 'updated_at.gt'], sorts: ['name'] }, get: {}, create: {} },
      },
    },
  },
};

function lint(methods: string) {
  const { document, tree, findings } = parseDocument('mapping', `model: crm\nresources:\n  contacts:\n${methods}`, {
    file: 'x',
  });
  assert.deepEqual(findings, []);
  return lintMapping(document!, { integration, models, tree: tree!, file: 'x' }).map(
    ({ severity, line, path, hint }) => ({ severity, line, path, hint }),
  );
}

test('a sound mapping has no findings', () => {
  const text = `    list:
      resource: { expression: "query.archived ? 'archive' : 'people'", resources: [archive, people] }
      method: list
      filters: [email]
      sorts: [name]
      response_mapping: "response.{'id': id, 'first_name': first}"
      side_load: { extra: { resource: people, method: search } }
      before: [{ type: request, config: { resource: people, method: list } }]
    get: { resource: people, method: get, fetch_each: { method: get, id: "{{response.id}}" } }
    create: { static: {} }
`;
  assert.deepEqual(lint(text), []);
});

test('models, resources and methods that are not there', () => {
  const { document } = parseDocument('mapping', 'model: crn\nresources: {}\n', { file: 'x' });
  assert.deepEqual(
    lintMapping(document!, { integration, models }).map(({ path, hint }) => [path, hint]),
    [['model', 'did you mean "crm"?']],
  );
  assert.deepEqual(lint('    lst: { resource: people, method: list }\n'), [
    { severity: 'error', line: 4, path: 'resources.contacts.lst', hint: 'did you mean "list"?' },
  ]);
  const other = parseDocument('mapping', 'model: crm\nresources: { contact: {} }\n', { file: 'x' });
  assert.deepEqual(
    lintMapping(other.document!, { integration, models }).map(({ path, hint }) => [path, hint]),
    [['resources.contact', 'did you mean "contacts"?']],
  );
});

test('routes that lead nowhere', () => {
  assert.deepEqual(
    lint('    list: { resource: peopel, method: list }\n    get: { resource: people, method: read }\n    create: {}\n'),
    [
      { severity: 'error', line: 4, path: 'resources.contacts.list.resource', hint: 'did you mean "people"?' },
      { severity: 'error', line: 5, path: 'resources.contacts.get.method', hint: 'allowed: list, get, search' },
      { severity: 'error', line: 6, path: 'resources.contacts.create.resource', hint: 'allowed: people, archive' },
    ],
  );
  assert.deepEqual(
    lint('    list: { resource: { expression: "1", resources: [people, gone] }, method: search }\n').map(
      ({ path }) => path,
    ),
    ['resources.contacts.list.resource'],
  );
});

test('static beside a route, and requests to what is not there', () => {
  assert.deepEqual(
    lint('    list: { static: [], resource: people }\n').map(({ path }) => path),
    ['resources.contacts.list.resource'],
  );
  const text =
    '    list: { resource: people, method: list, side_load: { x: { resource: a, method: b } }, fetch_each: { method: b, id: "{{response.id}}" }, after: [{ type: request, config: { resource: c, method: d } }] }\n';
  assert.deepEqual(
    lint(text).map(({ path }) => path),
    [
      'resources.contacts.list.after.0.config.resource',
      'resources.contacts.list.side_load.x.resource',
      'resources.contacts.list.fetch_each.method',
    ],
  );
});

test('filters and sorts the model does not declare, and fields it does not have', () => {
  const text =
    "    list: { resource: people, method: list, filters: [emial, updated_at.gt], sorts: [size], response_mapping: \"response.{'id': id, 'frist_name': first}\" }\n";
  assert.deepEqual(
    lint(text).map(({ severity, path, hint }) => ({ severity, path, hint })),
    [
      { severity: 'error', path: 'resources.contacts.list.filters.0', hint: 'did you mean "email"?' },
      { severity: 'error', path: 'resources.contacts.list.sorts.0', hint: 'allowed: name' },
      { severity: 'warning', path: 'resources.contacts.list.response_mapping', hint: 'did you mean "first_name"?' },
    ],
  );
});

test('an expression that cannot be parsed stops no other check', () => {
  const text = `    list:
      resource: people
      filters: [nope]
      response_mapping: 'response.{"id": '
`;
  assert.deepEqual(
    lint(text).map(({ path }) => path),
    ['resources.contacts.list.filters.0'],
  );
});

test('without models and integration only the mapping itself is checked', () => {
  const { document } = parseDocument('mapping', 'resources: { any: { thing: { resource: x } } }', { file: 'x' });
  assert.deepEqual(lintMapping(document!, { integration: null, models: null }), []);
});

test('a name that is nearly a filter or field is warned about; extras of the provider are fine', () => {
  const text = `    list:
      resource: people
      method: list
      query_mapping: "{'a': query.emial, 'b': query.email, 'c': query.archived, 'd': query.sort_by.name, 'e': query.updated_at.gt}"
    create:
      resource: people
      method: list
      request_body_mapping: "{'a': body.first_nmae, 'b': body.first_name, 'c': body.remote_data.x, 'd': body.pet}"
`;
  assert.deepEqual(lint(text), [
    {
      severity: 'warning',
      line: 7,
      path: 'resources.contacts.list.query_mapping',
      hint: 'did you mean "query.email"?',
    },
    {
      severity: 'warning',
      line: 11,
      path: 'resources.contacts.create.request_body_mapping',
      hint: 'did you mean "body.first_name"?',
    },
  ]);
});
