/** Every style of rate-limit header met so far, as one normalised report; names and values are invented. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RateLimitConfig, RateLimitReading } from '../dsl/spec/rate-limit.ts';
import { SluiceError, type RateLimit } from '../terms/index.ts';
import { nowMs, placeOf, told } from './fixtures/answers.ts';
import { compileRateLimit } from './rate-limit.ts';

const at = (seconds: number) => new Date(nowMs + seconds * 1000);
const epoch = nowMs / 1000;

type Row = readonly [
  name: string,
  config: RateLimitConfig | null,
  headers: Record<string, string>,
  status: number,
  expected: Partial<RateLimit> | null,
];
const triple = (prefix: string, unit: RateLimitReading['unit']): RateLimitConfig => ({
  limit: { header: `${prefix}-Limit` },
  remaining: { header: `${prefix}-Remaining` },
  reset: { header: `${prefix}-Reset`, unit },
});
const daily: RateLimitConfig = {
  limit: { header: 'X-Limit-Info', pattern: 'api-usage=\\d+/(\\d+)' },
  used: { header: 'X-Limit-Info', pattern: 'api-usage=(\\d+)/' },
};

const styles: readonly Row[] = [
  [
    'window length in ms, no reset',
    {
      limit: { header: 'X-Own-RateLimit-Max' },
      remaining: { header: 'X-Own-RateLimit-Remaining' },
      reset: { header: 'X-Own-RateLimit-Interval-Milliseconds', unit: 'window_ms' },
    },
    {
      'X-Own-RateLimit-Max': '110',
      'X-Own-RateLimit-Remaining': '108',
      'X-Own-RateLimit-Interval-Milliseconds': '10000',
    },
    200,
    { limit: 110, remaining: 108, resetSeconds: 10 },
  ],
  [
    'used of limit in one header',
    daily,
    { 'X-Limit-Info': 'api-usage=24/15000' },
    200,
    { limit: 15000, remaining: 14976 },
  ],
  [
    'used of limit among others',
    daily,
    { 'X-Limit-Info': 'api-usage=16000/15000; per-app-api-usage=17/250(appName=x)' },
    403,
    { limit: 15000, remaining: 0 },
  ],
  [
    'seconds left',
    triple('X-RateLimit', 'seconds_left'),
    { 'x-ratelimit-limit': '80', 'x-ratelimit-remaining': '79', 'x-ratelimit-reset': '2' },
    200,
    { limit: 80, remaining: 79, resetSeconds: 2 },
  ],
  [
    'remaining alone, sometimes',
    { remaining: { header: 'X-CREDITS-REMAINING' } },
    { 'X-CREDITS-REMAINING': '4999' },
    200,
    { remaining: 4999 },
  ],
  ['remaining alone, not this time', { remaining: { header: 'X-CREDITS-REMAINING' } }, {}, 200, null],
  ['no header even when limited', { remaining: { header: 'X-CREDITS-REMAINING' } }, {}, 429, null],
  [
    'remaining and Retry-After in seconds',
    { limit: { value: 6000 }, remaining: { header: 'x-own-burst-remaining-requests' } },
    { 'x-own-burst-remaining-requests': '5990', 'Retry-After': '31' },
    429,
    { limit: 6000, remaining: 5990, retryAfterSeconds: 31 },
  ],
  [
    'all in one structured header',
    {
      limit: { header: 'RateLimit', pattern: 'limit=(\\d+)' },
      remaining: { header: 'RateLimit', pattern: 'remaining=(\\d+)' },
      reset: { header: 'RateLimit', pattern: 'reset=(\\d+)' },
    },
    { ratelimit: 'limit=240; remaining=239; reset=2' },
    200,
    { limit: 240, remaining: 239, resetSeconds: 2 },
  ],
  [
    'a limit with policies behind it',
    triple('X-RateLimit', 'seconds_left'),
    { 'x-ratelimit-limit': '60, 60;w=1, 100;w=1' },
    200,
    { limit: 60 },
  ],
  ['Retry-After as an HTTP date', null, { 'Retry-After': at(12).toUTCString() }, 429, { retryAfterSeconds: 12 }],
  ['nothing told at all', null, {}, 429, null],
  [
    'header names of their own',
    {
      limit: { header: 'X-Rate-Limit' },
      remaining: { header: 'X-Rate-Limit-Remaining' },
      reset: { header: 'ratelimit-reset', unit: 'seconds_left' },
    },
    { 'X-Rate-Limit': '400', 'X-Rate-Limit-Remaining': '399', 'ratelimit-reset': '48' },
    200,
    { limit: 400, remaining: 399, resetSeconds: 48 },
  ],
  [
    'ISO time without seconds',
    triple('X-RateLimit', 'iso_time'),
    {
      'X-RateLimit-Limit': '350',
      'X-RateLimit-Remaining': '349',
      'X-RateLimit-Reset': '2026-05-01T12:05Z',
      'Retry-After': '5',
    },
    429,
    { limit: 350, remaining: 349, resetSeconds: 300, retryAfterSeconds: 5 },
  ],
  [
    'limit and reset without remaining',
    triple('X-RateLimit', 'epoch_seconds'),
    { 'X-RateLimit-Limit': '1000', 'X-RateLimit-Reset': String(epoch + 60) },
    429,
    { limit: 1000, resetSeconds: 60 },
  ],
  [
    'total and remaining, the window known from the documentation',
    {
      limit: { header: 'X-RateLimit-Total' },
      remaining: { header: 'X-RateLimit-Remaining' },
      reset: { value: 60, unit: 'window_seconds' },
    },
    { 'X-RateLimit-Total': '400', 'X-RateLimit-Remaining': '399', 'X-RateLimit-Used-CurrentRequest': '1' },
    200,
    { limit: 400, remaining: 399, resetSeconds: 60 },
  ],
  [
    'epoch seconds',
    triple('X-RateLimit', 'epoch_seconds'),
    { 'X-RateLimit-Limit': '167', 'X-RateLimit-Remaining': '166', 'X-RateLimit-Reset': String(epoch + 10) },
    200,
    { limit: 167, remaining: 166, resetSeconds: 10 },
  ],
  [
    'epoch milliseconds',
    triple('X-RateLimit-Requests', 'epoch_ms'),
    {
      'X-RateLimit-Requests-Limit': '5000',
      'X-RateLimit-Requests-Remaining': '4999',
      'X-RateLimit-Requests-Reset': String(nowMs + 3_600_000),
    },
    400,
    { limit: 5000, remaining: 4999, resetSeconds: 3600 },
  ],
  [
    'epoch seconds with a fraction',
    triple('X-RateLimit', 'epoch_seconds'),
    {
      'x-ratelimit-limit': '50',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': `${epoch + 7}.331`,
      'retry-after': '8',
    },
    429,
    { limit: 50, remaining: 0, resetSeconds: 8, retryAfterSeconds: 8 },
  ],
  [
    'local time with an offset',
    triple('X-RateLimit', 'local_time'),
    {
      'X-RateLimit-Limit': '200',
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Reset': '2026-05-01 05:01:00 -0700',
      'Retry-After': '60',
    },
    429,
    { limit: 200, remaining: 0, resetSeconds: 60, retryAfterSeconds: 60 },
  ],
  [
    'dashes elsewhere',
    triple('X-Rate-Limit', 'epoch_seconds'),
    { 'X-Rate-Limit-Limit': '10', 'X-Rate-Limit-Remaining': '9', 'X-Rate-Limit-Reset': String(epoch + 9) },
    200,
    { limit: 10, remaining: 9, resetSeconds: 9 },
  ],
  [
    'remaining told, limit known from the documentation',
    { limit: { value: 60 }, remaining: { header: 'X-Minute-Remaining' } },
    { 'X-Minute-Remaining': '59' },
    200,
    { limit: 60, remaining: 59 },
  ],
  [
    'limit and remaining, a delay in ms',
    {
      limit: { header: 'X-Own-BurstLimit' },
      remaining: { header: 'X-Own-BurstLimitRemaining' },
      reset: { header: 'X-Own-ResponseDelay', unit: 'ms_left' },
    },
    { 'X-Own-BurstLimit': '2000', 'X-Own-BurstLimitRemaining': '0', 'X-Own-ResponseDelay': '500' },
    200,
    { limit: 2000, remaining: 0, resetSeconds: 1 },
  ],
  [
    'nothing told, the wait known from the documentation',
    { retry_after: { value: 60 } },
    {},
    429,
    { retryAfterSeconds: 60 },
  ],
  ['a known wait is no news on a success', { retry_after: { value: 60 } }, {}, 200, null],
  [
    'a known wait is no news beside a told limit',
    { limit: { header: 'l' }, retry_after: { value: 60 } },
    { l: '5' },
    200,
    { limit: 5 },
  ],
  [
    'a known wait yields to a told one',
    { retry_after: { value: 60 } },
    { 'Retry-After': '7' },
    429,
    { retryAfterSeconds: 7 },
  ],
  [
    'Retry-After in milliseconds',
    { retry_after: { unit: 'ms_left' } },
    { 'Retry-After': '2500' },
    429,
    { retryAfterSeconds: 3 },
  ],
  [
    'Retry-After under another name',
    { retry_after: { header: 'X-Retry-In' } },
    { 'X-Retry-In': '4', 'Retry-After': '9' },
    429,
    { retryAfterSeconds: 4 },
  ],
  ['Retry-After of a success', null, { 'Retry-After': '120' }, 202, { retryAfterSeconds: 120 }],
  ['Retry-After that is neither', null, { 'Retry-After': 'later' }, 429, null],
  ['negative remaining', triple('X-RateLimit', undefined), { 'X-RateLimit-Remaining': '-5' }, 200, { remaining: 0 }],
  [
    'words instead of numbers',
    triple('X-RateLimit', undefined),
    { 'X-RateLimit-Limit': 'unlimited', 'X-RateLimit-Remaining': 'NaN' },
    200,
    null,
  ],
  [
    'an expression over status and headers',
    { remaining: { expression: 'status = 200 ? $number(headers.`x-left`) - 1' } },
    { 'X-Left': '5' },
    200,
    { remaining: 4 },
  ],
  [
    'an expression with a unit',
    { reset: { expression: 'now + 5000', unit: 'epoch_ms' } },
    {},
    200,
    { resetSeconds: 5 },
  ],
];

describe('styles of rate-limit headers', () => {
  const none: RateLimit = { limit: null, remaining: null, resetSeconds: null, retryAfterSeconds: null };
  for (const [name, config, headers, status, expected] of styles) {
    test(name, async () => {
      assert.deepEqual(await told(config, headers, status), expected === null ? null : { ...none, ...expected });
    });
  }
});

describe('configs that cannot work', () => {
  const bad: readonly (readonly [name: string, config: RateLimitConfig])[] = [
    ['a zone that is none', { reset: { header: 'x', unit: 'local_time', time_zone: 'Mars/Olympus' } }],
    ['a pattern that is none', { limit: { header: 'x', pattern: '(' } }],
    ['a pattern that may take for ever', { limit: { header: 'x', pattern: '((a+)+)b' } }],
  ];
  for (const [name, config] of bad) {
    test(name, () => {
      assert.throws(
        () => compileRateLimit(config, placeOf),
        (error) => error instanceof SluiceError && error.code === 'config.invalid',
      );
    });
  }
});

test('plain readings answer at once', () => {
  const seen = { status: 200, headers: { 'x-ratelimit-limit': '5' }, nowMs, run: { nowMs, random: () => 0 } };
  assert.ok(!(compileRateLimit(triple('X-RateLimit', 'seconds_left'), placeOf)(seen, false) instanceof Promise));
});
