/** Our own rate-limit headers from what a provider told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RateLimit } from '../terms/index.ts';
import { nowMs } from './fixtures/answers.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';

const none: RateLimit = { limit: null, remaining: null, resetSeconds: null, retryAfterSeconds: null };
const resetAt = (seconds: number) => String(nowMs / 1000 + seconds);

const rows: readonly (readonly [
  name: string,
  told: Partial<RateLimit> | null,
  kind: 'ok' | 'rate_limited' | 'remote_error' | undefined,
  expected: Record<string, string>,
])[] = [
  ['nothing told', null, 'rate_limited', {}],
  [
    'a success',
    { limit: 100, remaining: 99, resetSeconds: 30 },
    'ok',
    {
      'ratelimit-limit': '100',
      'ratelimit-remaining': '99',
      'ratelimit-reset': '30',
      'x-ratelimit-reset-at': resetAt(30),
    },
  ],
  [
    'zeros are told',
    { limit: 0, remaining: 0, resetSeconds: 0 },
    'ok',
    { 'ratelimit-limit': '0', 'ratelimit-remaining': '0', 'ratelimit-reset': '0', 'x-ratelimit-reset-at': resetAt(0) },
  ],
  ['no retry-after on a success', { retryAfterSeconds: 5 }, 'ok', {}],
  [
    'limited: a wait alone',
    { retryAfterSeconds: 5 },
    'rate_limited',
    { 'ratelimit-reset': '5', 'x-ratelimit-reset-at': resetAt(5), 'retry-after': '5' },
  ],
  [
    'limited: a reset alone',
    { resetSeconds: 9 },
    'rate_limited',
    { 'ratelimit-reset': '9', 'x-ratelimit-reset-at': resetAt(9), 'retry-after': '9' },
  ],
  [
    'limited: the longer of both for those who wait for the reset',
    { resetSeconds: 2, retryAfterSeconds: 60 },
    'rate_limited',
    { 'ratelimit-reset': '60', 'x-ratelimit-reset-at': resetAt(60), 'retry-after': '60' },
  ],
  [
    'limited: the wait is the wait',
    { resetSeconds: 3600, retryAfterSeconds: 2 },
    'rate_limited',
    { 'ratelimit-reset': '3600', 'x-ratelimit-reset-at': resetAt(3600), 'retry-after': '2' },
  ],
  [
    'kind unknown',
    { retryAfterSeconds: 5 },
    undefined,
    { 'ratelimit-reset': '5', 'x-ratelimit-reset-at': resetAt(5), 'retry-after': '5' },
  ],
];

for (const [name, told, kind, expected] of rows) {
  test(name, () =>
    assert.deepEqual(rateLimitHeaders(told === null ? null : { ...none, ...told }, nowMs, kind), expected),
  );
}

test('the reset instant never comes early', () => {
  assert.equal(rateLimitHeaders({ ...none, resetSeconds: 1 }, nowMs + 1)['x-ratelimit-reset-at'], resetAt(2));
});
