import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lintModels } from './models.ts';

const types =
  'email:\n  type: object\n  properties: { value: { $ref: "#/text" } }\ntext: { type: string }\nphone: { type: string }\n';
const contacts = `description: A person.
schema:
  type: object
  properties:
    id: { type: string }
    emails: { type: array, items: { $ref: "types.yaml#/email" } }
methods:
  list: { filters: [email] }
  create: { required: [emails] }
`;

test('schemas become self-contained with the shapes they reach, and no others', () => {
  const { models, findings } = lintModels({ 'types.yaml': types, 'crm/contacts.yaml': contacts });
  assert.deepEqual(findings, []);
  assert.deepEqual(models['crm']?.resources['contacts'], {
    model: 'crm',
    resource: 'contacts',
    description: 'A person.',
    schema: {
      type: 'object',
      properties: { id: { type: 'string' }, emails: { type: 'array', items: { $ref: '#/$defs/email' } } },
      $defs: { email: { type: 'object', properties: { value: { $ref: '#/$defs/text' } } }, text: { type: 'string' } },
    },
    methods: { list: { filters: ['email'] }, create: { required: ['emails'] } },
  });
  assert.deepEqual(Object.keys(models['crm']?.types ?? {}), ['email', 'text', 'phone']);
});

test('shapes that reach each other do not loop', () => {
  const { models, findings } = lintModels({
    'types.yaml':
      'a: { properties: { b: { $ref: "types.yaml#/b" } } }\nb: { properties: { a: { $ref: "types.yaml#/a" } } }\n',
    'crm/x.yaml': 'description: X.\nschema: { $ref: "../types.yaml#/a" }\nmethods: {}\n',
  });
  assert.deepEqual(findings, []);
  assert.deepEqual(models['crm']?.resources['x']?.schema, {
    $ref: '#/$defs/a',
    $defs: { a: { properties: { b: { $ref: '#/$defs/b' } } }, b: { properties: { a: { $ref: '#/$defs/a' } } } },
  });
});

test('unknown references, unknown required fields, wrong names and wrong places are findings', () => {
  const broken =
    'model: hris\ndescription: A.\nschema:\n  type: object\n  properties:\n    emails: { $ref: "types.yaml#/emial" }\n    odd: { $ref: "https://x.test/y" }\nmethods:\n  create: { required: [emials] }\n';
  const { models, findings } = lintModels({
    'types.yaml': types,
    'crm/contacts.yaml': broken,
    'crm/deep/x.yaml': contacts,
    'README.md': 'x',
  });
  assert.deepEqual(
    findings.map(({ file, line, path, hint }) => ({ file, line, path, hint })),
    [
      { file: 'crm/contacts.yaml', line: 1, path: 'model', hint: 'leave it out' },
      { file: 'crm/contacts.yaml', line: 9, path: 'methods.create.required.0', hint: 'did you mean "emails"?' },
      { file: 'crm/contacts.yaml', line: 6, path: 'schema.properties.emails.$ref', hint: 'did you mean "email"?' },
      { file: 'crm/contacts.yaml', line: 7, path: 'schema.properties.odd.$ref', hint: null },
      { file: 'crm/deep/x.yaml', line: 1, path: '', hint: null },
    ],
  );
  assert.ok(models['crm']);
});
