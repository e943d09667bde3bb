import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Integration } from '../spec/integration.ts';
import type { Mapping } from '../spec/mapping.ts';
import { lintOverride, type OverrideBase } from './override.ts';

const integration: Integration = {
  base_url: 'https://x.test',
  pagination: { format: 'cursor', config: { cursor_field: 'next', page_size_param: 'limit' } },
  resources: { people: { list: { path: '/p' } }, custom: { list: { path: '/c' } } },
};
const mappings: Readonly<Record<string, Mapping>> = {
  crm: {
    model: 'crm',
    resources: { contacts: { list: { resource: 'people', method: 'list', response_mapping: 'response' } } },
  },
};
const base: OverrideBase = { integration, mappings, models: null, file: 'account override' };

function lint(kind: 'integration' | 'mapping', override: unknown, over: Partial<OverrideBase> = {}) {
  const linted = lintOverride(kind, override, { ...base, ...over });
  return {
    override: linted.override,
    findings: linted.findings.map(({ severity, path, hint }) => ({ severity, path, hint })),
  };
}

test('a part is enough, aliases are applied, null removes', () => {
  const override = {
    pagination: { config: { limit_key: 'size' } },
    headers: { 'X-Old': null },
    error_expression: null,
  };
  assert.deepEqual(lint('integration', override), {
    override: {
      pagination: { config: { page_size_param: 'size' } },
      headers: { 'X-Old': null },
      error_expression: null,
    },
    findings: [],
  });
});

test('what the override breaks is found, at its own place', () => {
  assert.deepEqual(lint('integration', { base_url: null }).findings, [
    { severity: 'error', path: 'base_url', hint: 'give it a text' },
  ]);
  assert.deepEqual(lint('integration', { resorces: {} }).findings, [
    { severity: 'error', path: 'resorces', hint: 'did you mean "resources"?' },
  ]);
  const { findings, override } = lint('integration', { pagination: { format: 'page' } });
  assert.equal(override, null);
  assert.deepEqual(findings.map(({ path }) => path).sort(), [
    'pagination.config.cursor_field',
    'pagination.config.page_param',
  ]);
});

test("what the base already breaks is not the override's finding", () => {
  const broken = { ...integration, oddity: true } as Integration;
  assert.deepEqual(lint('integration', { label: 'X' }, { integration: broken }), {
    override: { label: 'X' },
    findings: [],
  });
});

test('without a base only what is said is checked', () => {
  assert.deepEqual(
    lint(
      'integration',
      { pagination: { format: 'offset', config: { offset_key: 'o', limt_key: 'l' } } },
      { integration: null },
    ).findings,
    [{ severity: 'error', path: 'pagination.config.limt_key', hint: 'did you mean "limit_key"?' }],
  );
});

test('mapping overrides: by model, wrapped, as a document, as a row, and with $replace', () => {
  const method = { response_mapping: 'response.{"territory": Territory__c}' };
  const gives = { crm: { contacts: { list: method } } };
  assert.deepEqual(lint('mapping', gives), { override: gives, findings: [] });
  assert.deepEqual(lint('mapping', { unified_model_override: gives }).override, gives);
  assert.deepEqual(lint('mapping', { model: 'crm', resources: { contacts: { list: method } } }).override, gives);
  assert.deepEqual(lint('mapping', { resource_name: 'contacts', method_name: 'list', config: method }).override, gives);
  assert.deepEqual(lint('mapping', { contacts: { list: method } }).override, gives);
  const replaced = { crm: { contacts: { list: { response_mapping: { $replace: 'response' }, query_mapping: null } } } };
  assert.deepEqual(lint('mapping', replaced), { override: replaced, findings: [] });
});

test('a mapping override may route elsewhere, but only to what is there', () => {
  assert.deepEqual(lint('mapping', { crm: { contacts: { list: { resource: 'custom' } } } }).findings, []);
  assert.deepEqual(lint('mapping', { crm: { contacts: { list: { resource: 'custm' } } } }).findings, [
    { severity: 'error', path: 'crm.contacts.list.resource', hint: 'did you mean "custom"?' },
  ]);
});

test('unknown keys and expressions of a mapping override', () => {
  assert.deepEqual(lint('mapping', { crm: { contacts: { list: { respones_mapping: '1' } } } }).findings, [
    { severity: 'error', path: 'crm.contacts.list.respones_mapping', hint: 'did you mean "response_mapping"?' },
  ]);
  assert.deepEqual(
    lint('mapping', { crm: { contacts: { list: { response_mapping: 'respnse.{"a": b}' } } } }).findings,
    [{ severity: 'error', path: 'crm.contacts.list.response_mapping', hint: 'did you mean "response"?' }],
  );
  assert.deepEqual(
    lint('mapping', { crm: { contacts: { list: { response_mapping: { $replace: '(' } } } } }).findings.map(
      ({ path }) => path,
    ),
    ['crm.contacts.list.response_mapping.$replace'],
  );
});

test('an expression that cannot be parsed is a finding beside a model too', () => {
  const contacts = { description: 'A person.', schema: { properties: { id: {} } }, methods: { list: {} } };
  const models = { crm: { types: {}, resources: { contacts } } };
  assert.deepEqual(
    lint('mapping', { crm: { contacts: { list: { response_mapping: 'response.{"id": ' } } } }, { models }).findings.map(
      ({ path }) => path,
    ),
    ['crm.contacts.list.response_mapping'],
  );
});

test('an unknown model is refused with the nearest known one', () => {
  const contacts = { description: 'A person.', schema: { properties: { id: {} } }, methods: { list: {} } };
  const models = { crm: { types: {}, resources: { contacts } } };
  const override = { crn: { contacts: { list: { response_mapping: 'response' } } } };
  assert.deepEqual(lint('mapping', override, { models }).findings, [
    { severity: 'error', path: 'crn', hint: 'did you mean "crm"?' },
  ]);
});

test('an override that does not say its model, where there are several', () => {
  const several = { ...mappings, hris: { model: 'hris', resources: {} } };
  const { findings } = lint('mapping', { contacts: { list: { static: [] } } }, { mappings: several });
  assert.deepEqual(
    findings.map(({ severity, path }) => ({ severity, path })),
    [{ severity: 'error', path: '' }],
  );
});

test('an override is a map', () => {
  assert.equal(lint('integration', ['x']).findings.length, 1);
  assert.equal(lint('mapping', 'x').findings.length, 1);
});
