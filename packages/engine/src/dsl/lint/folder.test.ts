import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatFinding } from '../finding.ts';
import { lintFolder } from './folder.ts';
import type { ModelSet } from './models.ts';

const models: ModelSet = {
  crm: {
    types: {},
    resources: { contacts: { description: 'A person.', schema: { properties: { id: {} } }, methods: { list: {} } } },
  },
};

const files = {
  'integration.yaml': 'base_url: https://x.test\nresources: { people: { list: { path: /p } } }\n',
  'mappings/crm.yaml':
    'resources: { contacts: { list: { resource: people, method: list, response_mapping: "response.{\'id\': id}" } } }\n',
  'simulation.yaml':
    'collections: { people: { count: 1, id_field: id, record: "{\'id\': n}" } }\nroutes: { people.list: { collection: people } }\n',
  'cases/contacts.yaml': '- { name: lists, given: { call: { api: unified }, answers: [] } }\n',
  'webhook.yaml': 'payload_transform: body\n',
  'SOURCES.md': '# Sources\n',
};

test('a sound folder: every document, identities filled in', () => {
  const linted = lintFolder({ slug: 'blue-desk', files, models });
  assert.deepEqual(linted.findings, []);
  assert.equal(linted.integration?.name, 'blue-desk');
  assert.deepEqual(Object.keys(linted.mappings), ['crm']);
  assert.deepEqual([linted.mappings['crm']?.model, linted.mappings['crm']?.integration], ['crm', 'blue-desk']);
  assert.equal(linted.simulation?.collections['people']?.count, 1);
  assert.deepEqual(
    linted.cases.map(({ file, cases }) => [file, cases.length]),
    [['catalog/integrations/blue-desk/cases/contacts.yaml', 1]],
  );
  assert.deepEqual(linted.webhook, { payload_transform: 'body' });
});

test('findings carry the file they are in', () => {
  const broken = {
    ...files,
    'mappings/crm.yaml': 'resources:\n  contacts:\n    list: { resource: peple, method: list }\n',
    'simulation.yaml': 'collections: {}\nroutes:\n  people.lst: { collection: x }\n',
    'mappings/hris.yaml': 'model: hris\nresources: {}\n',
    'odd.yaml': 'a: 1\n',
  };
  const { findings } = lintFolder({ slug: 'blue-desk', files: broken, models, folder: 'f' });
  assert.deepEqual(
    findings.map(({ severity, file, line, path }) => `${severity} ${file}:${line} ${path}`),
    [
      'warning f/odd.yaml:1 ',
      'error f/mappings/crm.yaml:3 resources.contacts.list.resource',
      'error f/mappings/hris.yaml:1 model',
      'warning f/simulation.yaml:3 routes["people.lst"]',
      'error f/simulation.yaml:3 routes["people.lst"].collection',
    ],
  );
  assert.match(
    formatFinding(findings[1]!),
    /^f\/mappings\/crm\.yaml:3:\d+ error resources\.contacts\.list\.resource: .*\(did you mean "people"\?\)$/,
  );
});

test('names that contradict the folder', () => {
  const named = {
    'integration.yaml': `name: other\n${files['integration.yaml']}`,
    'mappings/crm.yaml': `model: hris\nintegration: other\n${files['mappings/crm.yaml']}`,
  };
  const { findings } = lintFolder({ slug: 'Blue', files: named, models, folder: 'f' });
  assert.deepEqual(
    findings.map(({ file }) => file),
    ['f', 'f/integration.yaml', 'f/mappings/crm.yaml', 'f/mappings/crm.yaml'],
  );
});

test('a folder without an integration', () => {
  const { integration, findings } = lintFolder({ slug: 'x', files: {}, models: null });
  assert.equal(integration, null);
  assert.deepEqual(
    findings.map(({ severity, file }) => [severity, file]),
    [['error', 'catalog/integrations/x']],
  );
});
