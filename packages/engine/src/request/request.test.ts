import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Integration } from '../dsl/spec/integration.ts';
import type { Method } from '../dsl/spec/method.ts';
import type { HttpRequest, Scope } from '../terms/index.ts';
import { compileRequest, type RequestInput } from './request.ts';

const limits = { timeoutMs: 1000, maxResponseBytes: 2000 };
const placeOf = (field: string) => ({ level: 'base', source: 'x.yaml', field }) as const;

interface Given {
  readonly integration?: Partial<Integration>;
  readonly method?: Method;
  readonly scope?: Scope;
  readonly input?: RequestInput;
}

function build({ integration, method = {}, scope = {}, input = {} }: Given): HttpRequest {
  const whole = { base_url: 'https://api.test/v1', ...integration } as Integration;
  return compileRequest({ integration: whole, method }, placeOf).build(scope, input, limits);
}

const textOf = ({ body }: HttpRequest) => (body instanceof Uint8Array ? new TextDecoder().decode(body) : body);

const bodies: readonly (readonly [name: string, given: Given, body: string | null, contentType?: string])[] = [
  ["the caller's", { method: { method: 'post' }, input: { body: { a: 1 } } }, '{"a":1}', 'application/json'],
  ['none given', { method: { method: 'post' } }, null],
  ['none on a get', { method: { body: { a: 1 } }, input: { body: { a: 1 } } }, null],
  ['none where ignored', { method: { method: 'post', ignore_body: true }, input: { body: { a: 1 } } }, null],
  [
    'a template',
    {
      method: { method: 'post', body: { id: '{{id}}', fix: 1, gone: '{{x:undefined}}' } },
      scope: { id: 7 },
      input: { body: { b: 1 } },
    },
    '{"id":7,"fix":1}',
    'application/json',
  ],
  ['a fixed template', { method: { method: 'post', body: { fix: [1] } } }, '{"fix":[1]}', 'application/json'],
  [
    'the query in it',
    { method: { method: 'post', add_query_to_body: true, body: { limit: 10, f: 1 } }, input: { query: { limit: 5 } } },
    '{"limit":5,"f":1}',
    'application/json',
  ],
  [
    "the query below the caller's body",
    { method: { method: 'post', add_query_to_body: true }, input: { query: { a: 1, b: 1 }, body: { b: 2 } } },
    '{"a":1,"b":2}',
    'application/json',
  ],
  [
    'the page in it',
    { method: { method: 'post', body: { p: { size: 1, x: 1 } } }, input: { page: { body: { p: { size: 5 } } } } },
    '{"p":{"size":5,"x":1}}',
    'application/json',
  ],
  [
    'the page alone',
    { method: { method: 'post' }, input: { body: { a: 1 }, page: { withoutBody: true, body: { after: 'c' } } } },
    '{"after":"c"}',
    'application/json',
  ],
  [
    'a later page without it',
    { method: { method: 'post', body: { a: 1 } }, input: { page: { withoutBody: true } } },
    null,
  ],
  [
    'form',
    { method: { method: 'post', body_format: 'form' }, input: { body: { a: [1, 2] } } },
    'a=1&a=2',
    'application/x-www-form-urlencoded',
  ],
  [
    'raw',
    { method: { method: 'put', body_format: 'raw', headers: { 'Content-Type': 'text/plain' } }, input: { body: 'x' } },
    'x',
    'text/plain',
  ],
  [
    'a declared content-type',
    { method: { method: 'post', headers: { 'Content-Type': 'application/vnd.api+json' } }, input: { body: {} } },
    '{}',
    'application/vnd.api+json',
  ],
  [
    'values in an envelope are text',
    {
      method: { method: 'post', body_format: 'xml', body: '<e><n>{{body.n}}</n></e>' },
      scope: { body: { n: '<a> & "b"' } },
    },
    '<e><n>&lt;a&gt; &amp; &quot;b&quot;</n></e>',
    'application/xml; charset=utf-8',
  ],
  [
    'a whole document from the caller',
    { method: { method: 'post', body_format: 'xml', body: '{{body}}' }, scope: { body: '<a/>' } },
    '<a/>',
    'application/xml; charset=utf-8',
  ],
  [
    'graphql',
    {
      method: { method: 'post', body_format: 'graphql', document: '{ a }', variables: { n: '{{query.n:int}}' } },
      scope: { query: { n: '5' } },
    },
    '{"query":"{ a }","variables":{"n":5}}',
    'application/json',
  ],
  [
    "graphql with the caller's variables",
    { method: { method: 'post', document: '{ a }' }, input: { body: { x: 1 } } },
    '{"query":"{ a }","variables":{"x":1}}',
    'application/json',
  ],
  [
    'graphql with the query among the variables',
    {
      method: { method: 'post', document: '{ a }', variables: { n: 1 }, add_query_to_body: true },
      input: { query: { n: 2 } },
    },
    '{"query":"{ a }","variables":{"n":2}}',
    'application/json',
  ],
  [
    'graphql pages',
    {
      method: { method: 'post', document: '{ a }', variables: { first: 5 } },
      input: { page: { body: { after: 'c' } } },
    },
    '{"query":"{ a }","variables":{"first":5,"after":"c"}}',
    'application/json',
  ],
  [
    'graphql pages by whole path',
    {
      method: { method: 'post', document: '{ a }', variables: { first: 5 } },
      input: { page: { body: { variables: { after: 'c' } } } },
    },
    '{"query":"{ a }","variables":{"first":5,"after":"c"}}',
    'application/json',
  ],
];

