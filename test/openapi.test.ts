/** The document the server gives about itself: OpenAPI 3.1 in shape, true of every route; and what is on every answer. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { call, type Body } from './support/client.ts';
import { startHouse, type House } from './support/house.ts';

const verbs = new Set(['get', 'post', 'put', 'patch', 'delete', 'options', 'head', 'trace']);
const page = 'https://console.example.com';

let house: House;
let document: Body;
/** Every operation: path template, verb and what the document says of it. */
let operations: { path: string; verb: string; operation: Body }[];

before(async () => {
  house = await startHouse();
  document = (await call(house, '/openapi.json', { token: null })).body;
  operations = Object.entries<Body>(document['paths']).flatMap(([path, item]) =>
    Object.entries<Body>(item).map(([verb, operation]) => ({ path, verb, operation })),
  );
});
after(async () => {
  await house.stop();
  await house.remove();
});

describe('the document', () => {
  test('is OpenAPI 3.1, its references lead somewhere, its ids are unique', () => {
    assert.match(document['openapi'], /^3\.1\.\d+$/);
    assert.equal(typeof document['info']['title'], 'string');
    assert.equal(typeof document['info']['version'], 'string');
    assert.equal(document['servers'][0]['url'], house.url);
    assert.ok(operations.length > 40, `${operations.length} operations`);
    const ids = new Set<string>();
    const tags = new Set(document['tags'].map((tag: Body) => tag['name']));
    for (const { path, verb, operation } of operations) {
      const at = `${verb} ${path}`;
      assert.ok(path.startsWith('/') && verbs.has(verb), at);
      assert.equal(ids.has(operation['operationId']), false, `operationId of ${at}`);
      ids.add(operation['operationId']);
      assert.ok(operation['summary'].length > 5, `summary of ${at}`);
      assert.ok(
        operation['tags'].every((tag: string) => tags.has(tag)),
        at,
      );
      assert.ok(operation['responses']['200'] ?? operation['responses']['201'], at);
      assert.ok(operation['responses']['default'], at);
    }
    for (const [, pointer] of JSON.stringify(document).matchAll(/"\$ref":"(#[^"]*)"/g))
      assert.notEqual(resolve(pointer!), undefined, pointer);
  });

  test('has no two paths that differ in the names of their parameters alone', () => {
    const shapes = Object.keys(document['paths']).map((path) => path.replace(/\{\w+\}/g, '{}'));
    assert.deepEqual(shapes.toSorted(), [...new Set(shapes)].toSorted());
  });

  test('declares each parameter of a path, once, as required', () => {
    for (const { path, verb, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = operation['parameters'].filter((one: Body) => one['in'] === 'path');
      assert.deepEqual(declared.map((one: Body) => one['name']).toSorted(), named.toSorted(), `${verb} ${path}`);
      assert.ok(declared.every((one: Body) => one['required'] === true));
      const all = operation['parameters'].map((one: Body) => `${one['in']} ${one['name']}`);
      assert.equal(new Set(all).size, all.length, `${verb} ${path}`);
    }
  });

  test('has a body schema on writes, which is JSON Schema of an object', () => {
    for (const { path, verb, operation } of operations) {
      if (verb !== 'post' && verb !== 'patch' && verb !== 'put') continue;
      const schema = operation['requestBody']?.['content']['application/json']['schema'];
      assert.equal(schema?.['type'], 'object', `${verb} ${path}`);
    }
  });

  test('names every error code, and errors have the shape it says', async () => {
    const error = document['components']['schemas']['Error'];
    const { body } = await call(house, '/unified/crm/contacts');
    for (const key of error['required']) assert.ok(key in body, key);
    assert.ok(error['properties']['code']['enum'].includes(body['code']));
  });

  function resolve(pointer: string): Body {
    return pointer
      .slice(2)
      .split('/')
      .reduce((at: Body, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
  }
});

describe('the routes', () => {
  test('all answer something of their own, without a token nothing but themselves', async () => {
    for (const { path, verb, operation } of operations) {
      const url = path.replace(/\{(\w+)\}/g, 'x1');
      const method = verb.toUpperCase();
      const options = ['GET', 'HEAD', 'DELETE'].includes(method) ? { method } : { method, body: {} };
      const answer = await call(house, url, options);
      assert.notEqual(answer.body['code'], 'request.unknown_route', `${method} ${url}`);
      assert.ok(answer.status < 500, `${method} ${url}: ${answer.status} ${answer.body['code']}`);
      const isOpen = operation['security']?.length === 0;
      const stranger = await call(house, url, { ...options, token: null });
      assert.equal(stranger.status === 401, !isOpen, `${method} ${url} without a token: ${stranger.status}`);
    }
  });

  test('that are open are the ones about the server itself', () => {
    const open = operations.filter(({ operation }) => operation['security']?.length === 0).map(({ path }) => path);
    assert.deepEqual(open.toSorted(), ['/health/live', '/health/ready', '/openapi.json']);
  });

  test('live and ready say so', async () => {
    assert.deepEqual((await call(house, '/health/live', { token: null })).body, { status: 'live' });
    assert.deepEqual((await call(house, '/health/ready', { token: null })).body, { status: 'ready' });
  });
});

describe('every answer', () => {
  const paths = ['/health/live', '/openapi.json', '/nowhere', '/unified/crm/contacts', '/integration', '/%'];

  test('carries the security headers and an id of its request, good or bad', async () => {
    const ids = new Set<string>();
    for (const path of paths) {
      const { headers } = await call(house, path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('cache-control'), 'no-store', path);
      assert.equal(headers.get('x-frame-options'), 'DENY', path);
      assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
      assert.match(headers.get('content-security-policy')!, /default-src 'none'/, path);
      assert.match(headers.get('strict-transport-security')!, /max-age=\d{7,}/, path);
      assert.equal(headers.get('server'), null);
      assert.equal(headers.get('x-powered-by'), null);
      ids.add(headers.get('x-request-id')!);
    }
    assert.equal(ids.size, paths.length);
    assert.equal(ids.has('null'), false);
  });

  test('tells browsers of other origins nothing, by default', async () => {
    for (const path of paths) {
      const { headers } = await call(house, path, { headers: { origin: page } });
      assert.deepEqual(
        [...headers.keys()].filter((name) => name.startsWith('access-control')),
        [],
        path,
      );
    }
    const preflight = await call(house, '/unified/crm/contacts', { method: 'OPTIONS', headers: { origin: page } });
    assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-origin')], [404, null]);
  });
});

test('only browsers of the origins the operator names may call', async () => {
  const open = await startHouse({ env: { SLUICE_CORS_ORIGINS: page, SLUICE_DEMO: 'off' } });
  try {
    for (const path of ['/health/live', '/openapi.json', '/nowhere', '/unified/crm/contacts']) {
      const own = await call(open, path, { headers: { origin: page } });
      assert.equal(own.headers.get('access-control-allow-origin'), page, path);
      assert.match(own.headers.get('access-control-expose-headers')!, /ratelimit-reset/);
      assert.match(own.headers.get('vary')!, /origin/i);
      for (const origin of ['https://evil.example', 'null', `${page}.evil.example`, 'http://console.example.com']) {
        const { headers } = await call(open, path, { headers: { origin } });
        assert.equal(headers.get('access-control-allow-origin'), null, `${path} from ${origin}`);
      }
    }
    const asked = { 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' };
    const options = { method: 'OPTIONS', token: null } as const;
    const preflight = await call(open, '/unified/crm/contacts', { ...options, headers: { origin: page, ...asked } });
    assert.equal(preflight.status, 204);
    assert.match(preflight.headers.get('access-control-allow-methods')!, /PATCH/);
    assert.match(preflight.headers.get('access-control-allow-headers')!, /authorization/);
  } finally {
    await open.stop();
    await open.remove();
  }
});
