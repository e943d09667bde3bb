import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Integration } from '../dsl/spec/integration.ts';
import type { Method } from '../dsl/spec/method.ts';
import type { Scope } from '../terms/index.ts';
import { compileRequest, type RequestInput } from './request.ts';

const limits = { timeoutMs: 1000, maxResponseBytes: 2000 };
const placeOf = (field: string) => ({ level: 'base', source: 'x.yaml', field }) as const;

interface Given {
  readonly integration?: Partial<Integration>;
  readonly method?: Method;
  readonly scope?: Scope;
  readonly input?: RequestInput;
}

function urlOf({ integration, method = {}, scope = {}, input = {} }: Given): string {
  const whole = { base_url: 'https://api.test/v1', ...integration } as Integration;
  return compileRequest({ integration: whole, method }, placeOf).build(scope, input, limits).url;
}

const urls: readonly (readonly [name: string, given: Given, url: string])[] = [
  ['base_url alone', {}, 'https://api.test/v1'],
  ['a path', { method: { path: '/contacts' } }, 'https://api.test/v1/contacts'],
  [
    'one slash between them',
    { integration: { base_url: 'https://api.test/v1/' }, method: { path: 'contacts' } },
    'https://api.test/v1/contacts',
  ],
  [
    'the method has its own base_url',
    { method: { base_url: 'https://files.test', path: '/f' } },
    'https://files.test/f',
  ],
  ['an absolute path', { method: { path: 'https://other.test/x?y=1' } }, 'https://other.test/x?y=1'],
  [
    'values in the path are encoded',
    { method: { path: '/c/{{id}}/n' }, scope: { id: 'a/b?c#d é' } },
    'https://api.test/v1/c/a%2Fb%3Fc%23d%20%C3%A9/n',
  ],
  [
    'a path of one placeholder is taken as it is',
    { method: { path: '{{query.next}}' }, scope: { query: { next: '/a/b?c=1 2' } } },
    'https://api.test/v1/a/b?c=1%202',
  ],
  [
    'base_url from the account',
    {
      integration: { base_url: '{{instance_url}}/services/data' },
      method: { path: '/q' },
      scope: { instance_url: 'https://acme.test/' },
    },
    'https://acme.test/services/data/q',
  ],
  [
    'a scheme from the account',
    { integration: { base_url: '{{scheme}}://{{host}}/api' }, scope: { scheme: 'http', host: '127.0.0.1:81' } },
    'http://127.0.0.1:81/api',
  ],
  [
    'a host from the account, with a port',
    { integration: { base_url: 'https://{{host}}/api' }, scope: { host: 'crm.acme.test:8443' } },
    'https://crm.acme.test:8443/api',
  ],
  ['a given path', { method: { path: '/c/{{id}}' }, input: { path: '/c/42/parts' } }, 'https://api.test/v1/c/42/parts'],
  ['a given path is encoded where it must be', { input: { path: '/c/a b%20c#x' } }, 'https://api.test/v1/c/a%20b%20c'],
  ['static signs are encoded once', { method: { path: "/c('ü')" } }, "https://api.test/v1/c('%C3%BC')"],
  [
    'default query',
    { integration: { query: { v: 2, w: 1 } }, method: { path: '/c', query: { w: 'x y' } } },
    'https://api.test/v1/c?v=2&w=x%20y',
  ],
  [
    'a templated default query',
    { method: { query: { since: '{{query.from}}', n: '{{n:int}}' } }, scope: { query: { from: '2024' }, n: '5' } },
    'https://api.test/v1?since=2024&n=5',
  ],
  [
    'optional ones are left out',
    { method: { query: { state: '{{query.state:undefined}}', a: 1 } }, scope: { query: {} } },
    'https://api.test/v1?a=1',
  ],
  [
    'a query of its own in the path',
    { method: { path: '/c?kind=a', query: { b: 1 } } },
    'https://api.test/v1/c?kind=a&b=1',
  ],
  ['the caller adds', { method: { query: { a: 1 } }, input: { query: { b: 2 } } }, 'https://api.test/v1?a=1&b=2'],
  [
    'the caller wins',
    { method: { query: { a: 1, f: { x: 1, y: 1 } } }, input: { query: { a: 2, f: { y: 2 } } } },
    'https://api.test/v1?a=2&f%5Bx%5D=1&f%5By%5D=2',
  ],
  [
    'null of the caller takes a default away',
    { method: { query: { a: 1, b: 1 } }, input: { query: { a: null } } },
    'https://api.test/v1?b=1',
  ],
  [
    'the page wins over both',
    {
      method: { query: { limit: 10 } },
      input: { query: { limit: 20, q: 'x' }, page: { query: { limit: 5, after: 'c' } } },
    },
    'https://api.test/v1?limit=5&q=x&after=c',
  ],
  [
    'lists as the integration says',
    { integration: { query_array_format: 'comma' }, input: { query: { ids: [1, 2] } } },
    'https://api.test/v1?ids=1,2',
  ],
  [
    'lists as the method says',
    {
      integration: { query_array_format: 'comma' },
      method: { query_array_format: 'brackets' },
      input: { query: { ids: [1] } },
    },
    'https://api.test/v1?ids%5B%5D=1',
  ],
  [
    'a relative link',
    { method: { path: '/c', query: { v: 1, n: 2 } }, input: { page: { url: '/v1/c?page=2&v=9' } } },
    'https://api.test/v1/c?page=2&v=9&n=2',
  ],
  [
    'a link of a query only',
    { method: { path: '/c' }, input: { page: { url: '?page=2' } } },
    'https://api.test/v1/c?page=2',
  ],
  [
    'an absolute link keeps its encoding',
    { method: { path: '/c' }, input: { page: { url: 'https://api.test/v2/c?q=a%2Bb+c&s[]=1#x' } } },
    'https://api.test/v2/c?q=a%2Bb+c&s[]=1',
  ],
  [
    'parameters of a link are kept, nested and listed ones too',
    {
      method: { query: { f: { a: 1 }, ids: [1] } },
      input: { query: { q: 1 }, page: { url: '/n?f%5Bb%5D=2&ids[]=5', query: { size: 3 } } },
    },
    'https://api.test/n?f%5Bb%5D=2&ids[]=5&q=1&size=3',
  ],
  [
    'a verbatim link',
    {
      method: { query: { v: 1 } },
      input: { query: { q: 1 }, page: { url: 'https://api.test/n?t=1', isVerbatim: true, query: { size: 3 } } },
    },
    'https://api.test/n?t=1',
  ],
  [
    'a plain link to the same host stays under TLS',
    { input: { page: { url: 'http://api.test/n?p=2', isVerbatim: true } } },
    'https://api.test/n?p=2',
  ],
  [
    'a link to a host the pagination names',
    {
      method: { pagination: { format: 'link_header', config: { link_hosts: ['*.test'] } } },
      input: { page: { url: 'https://eu.test/n?p=2' } },
    },
    'https://eu.test/n?p=2',
  ],
  [
    'a path for the next page',
    { method: { path: '/c' }, input: { page: { path: '/services/q/01-2000' } } },
    'https://api.test/services/q/01-2000',
  ],
  [
    'a path for the next page stays on the host',
    { input: { page: { path: '//evil.test/x' } } },
    'https://api.test/evil.test/x',
  ],
  [
    'a query that goes into the body',
    { method: { method: 'post', add_query_to_body: true, query: { v: 1 } }, input: { query: { q: 1 } } },
    'https://api.test/v1?v=1',
  ],
];

for (const [name, given, url] of urls) {
  test(`url: ${name}`, () => assert.equal(urlOf(given), url));
}