for (const [name, given, body, contentType] of bodies) {
  test(`body: ${name}`, () => {
    const request = build(given);
    assert.equal(textOf(request), body);
    assert.equal(request.headers['content-type'], contentType);
  });
}

test('multipart always says its own boundary', () => {
  const request = build({
    method: { method: 'post', body_format: 'multipart', headers: { 'content-type': 'multipart/form-data' } },
    input: { body: { a: 'x' }, bodyBoundary: 'B7' },
  });
  assert.equal(request.headers['content-type'], 'multipart/form-data; boundary=B7');
  assert.match(textOf(request) as string, /^--B7\r\n/);
});

const any = 'application/json, */*;q=0.5';
const headers: readonly (readonly [name: string, given: Given, headers: Record<string, string>])[] = [
  ['accept only', {}, { accept: any }],
  ['accept by format', { method: { response_format: 'csv' } }, { accept: 'text/csv' }],
  ['accept as declared', { integration: { headers: { Accept: 'application/x' } } }, { accept: 'application/x' }],
  ['accept removed', { integration: { headers: { Accept: null } } }, {}],
  [
    'method over integration, names lowered',
    { integration: { headers: { 'X-A': '1', 'X-B': 1 } }, method: { headers: { 'x-a': '2', 'X-B': null } } },
    { accept: any, 'x-a': '2' },
  ],
  [
    'templated',
    { integration: { headers: { 'X-T': 'v {{context.t}}', 'X-U': '{{u:undefined}}' } }, scope: { context: { t: 1 } } },
    { accept: any, 'x-t': 'v 1' },
  ],
  [
    "the caller's and the page's",
    {
      integration: { headers: { A: '1', B: '1', C: '1' } },
      input: { headers: { b: '2', C: null }, page: { headers: { A: '3' } } },
    },
    { accept: any, b: '2', a: '3' },
  ],
  [
    'what only the wire knows is left out',
    { integration: { headers: { Host: 'x' } }, input: { headers: { 'Content-Length': '5' } } },
    { accept: any },
  ],
];

for (const [name, given, expected] of headers) {
  test(`headers: ${name}`, () => assert.deepEqual({ ...build(given).headers }, expected));
}

