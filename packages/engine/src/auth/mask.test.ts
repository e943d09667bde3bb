import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpRequest } from '../terms/index.ts';
import { maskAuthorization } from './mask.ts';

const before: HttpRequest = {
  method: 'GET',
  url: 'https://api.test/c?a=1',
  headers: { accept: 'x', 'x-key': 'old' },
  body: null,
  timeoutMs: 1,
  maxResponseBytes: 1,
};

test('what the credentials added or changed is masked, the rest shown', () => {
  const request = {
    ...before,
    url: `${before.url}&key=s3cret`,
    headers: { accept: 'x', 'x-key': 'new', authorization: 'Bearer t' },
  };
  assert.deepEqual(maskAuthorization(request, before), {
    method: 'GET',
    url: 'https://api.test/c?a=1&key=•••',
    headers: { accept: 'x', 'x-key': '•••', authorization: '•••' },
  });
});

test('nothing added, nothing masked', () => {
  assert.deepEqual(maskAuthorization(before, before), { method: 'GET', url: before.url, headers: before.headers });
});

test('credentials that templates put elsewhere are masked too', () => {
  const request = { ...before, url: 'https://api.test/t/abcd%2Fef?k=abcd/ef', headers: { 'x-account': 'id abcd/ef' } };
  assert.deepEqual(maskAuthorization(request, request, { nested: { key: 'abcd/ef' }, short: 'api' }), {
    method: 'GET',
    url: 'https://api.test/t/•••?k=•••',
    headers: { 'x-account': 'id •••' },
  });
});
