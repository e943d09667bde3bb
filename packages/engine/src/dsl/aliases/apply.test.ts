import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documents } from '../documents.ts';
import { readText } from '../text.ts';
import { toValue } from '../tree.ts';
import { applyAliases } from './apply.ts';

function aliased(kind: 'integration' | 'mapping', text: string, isPartial = true) {
  const { tree } = readText(text, 'x.yaml');
  const applied = applyAliases(documents[kind], tree!, { file: 'x.yaml', isPartial });
  return {
    value: toValue(applied.tree),
    findings: applied.findings.map(({ severity, line, path }) => ({ severity, line, path })),
  };
}

test('two names of one key are an error at the other name; the canonical one stays', () => {
  const { value, findings } = aliased(
    'integration',
    'pagination:\n  format: cursor\n  config:\n    cursor_field: a\n    cursor_path: b\n',
  );
  assert.deepEqual(value, { pagination: { format: 'cursor', config: { cursor_field: 'a' } } });
  assert.deepEqual(findings, [{ severity: 'error', line: 5, path: 'pagination.config.cursor_path' }]);
});

test('a key both flat and in config is an error', () => {
  const { findings } = aliased(
    'integration',
    'pagination:\n  format: cursor\n  cursor_field: b\n  config: { cursor_field: a }\n',
  );
  assert.deepEqual(findings, [{ severity: 'error', line: 3, path: 'pagination' }]);
});

test('an override without a format is renamed along every format', () => {
  assert.deepEqual(
    aliased('integration', 'pagination: { config: { cursor_key: a, page_key: b, limit_key: c } }').value,
    {
      pagination: { config: { cursor_param: 'a', page_param: 'b', page_size_param: 'c' } },
    },
  );
});

test('null is left alone everywhere', () => {
  const text =
    'authorization: ~\npagination: ~\ncredentials: ~\nrate_limit: ~\nresources: { a: { list: ~ } }\nactions: { x: ~ }\n';
  assert.deepEqual(aliased('integration', text).value, {
    authorization: null,
    pagination: null,
    credentials: null,
    rate_limit: null,
    resources: { a: { list: null } },
    actions: { x: null },
  });
});

test('authorization: schemes by name, as one and as a list', () => {
  assert.deepEqual(aliased('integration', 'auth: bearer').value, { authorization: [{ format: 'bearer' }] });
  assert.deepEqual(aliased('integration', 'auth: [{type: basic, username: "{{u}}"}, none]').value, {
    authorization: [{ format: 'basic', config: { username: '{{u}}' } }, { format: 'none' }],
  });
  assert.deepEqual(aliased('integration', 'auth: { type: api_key, header_name: X-Key, header_value: "{{k}}" }').value, {
    authorization: [{ format: 'header', config: { header_name: 'X-Key', header_value: '{{k}}' } }],
  });
  assert.deepEqual(aliased('integration', 'auth: { type: oauth2, token_path: oauth.token.id_token }').value, {
    authorization: [{ format: 'bearer', config: { path: 'oauth.token.id_token' } }],
  });
});

test('credentials: one, a list, a map without formats, and OAuth 1.0a', () => {
  assert.deepEqual(aliased('integration', 'credentials: [{format: api_key}, {type: oauth2, scope: a}]').value, {
    credentials: { api_key: { format: 'api_key' }, oauth2: { format: 'oauth2', config: { scope: 'a' } } },
  });
  assert.deepEqual(aliased('integration', 'credentials: { api_key: { fields: [] } }').value, {
    credentials: { api_key: { format: 'api_key', config: { fields: [] } } },
  });
  assert.deepEqual(
    aliased('integration', 'credentials: { format: oauth, config: { requestTokenUrl: https://x.test/r } }').value,
    {
      credentials: { oauth1: { format: 'oauth1', config: { settings: { request_token_url: 'https://x.test/r' } } } },
    },
  );
});

