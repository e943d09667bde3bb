/** Answers that are fine, and what comes out of them; files, big integers and broken configs among them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SluiceError, type ByteSource } from '../terms/index.ts';
import { answerOf, placeOf, read, run, type Given } from './fixtures/answers.ts';
import { assertHolds, table } from './fixtures/table.ts';
import { compileResponse } from './response.ts';

const raw = (digits: string) => (JSON as unknown as { rawJSON(text: string): object }).rawJSON(digits);

table('successes', [
  [
    'the body without a path',
    {},
    { json: { a: 1 } },
    { kind: 'ok', status: 200, data: { a: 1 }, body: { a: 1 }, rateLimit: null },
  ],
  [
    'a dotted path',
    { response_path: 'a.b' },
    { json: { a: { b: [1] } } },
    { kind: 'ok', data: [1], body: { a: { b: [1] } } },
  ],
  ['a path with an index', { response_path: 'a[1].b' }, { json: { a: [{}, { b: 2 }] } }, { data: 2 }],
  ['a path with odd names', { response_path: '@odata-x["a b"]' }, { json: { '@odata-x': { 'a b': 3 } } }, { data: 3 }],
  [
    'a path through a list',
    { response_path: 'data.edges.node' },
    { json: { data: { edges: [{ node: { id: 1 } }, {}, { node: { id: 2 } }] } } },
    { data: [{ id: 1 }, { id: 2 }] },
  ],
  [
    'a path through a list of one',
    { response_path: 'edges.node' },
    { json: { edges: [{ node: { id: 1 } }] } },
    { data: [{ id: 1 }] },
  ],
  ['a path through an empty list', { response_path: 'edges.node' }, { json: { edges: [] } }, { data: [] }],
  ['a path that is not there', { response_path: 'a.b' }, { json: {} }, { kind: 'ok', data: null }],
  ['a path to null', { response_path: 'a' }, { json: { a: null } }, { kind: 'ok', data: null }],
  [
    'JSONata',
    { response_path: 'QueryResponse.*[]' },
    { json: { QueryResponse: { Invoice: [{ id: 1 }, { id: 2 }] } } },
    { data: [{ id: 1 }, { id: 2 }] },
  ],
  ['JSONata that finds nothing', { response_path: '$.a[b = 1]' }, { json: {} }, { kind: 'ok', data: null }],
  [
    'JSONata over a bare list',
    { response_path: '$[id > 1]' },
    { json: [{ id: 1 }, { id: 2 }, { id: 3 }] },
    { data: [{ id: 2 }, { id: 3 }] },
  ],
  ['204', { response_path: 'a' }, { status: 204 }, { kind: 'ok', status: 204, data: null, body: null }],
  [
    'an empty 200',
    { response_path: 'a' },
    { text: '', type: 'application/json' },
    { kind: 'ok', data: null, body: null },
  ],
  ['304', {}, { status: 304 }, { kind: 'ok', status: 304, data: null, body: null }],
  ['304 is not shown to an error expression', { error_expression: '$error("asked")' }, { status: 304 }, { kind: 'ok' }],
  ['text', { response_format: 'text' }, { text: 'ok', type: 'text/plain' }, { kind: 'ok', data: 'ok' }],
  [
    'XML',
    { response_format: 'xml', response_path: 'Things.Thing' },
    { text: '<Things><Thing><Id>1</Id></Thing></Things>', type: 'text/xml' },
    { kind: 'ok' },
  ],
  [
    '416 after the last range',
    { pagination: { format: 'range' } },
    { status: 416, json: { message: 'no such range' } },
    { kind: 'ok', data: null, body: null },
  ],
]);

describe('odds and ends', () => {
  test('a file passes through unread', async () => {
    const outcome = await read(
      { response_format: 'binary', error_expression: 'data ? "seen"' },
      { text: 'PDF', type: 'application/pdf' },
    );
    assert.equal(outcome.kind, 'ok');
    const body = (outcome.kind === 'ok' ? outcome.data : null) as ByteSource & { isRead: boolean };
    assert.equal(body.isRead, false);
    assert.equal(await body.text(), 'PDF');
  });

  test('a file that comes with a failure is let go', async () => {
    const response = answerOf({ text: 'PDF', type: 'application/pdf', headers: { 'x-failed': 'yes' } });
    const method = { response_format: 'binary' as const, error_expression: 'headers.`x-failed` = "yes"' };
    const reader = compileResponse({ integration: { base_url: 'https://a.example' }, method }, placeOf);
    assertHolds(await reader.read(response, { query: {}, context: {}, run, scopes: [] }), {
      kind: 'remote_error',
      status: 502,
      body: null,
    });
    assert.equal((response.body as unknown as { isRead: boolean }).isRead, true);
  });

  test('HEAD has no body to read', async () => {
    const response = answerOf({ headers: { 'content-length': '120' }, text: '', type: 'application/json' });
    const reader = compileResponse(
      { integration: { base_url: 'https://a.example' }, method: { path: '/x', method: 'head' } },
      placeOf,
    );
    assertHolds(await reader.read(response, { query: {}, context: {}, run, scopes: [] }), { kind: 'ok', data: null });
  });

  test('big integers survive, and expressions see them as text', async () => {
    const text = '{"items":[{"id":9007199254740993}]}';
    const plain = await read({ response_path: 'items' }, { text, type: 'application/json' });
    assertHolds(plain, { kind: 'ok', data: [{ id: raw('9007199254740993') }] });
    assert.equal(plain.kind === 'ok' && plain.hasBigIntegers, true);
    const mapped = await read(
      { response_path: '$.items.id', error_expression: 'data.items[0].id = "9007199254740993" ? false : "lost"' },
      { text, type: 'application/json' },
    );
    assertHolds(mapped, { kind: 'ok', data: '9007199254740993' });
  });

  test('an expression that fails is the config at fault, not the provider', async () => {
    await assert.rejects(
      read({ error_expression: '$number("x")' }, { json: {} }),
      (error) => error instanceof SluiceError && error.code === 'expression.failed',
    );
  });

  test('an expression that cannot be parsed is refused at load, with its place', async () => {
    const compile = () =>
      compileResponse(
        { integration: { base_url: 'https://a.example' }, method: { rate_limit: { is_rate_limited: '((' } } },
        placeOf,
      );
    assert.throws(
      compile,
      (error) =>
        error instanceof SluiceError &&
        error.code === 'expression.syntax' &&
        JSON.stringify([error.message, error.details]).includes('method.rate_limit.is_rate_limited'),
    );
  });

  test('the same answer twice gives the same outcome', async () => {
    const given: Given = { status: 403, json: { message: 'No' } };
    assert.deepEqual(await read({}, given), await read({}, given));
  });
});
