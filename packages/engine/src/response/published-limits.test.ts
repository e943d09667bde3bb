/** The published spellings of a rate limit; names and values are invented. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RateLimitConfig } from '../dsl/spec/rate-limit.ts';
import type { RateLimit } from '../terms/index.ts';
import { nowMs, told } from './fixtures/answers.ts';

const epoch = nowMs / 1000;

type Row = readonly [
  name: string,
  config: RateLimitConfig | null,
  headers: Record<string, string>,
  status: number,
  expected: Partial<RateLimit> | null,
];
const styles: readonly Row[] = [
  [
    'published: a bare header to wait for',
    { retry_after_header_expression: 'X-Wait' },
    { 'X-Wait': '11' },
    429,
    { retryAfterSeconds: 11 },
  ],
  [
    'published: an expression to wait for',
    { retry_after_header_expression: '$number(headers.`x-wait-ms`) / 1000' },
    { 'X-Wait-Ms': '1500' },
    429,
    { retryAfterSeconds: 2 },
  ],
  [
    'published: an epoch',
    { rate_limit_header_expression: 'headers.`x-reset`' },
    { 'X-Reset': String(epoch + 40) },
    200,
    { resetSeconds: 40 },
  ],
  [
    'published: a bare header with an epoch',
    { rate_limit_header_expression: 'X-Reset' },
    { 'X-Reset': String(epoch + 40) },
    200,
    { resetSeconds: 40 },
  ],
  [
    'published: a triple with seconds left',
    { rate_limit_header_expression: '{"limit": headers.l, "remaining": $number(headers.r), "reset": 9}' },
    { L: '100', R: '99' },
    200,
    { limit: 100, remaining: 99, resetSeconds: 9 },
  ],
  [
    'published: a triple with epoch milliseconds',
    { rate_limit_header_expression: '{"limit": 1, "reset": now + 2000}' },
    {},
    200,
    { limit: 1, resetSeconds: 2 },
  ],
  [
    'published: a triple with an ISO time',
    { rate_limit_header_expression: '{"reset": "2026-05-01T12:00:03Z"}' },
    {},
    200,
    { resetSeconds: 3 },
  ],
  ['published: nothing', { rate_limit_header_expression: 'headers.nothing' }, {}, 200, null],
];

describe('published spellings', () => {
  const none: RateLimit = { limit: null, remaining: null, resetSeconds: null, retryAfterSeconds: null };
  for (const [name, config, headers, status, expected] of styles) {
    test(name, async () => {
      assert.deepEqual(await told(config, headers, status), expected === null ? null : { ...none, ...expected });
    });
  }
});
