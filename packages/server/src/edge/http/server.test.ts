import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SluiceError } from '@sluice/engine/terms';
import type { FastifyInstance } from 'fastify';
import type { Incoming, Route } from './route.ts';
import { createHttpServer } from './server.ts';

const storeErrors: Readonly<Record<string, string>> = { nul: '22021', 'nul-in-json': '22P05', away: '57P01' };

const route = (part: Pick<Route, 'verbs' | 'path' | 'run'>): Route => ({
  scope: null,
  tag: 't',
  summary: 's',
  ...part,
});
const seen = async ({ params, query, body }: Incoming) => ({
  status: 200,
  body: { params, query, body: body ?? null },
});
const routes = [
  route({ verbs: ['GET', 'POST'], path: '/thing/:id', run: seen }),
  route({
    verbs: ['GET'],
    path: '/broken/:kind',
    run: ({ params }) => Promise.reject(Object.assign(new Error('its text'), { code: storeErrors[params['kind']!] })),
  }),
  route({
    verbs: ['GET'],
    path: '/store-away',
    run: () => Promise.reject(new SluiceError('store.unavailable', 'connect ECONNREFUSED 10.0.0.7:5432')),
  }),
  route({
    verbs: ['GET'],
    path: '/mapping-fails',
    run: () => Promise.reject(new SluiceError('expression.failed', 'at its place')),
  }),
];

let server: FastifyInstance;
const logged: { about: object; message: string }[] = [];
const note = (about: object, message: string): void => void logged.push({ about, message });
before(() => {
  server = createHttpServer({
    routes,
    authenticate: () => Promise.reject(new Error('no route here asks')),
    log: { info() {}, warn: note, error: note },
    maxBodyBytes: 1_000_000,
    corsOrigins: [],
  });
});
after(() => server.close());

const get = (url: string) => server.inject({ method: 'GET', url });
const post = (payload: string) =>
  server.inject({ method: 'POST', url: '/thing/1', payload, headers: { 'content-type': 'application/json' } });
const codeOf = (answer: { statusCode: number; json(): { code?: string } }) => [answer.statusCode, answer.json().code];

test('a request refused before any route is found is answered like every other', async () => {
  for (const url of ['/thing/%ff', '/thing/%', `/thing/${'a'.repeat(600)}`]) {
    const answer = await get(url);
    assert.deepEqual(codeOf(answer), [400, 'request.invalid_path']);
    assert.deepEqual(Object.keys(answer.json()), ['statusCode', 'error', 'message', 'code']);
    assert.equal(answer.body.includes('aaaa'), false);
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    assert.equal(typeof answer.headers['x-request-id'], 'string');
  }
});

describe('queries', () => {
  test('nest, list and keep names', async () => {
    const answer = await get('/thing/1?a[b][gt]=1&list[]=x&list[]=y&plain=z&plain=w&a.b=c');
    assert.deepEqual(answer.json().query, { a: { b: { gt: '1' } }, list: ['x', 'y'], plain: ['z', 'w'], 'a.b': 'c' });
  });
  test('what would get lost is refused', async () => {
    const many = Array.from({ length: 201 }, (_, at) => `id[]=${at}`).join('&');
    const lossy = [
      '__proto__=1',
      '__proto__[x]=1',
      'a[constructor][prototype][x]=1',
      'a[b][c][d][e][f][g]=1',
      many,
      'a=%00',
    ];
    for (const query of lossy)
      assert.deepEqual(codeOf(await get(`/thing/1?${query}`)), [400, 'request.invalid_query'], query);
  });
});

describe('bodies', () => {
  test('as deep as 200 levels, brackets in strings not counted', async () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    assert.equal((await post(nested(200))).statusCode, 200);
    assert.deepEqual(codeOf(await post(nested(201))), [400, 'request.invalid_body']);
    assert.deepEqual(codeOf(await post(`["\\\\", ${nested(201)}]`)), [400, 'request.invalid_body']);
    assert.equal((await post(JSON.stringify(['"\\[{'.repeat(500)]))).statusCode, 200);
    assert.equal((await post(JSON.stringify(Array.from({ length: 500 }, () => [{}])))).statusCode, 200);
  });
  test('no JSON', async () => {
    for (const text of ['{', '"', `{"a": "${'['.repeat(500)}`])
      assert.deepEqual(codeOf(await post(text)), [400, 'request.invalid_json']);
  });
});

test('a NUL in the path is refused, and one the database refuses is the mistake of the caller', async () => {
  assert.deepEqual(codeOf(await get('/thing/a%00b')), [400, 'request.invalid_path']);
  assert.deepEqual(codeOf(await get('/broken/nul')), [400, 'request.invalid_body']);
  assert.deepEqual(codeOf(await get('/broken/nul-in-json')), [400, 'request.invalid_body']);
});

test('where the database is stays in the log', async () => {
  for (const url of ['/broken/away', '/store-away']) {
    const answer = await get(url);
    assert.deepEqual(codeOf(answer), [503, 'store.unavailable']);
    assert.equal(answer.body.includes('10.0.0.7'), false);
  }
});

test('the log has what the operator can mend, and not the mistakes of callers', async () => {
  logged.length = 0;
  await get('/thing/%00');
  await get('/nowhere');
  const failed = await get('/mapping-fails');
  const about = { request_id: failed.headers['x-request-id'], code: 'expression.failed' };
  assert.deepEqual(logged, [{ about, message: 'at its place' }]);
});
