import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Authorization } from '../dsl/spec/authorization.ts';
import type { HttpRequest, Scope } from '../terms/index.ts';
import { compileAuthorization } from './authorization.ts';

const run = { nowMs: 0, random: () => 0.5 };
const placeOf = (field: string) => ({ level: 'base', source: 'x.yaml', field: `authorization.${field}` }) as const;
const request: HttpRequest = {
  method: 'POST',
  url: 'https://api.test/c?a=1&a=2&key=old',
  headers: { accept: 'x' },
  body: '{"b":1}',
  timeoutMs: 1,
  maxResponseBytes: 1,
};

const authorize = async (schemes: Authorization, scope: Scope = {}) =>
  compileAuthorization(schemes, placeOf)(request, scope, run);

const oauth = { oauth: { token: { access_token: 'tok' } } };
const basicOf = (text: string) => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;

const headers: readonly (readonly [
  name: string,
  schemes: Authorization,
  scope: Scope,
  headers: Record<string, string>,
])[] = [
  ['bearer: usual path', [{ format: 'bearer' }], oauth, { authorization: 'Bearer tok' }],
  [
    'bearer: access_token',
    [{ format: 'bearer', config: {} }],
    { access_token: 'tok' },
    { authorization: 'Bearer tok' },
  ],
  [
    'bearer: path',
    [{ format: 'bearer', config: { path: 'keys.main' } }],
    { keys: { main: 'k' } },
    { authorization: 'Bearer k' },
  ],
  [
    'bearer: path in credentials only',
    [{ format: 'bearer', config: { path: 'keys.main' } }],
    { credentials: { keys: { main: 'k' } } },
    { authorization: 'Bearer k' },
  ],
  [
    'bearer: token and prefix',
    [{ format: 'bearer', config: { token: '{{api_key}}', prefix: 'Token' } }],
    { api_key: 'k' },
    { authorization: 'Token k' },
  ],
  [
    'bearer: no prefix',
    [{ format: 'bearer', config: { token: '{{api_key}}', prefix: '' } }],
    { api_key: 'k' },
    { authorization: 'k' },
  ],
  [
    'header',
    [{ format: 'header', config: { header_name: 'X-Key', header_value: 'k={{credentials.api_key}}' } }],
    { credentials: { api_key: 'k' } },
    { 'x-key': 'k=k' },
  ],
  [
    'header: expression',
    [
      {
        format: 'header',
        config: {
          expression: '{"X-Sig": method & " " & query.a[1] & " " & body & credentials.s, "Accept": null, "N": 5}',
        },
      },
    ],
    { credentials: { s: '!' } },
    { 'x-sig': 'POST 2 {"b":1}!', n: '5', accept: '' },
  ],
  [
    'basic: user name and password, UTF-8',
    [{ format: 'basic', config: { username: '{{email}}/token', password: '{{api_key}}' } }],
    { email: 'zoë@x', api_key: 'p:ß' },
    { authorization: basicOf('zoë@x/token:p:ß') },
  ],
  [
    'basic: key as user name',
    [{ format: 'basic', config: { username: '{{api_key}}' } }],
    { api_key: 'k' },
    { authorization: basicOf('k:') },
  ],
  [
    'basic: without settings',
    [{ format: 'basic', config: {} }],
    { username: 'u', password: 'p' },
    { authorization: basicOf('u:p') },
  ],
  ['none', [{ format: 'none' }], {}, {}],
  ['no scheme', [], {}, {}],
  [
    'a list, in order',
    [
      { format: 'bearer' },
      { format: 'header', config: { header_name: 'x-app', header_value: '{{app}}' } },
      { format: 'header', config: { expression: '{"x-saw": headers.`x-app`}' } },
    ],
    { ...oauth, app: 'a' },
    { authorization: 'Bearer tok', 'x-app': 'a', 'x-saw': 'a' },
  ],
];

