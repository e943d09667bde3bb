/** Answers that refuse: by status, unreadable, limited, or by an error expression over a success. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SluiceError } from '../terms/index.ts';
import { read } from './fixtures/answers.ts';
import { assertHolds, table } from './fixtures/table.ts';

const html = { text: '<!doctype html><html><body>Bad gateway</body></html>', type: 'text/html' };

table('failures by status', [
  [
    '400',
    {},
    { status: 400, json: { message: 'Bad', code: 'X' } },
    { kind: 'remote_error', status: 400, code: 'provider.error', remote: { status: 400, message: 'Bad', code: 'X' } },
  ],
  [
    '401',
    {},
    { status: 401, json: { error: { message: 'Expired' } } },
    { kind: 'needs_reauth', status: 401, remote: { status: 401, message: 'Expired', code: null } },
  ],
  [
    '403 with the scopes of the method',
    {},
    { status: 403, json: {} },
    { kind: 'forbidden', missingScopes: ['things.read'], remote: { status: 403, message: null, code: null } },
  ],
  [
    '404',
    {},
    { status: 404, text: 'Not here', type: 'text/plain' },
    { kind: 'remote_error', status: 404, remote: { status: 404, message: 'Not here', code: null } },
  ],
  ['416 without ranges', {}, { status: 416, json: {} }, { kind: 'remote_error', status: 416 }],
  [
    '429',
    {},
    { status: 429, headers: { 'retry-after': '3' }, json: {} },
    {
      kind: 'rate_limited',
      status: 429,
      rateLimit: { limit: null, remaining: null, resetSeconds: null, retryAfterSeconds: 3 },
    },
  ],
  [
    '500 without a body',
    {},
    { status: 500 },
    { kind: 'remote_error', status: 500, remote: { status: 500, message: null, code: null } },
  ],
  [
    '503 with Retry-After',
    {},
    { status: 503, headers: { 'retry-after': '9' } },
    { kind: 'remote_error', rateLimit: { limit: null, remaining: null, resetSeconds: null, retryAfterSeconds: 9 } },
  ],
  [
    'a redirect nobody followed',
    {},
    { status: 302, headers: { location: '/login' }, ...html },
    { kind: 'remote_error', status: 302, code: 'provider.error' },
  ],
  [
    'the error body is there for error mappings',
    {},
    { status: 422, json: { errors: [{ field: 'name' }] } },
    { body: { errors: [{ field: 'name' }] } },
  ],
  [
    'JSON that is not called so',
    {},
    { status: 400, text: '[{"message":"Bad","errorCode":"E"}]', type: 'text/plain' },
    { remote: { status: 400, message: 'Bad', code: 'E' } },
  ],
  [
    'JSON from an API of files',
    { response_format: 'binary' },
    { status: 404, json: { message: 'No file' } },
    { remote: { status: 404, message: 'No file', code: null } },
  ],
]);

describe('answers that cannot be read', () => {
  test('HTML where JSON was promised', async () => {
    const outcome = await read({}, html);
    assertHolds(outcome, { kind: 'remote_error', status: 502, code: 'provider.invalid_response' });
    assert.equal(outcome.kind === 'remote_error' && outcome.remote.status, 200);
  });

  test('a cut body', async () => {
    assertHolds(await read({}, { text: '{"a": [1, 2', type: 'application/json' }), {
      kind: 'remote_error',
      code: 'provider.invalid_response',
    });
  });

  test('an error expression cannot speak for what was not read', async () => {
    assertHolds(await read({ error_expression: '$exists(data.ok) ? false : "missing"' }, html), {
      code: 'provider.invalid_response',
    });
  });

  test('a refusal with a web page: the status decides and the message says so', async () => {
    const outcome = await read({}, { status: 502, ...html });
    assertHolds(outcome, { kind: 'remote_error', status: 502, code: 'provider.error' });
    assert.match(outcome.kind === 'remote_error' ? (outcome.remote.message ?? '') : '', /502.*web page/);
  });

  test('a refusal with a cut body: the status decides and the message says so', async () => {
    const outcome = await read({}, { status: 401, text: '{"message": "Ana Reis', type: 'application/json' });
    assertHolds(outcome, { kind: 'needs_reauth', status: 401 });
    assert.match(outcome.kind === 'needs_reauth' ? (outcome.remote.message ?? '') : '', /401.*cut short/);
    assert.doesNotMatch(JSON.stringify(outcome), /Ana/);
  });

  test('a body over the limit', async () => {
    const stops = new SluiceError('provider.response_too_large', 'Too large.');
    assertHolds(await read({}, { stops, type: 'application/json' }), {
      kind: 'remote_error',
      code: 'provider.response_too_large',
    });
  });

  test('a body that stops is for the caller to name', async () => {
    const stops = new SluiceError('provider.timeout', 'Too slow.');
    await assert.rejects(read({}, { stops, type: 'application/json' }), (error) => error === stops);
  });
});

const soql = { is_rate_limited: 'status = 403 and data[0].errorCode = "REQUEST_LIMIT_EXCEEDED"' };

table('rate limits', [
  [
    'recognised by expression',
    { rate_limit: soql },
    { status: 403, json: [{ message: 'Limit', errorCode: 'REQUEST_LIMIT_EXCEEDED' }] },
    { kind: 'rate_limited', status: 429, remote: { status: 403, message: 'Limit', code: 'REQUEST_LIMIT_EXCEEDED' } },
  ],
  [
    'another 403',
    { rate_limit: soql },
    { status: 403, json: [{ errorCode: 'INSUFFICIENT_ACCESS' }] },
    { kind: 'forbidden' },
  ],
  ['429 all the same', { rate_limit: soql }, { status: 429, json: [] }, { kind: 'rate_limited' }],
  [
    'in a 400 of GraphQL',
    { rate_limit: { is_rate_limited: '"RATELIMITED" in data.errors.extensions.code' } },
    { status: 400, json: { errors: [{ message: 'Slow', extensions: { code: 'RATELIMITED' } }] } },
    { kind: 'rate_limited', status: 429 },
  ],
  [
    'before the error expression',
    { rate_limit: soql, error_expression: 'data[0].message' },
    { status: 403, json: [{ message: 'x', errorCode: 'REQUEST_LIMIT_EXCEEDED' }] },
    { kind: 'rate_limited' },
  ],
  [
    'told on successes',
    { rate_limit: { limit: { header: 'X-Limit' } } },
    { json: {}, headers: { 'x-limit': '5' } },
    { kind: 'ok', rateLimit: { limit: 5, remaining: null, resetSeconds: null, retryAfterSeconds: null } },
  ],
  [
    "the integration's",
    {},
    { json: {}, headers: { 'x-limit': '5' } },
    { rateLimit: { limit: 5, remaining: null, resetSeconds: null, retryAfterSeconds: null } },
    { rate_limit: { limit: { header: 'X-Limit' } } },
  ],
  [
    "the integration's, turned off",
    { rate_limit: null },
    { json: {}, headers: { 'x-limit': '5' } },
    { rateLimit: null },
    { rate_limit: { limit: { header: 'X-Limit' } } },
  ],
]);

const ok =
  'data.ok = false ? {"status": data.error = "invalid_auth" ? 401 : data.error = "ratelimited" ? 429 : data.error = "missing_scope" ? 403, "message": data.error, "code": data.error, "missing_scopes": data.needed}';

table('error expressions', [
  ['a success stays one', { error_expression: ok }, { json: { ok: true, items: [] } }, { kind: 'ok' }],
  [
    '200 that is a 401',
    { error_expression: ok },
    { json: { ok: false, error: 'invalid_auth' } },
    { kind: 'needs_reauth', status: 401, remote: { status: 200, message: 'invalid_auth', code: 'invalid_auth' } },
  ],
  [
    '200 that is a 429',
    { error_expression: ok },
    { headers: { 'retry-after': '30' }, json: { ok: false, error: 'ratelimited' } },
    {
      kind: 'rate_limited',
      status: 429,
      rateLimit: { limit: null, remaining: null, resetSeconds: null, retryAfterSeconds: 30 },
    },
  ],
  [
    '200 that is a 403, with scopes',
    { error_expression: ok },
    { json: { ok: false, error: 'missing_scope', needed: 'users:read,users:write' } },
    { kind: 'forbidden', missingScopes: ['users:read', 'users:write'] },
  ],
  [
    '200 that is just a failure',
    { error_expression: ok },
    { json: { ok: false, error: 'no_such_thing' } },
    {
      kind: 'remote_error',
      status: 502,
      code: 'provider.error',
      remote: { status: 200, message: 'no_such_thing', code: 'no_such_thing' },
    },
  ],
  [
    'a text',
    { error_expression: 'data.problem' },
    { json: { problem: 'Broken' } },
    { kind: 'remote_error', remote: { status: 200, message: 'Broken', code: null } },
  ],
  [
    'a text over a 404',
    { error_expression: 'data.problem' },
    { status: 404, json: { problem: 'Gone' } },
    { kind: 'remote_error', status: 404, remote: { status: 404, message: 'Gone', code: null } },
  ],
  [
    'several texts',
    { error_expression: 'data.errors.text' },
    { json: { errors: [{ text: 'a' }, { text: 'b' }] } },
    { remote: { status: 200, message: 'a; b', code: null } },
  ],
  [
    'true leaves the words to the body',
    { error_expression: 'data.success = false' },
    { json: { success: false, error: { code: 7, message: 'Words' } } },
    { remote: { status: 200, message: 'Words', code: '7' } },
  ],
  [
    'a number is the code',
    { error_expression: 'data.code != 0 ? data.code' },
    { json: { code: 57, message: 'Not authorised' } },
    { remote: { status: 200, message: 'Not authorised', code: '57' } },
  ],
  [
    'nothing, "", {}, [], false and 0 are no failure',
    { error_expression: 'data.flag' },
    { json: { flag: 0 } },
    { kind: 'ok' },
  ],
  ['an empty list of errors is none', { error_expression: 'data.errors' }, { json: { errors: [] } }, { kind: 'ok' }],
  [
    'the method over the integration',
    { error_expression: '"mine"' },
    { json: {} },
    { remote: { status: 200, message: 'mine', code: null } },
    { error_expression: '"theirs"' },
  ],
  [
    'turned off by the method',
    { error_expression: null },
    { json: {} },
    { kind: 'ok' },
    { error_expression: '"theirs"' },
  ],
  [
    'a 403 may become a 404',
    { error_expression: 'status = 403 ? {"status": 404}' },
    { status: 403, json: { message: 'Hidden' } },
    { kind: 'remote_error', status: 404, remote: { status: 403, message: 'Hidden', code: null } },
  ],
  [
    'a status that is none is not believed',
    { error_expression: '{"status": 200, "message": "x"}' },
    { json: {} },
    { kind: 'remote_error', status: 502 },
  ],
  [
    'sees status, headers, data, response, query, context',
    { error_expression: '$join([$string(status), headers.`x-a`, data.a, response.a, query.q, context.region], " ")' },
    { json: { a: 'A' }, headers: { 'x-a': 'H' } },
    { remote: { status: 200, message: '200 H A A asked eu', code: null } },
  ],
]);