const refused: readonly (readonly [name: string, given: Given, code: string])[] = [
  ['an unresolved path', { method: { path: '/c/{{id}}' } }, 'template.unresolved'],
  ['an unresolved base_url', { integration: { base_url: 'https://{{subdomain}}.test' } }, 'template.unresolved'],
  ['an unresolved query', { method: { query: { a: '{{nope}}' } } }, 'template.unresolved'],
  ['an unresolved header', { method: { headers: { a: '{{nope}}' } } }, 'template.unresolved'],
  ['an unresolved body', { method: { method: 'post', body: { a: '{{nope}}' } } }, 'template.unresolved'],
  ['a value that leads upwards', { method: { path: '/c/{{id}}' }, scope: { id: '..' } }, 'request.invalid_path'],
  ['a value that is empty', { method: { path: '/c/{{id}}' }, scope: { id: '' } }, 'request.invalid_path'],
  ['an empty value in the middle', { method: { path: '/c/{{id}}/n' }, scope: { id: '' } }, 'request.invalid_path'],
  ['a given path that leads upwards', { input: { path: '/c/%2e%2E/d' } }, 'request.invalid_path'],
  ['a base_url that is no web address', { integration: { base_url: 'ftp://api.test' } }, 'config.invalid'],
  [
    'a base_url with a password',
    { integration: { base_url: '{{u}}' }, scope: { u: 'https://me:pw@api.test' } },
    'config.invalid',
  ],
  [
    'a host that is more than a host',
    { integration: { base_url: 'https://{{s}}.test' }, scope: { s: 'evil.test/' } },
    'config.invalid',
  ],
  [
    'a host with a user name',
    { integration: { base_url: 'https://{{s}}.test' }, scope: { s: 'api@evil' } },
    'config.invalid',
  ],
  ['an absolute path with a password', { input: { path: 'https://me:pw@api.test/x' } }, 'config.invalid'],
  ['a header with a line break', { method: { headers: { a: '{{v}}' } }, scope: { v: 'x\r\ny: z' } }, 'config.invalid'],
  ['a header with a line break from the caller', { input: { headers: { a: 'x\ny' } } }, 'config.invalid'],
  [
    'a page for a body that is no object',
    { method: { method: 'post', body_format: 'raw' }, input: { body: 'x', page: { body: { a: 1 } } } },
    'config.invalid',
  ],
  ['a GraphQL document on a get', { method: { document: '{ a }' } }, 'config.invalid'],
  ['a link that is no web address', { input: { page: { url: 'file:///etc/passwd' } } }, 'provider.invalid_response'],
  ['a plain link to another host', { input: { page: { url: 'http://other.test/n' } } }, 'provider.invalid_response'],
  ['a link to another host', { input: { page: { url: 'https://other.test/n' } } }, 'provider.invalid_response'],
  ['a link to another port', { input: { page: { url: 'https://api.test:8443/n' } } }, 'provider.invalid_response'],
  [
    'a link to a host that only ends alike',
    {
      integration: { pagination: { format: 'link_header', config: { link_hosts: ['*.api.test'] } } },
      input: { page: { url: 'https://evilapi.test/n' } },
    },
    'provider.invalid_response',
  ],
  ['a link with a password', { input: { page: { url: 'https://a:b@api.test/n' } } }, 'provider.invalid_response'],
];

for (const [name, given, code] of refused) {
  test(`refuses: ${name}`, () => assert.throws(() => build(given), { code }));
}

test('errors name the place, never the value', () => {
  assert.throws(
    () => build({ integration: { base_url: '{{u}}' }, scope: { u: 'https://me:hunter2@api.test' } }),
    (error: Error) => {
      assert.match(error.message, /integration\.base_url/);
      assert.doesNotMatch(error.message, /hunter2/);
      return true;
    },
  );
});

test('verb and limits', () => {
  const request = build({ method: { method: 'patch' } });
  assert.equal(request.method, 'PATCH');
  assert.equal(build({}).method, 'GET');
  assert.equal(request.timeoutMs, 1000);
  assert.equal(request.maxResponseBytes, 2000);
});

test('a builder keeps nothing from one call to the next', () => {
  const integration = { base_url: 'https://api.test', query: { a: 1 }, headers: { h: '{{t}}' } } as Integration;
  const builder = compileRequest({ integration, method: { path: '/x', query: { f: { a: 1 } } } }, placeOf);
  const first = builder.build({ t: '1' }, {}, limits);
  builder.build({ t: '2' }, { query: { a: 9, f: { b: 2 } }, headers: { x: 'y' } }, limits);
  assert.deepEqual(builder.build({ t: '1' }, {}, limits), first);
});