for (const [name, schemes, scope, expected] of headers) {
  test(name, async () => {
    const authorized = await authorize(schemes, scope);
    const { accept, ...added } = expected;
    assert.deepEqual(authorized.headers, accept === '' ? added : { accept: 'x', ...added });
    assert.equal(authorized.url, request.url);
    assert.deepEqual(request.headers, { accept: 'x' });
  });
}

test('query replaces what the URL already has', async () => {
  const { url } = await authorize([{ format: 'query', config: { name: 'key', value: '{{api_key}}' } }], {
    api_key: 'n&w',
  });
  assert.equal(url, 'https://api.test/c?a=1&a=2&key=n%26w');
});

test('query on a URL without one', async () => {
  const authorizer = compileAuthorization([{ format: 'query', config: { name: 'k', value: 'v{{x}}' } }], placeOf);
  assert.equal((await authorizer({ ...request, url: 'https://api.test' }, { x: 1 }, run)).url, 'https://api.test?k=v1');
});

test('plain schemes answer at once', () => {
  const result = compileAuthorization([{ format: 'bearer' }, { format: 'none' }, { format: 'bearer' }], placeOf)(
    request,
    oauth,
    run,
  );
  assert.ok(!(result instanceof Promise));
});

const missing: readonly (readonly [name: string, schemes: Authorization, scope: Scope])[] = [
  ['bearer', [{ format: 'bearer' }], {}],
  ['bearer, empty', [{ format: 'bearer' }], { access_token: '' }],
  ['bearer token', [{ format: 'bearer', config: { token: '{{api_key}}' } }], {}],
  ['bearer path', [{ format: 'bearer', config: { path: 'a.b' } }], { a: { b: {} } }],
  ['header', [{ format: 'header', config: { header_name: 'x', header_value: '{{api_key}}' } }], {}],
  ['header, empty', [{ format: 'header', config: { header_name: 'x', header_value: '{{api_key}}' } }], { api_key: '' }],
  ['query', [{ format: 'query', config: { name: 'k', value: '{{api_key}}' } }], {}],
  ['basic', [{ format: 'basic', config: {} }], { username: 'u' }],
  ['basic, empty', [{ format: 'basic', config: { username: '{{u}}' } }], { u: '' }],
];

for (const [name, schemes, scope] of missing) {
  test(`a missing credential: ${name}`, () =>
    assert.rejects(authorize(schemes, scope), { code: 'template.unresolved' }));
}

const refused: readonly (readonly [name: string, schemes: Authorization, scope: Scope, code: string])[] = [
  ['a token with a line break', [{ format: 'bearer' }], { access_token: 'a\r\nb: c' }, 'config.invalid'],
  ['a colon in the user name', [{ format: 'basic', config: { username: 'a:b' } }], {}, 'config.invalid'],
  ['a header scheme without a value', [{ format: 'header', config: { header_name: 'x' } }], {}, 'config.invalid'],
  [
    'an expression that gives no object',
    [{ format: 'header', config: { expression: '"x"' } }],
    {},
    'mapping.invalid_result',
  ],
  [
    'an expression that gives a list as value',
    [{ format: 'header', config: { expression: '{"a": [1, 2]}' } }],
    {},
    'mapping.invalid_result',
  ],
  [
    'an expression that gives a line break',
    [{ format: 'header', config: { expression: '{"a": "b\\nc"}' } }],
    {},
    'config.invalid',
  ],
];

for (const [name, schemes, scope, code] of refused) {
  test(`refuses: ${name}`, () => assert.rejects(authorize(schemes, scope), { code }));
}

for (const format of ['oauth1', 'wsse', 'mtls', 'jwt'] as const) {
  test(`${format} compiles and says that it is not built yet`, () => {
    const authorizer = compileAuthorization([{ format }], placeOf);
    assert.throws(() => authorizer(request, {}, run), { code: 'config.invalid' });
  });
}