test('oauth2: the token host stands in for the others; unknown options are named', () => {
  const text =
    'credentials: { format: oauth2, config: { auth: { tokenHost: "https://x.test", authorizePath: /go }, options: { odd: 1 } } }';
  const { value, findings } = aliased('integration', text);
  assert.deepEqual(value, {
    credentials: {
      oauth2: {
        format: 'oauth2',
        config: { auth: { authorize_url: 'https://x.test/go', token_url: 'https://x.test/oauth/token' } },
      },
    },
  });
  assert.deepEqual(findings, [{ severity: 'warning', line: 1, path: 'credentials.oauth2.config.options.odd' }]);
});

test('published keys: always done, without effect, refused', () => {
  const text =
    'resources:\n  a:\n    list:\n      ignore_credentials_on_redirect: true\n      examples: {}\n      pagination_path: /later\n';
  const { value, findings } = aliased('integration', text);
  assert.deepEqual(value, { resources: { a: { list: {} } } });
  assert.deepEqual(findings, [
    { severity: 'warning', line: 5, path: 'resources.a.list.examples' },
    { severity: 'error', line: 6, path: 'resources.a.list.pagination_path' },
  ]);
});

test("ignore_body_in_pagination goes into the method's own pagination", () => {
  const text =
    'resources: { a: { list: { ignore_body_in_pagination: true, pagination: { type: page, page_key: p } } } }';
  assert.deepEqual(aliased('integration', text).value, {
    resources: { a: { list: { pagination: { format: 'page', config: { page_param: 'p', ignore_body: true } } } } },
  });
});

test('steps that are known but not run are refused by name', () => {
  const { findings } = aliased(
    'integration',
    'actions:\n  a: { type: request, config: { path: /x } }\n  b: { type: get_context }\n  c: { type: request, config: "{}" }\n',
  );
  assert.deepEqual(findings, [
    { severity: 'error', line: 2, path: 'actions.a.steps.0' },
    { severity: 'error', line: 3, path: 'actions.b.steps.0' },
    { severity: 'error', line: 4, path: 'actions.c.steps.0' },
  ]);
});

test('mappings: wrapped, by model, by resource', () => {
  const gives = { model: 'crm', resources: { contacts: { list: { response_mapping: '1' } } } };
  assert.deepEqual(
    aliased('mapping', 'unified_model_override: { crm: { contacts: { list: { response_mapping: "1" } } } }').value,
    gives,
  );
  assert.deepEqual(aliased('mapping', 'crm: { contacts: { list: { response_mapping: "1" } } }').value, gives);
  assert.deepEqual(aliased('mapping', 'model: crm\ncontacts: { list: { response_mapping: "1" } }').value, gives);
});

test('mappings: rows of one model', () => {
  const text =
    '- { resource_name: a, method_name: list, integration_name: x, config: { static: [] } }\n- { resource_name: a, method_name: get, config: { static: {} } }\n- { resource_name: a, method_name: get }\n- odd\n';
  const { value, findings } = aliased('mapping', text);
  assert.deepEqual(value, { integration: 'x', resources: { a: { list: { static: [] }, get: { static: {} } } } });
  assert.deepEqual(findings, [
    { severity: 'error', line: 3, path: '2' },
    { severity: 'error', line: 4, path: '3' },
  ]);
});

test('a misspelt "resources" is not taken for a resource', () => {
  assert.deepEqual(aliased('mapping', 'resorces: { contacts: { list: { static: [] } } }').value, {
    resorces: { contacts: { list: { static: [] } } },
  });
});

test('an object is refused as a mapping, $replace is not', () => {
  assert.deepEqual(
    aliased('mapping', 'resources: { a: { list: { response_mapping: { id: x } } } }').findings.length,
    1,
  );
  assert.deepEqual(
    aliased('mapping', 'resources: { a: { list: { response_mapping: { $replace: x } } } }').findings,
    [],
  );
});
