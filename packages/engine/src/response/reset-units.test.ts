/** Every unit in which a provider tells a time to wait, judged by its own clock; all values are invented. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RateLimitReading } from '../dsl/spec/rate-limit.ts';
import { nowMs, told } from './fixtures/answers.ts';

const at = (seconds: number) => new Date(nowMs + seconds * 1000);
const epoch = nowMs / 1000;

const units: readonly (readonly [reset: Omit<RateLimitReading, 'header'>, header: string, seconds: number | null])[] = [
  [{}, '48', 48],
  [{ unit: 'seconds_left' }, '2', 2],
  [{ unit: 'seconds_left' }, '1.2', 2],
  [{ unit: 'seconds_left' }, '0', 0],
  [{ unit: 'seconds_left' }, '-3', 0],
  [{ unit: 'seconds_left' }, 'soon', null],
  [{ unit: 'seconds_left' }, '', null],
  [{ unit: 'seconds_left' }, '60, 60;w=1', 60],
  [{ unit: 'ms_left' }, '1500', 2],
  [{ unit: 'epoch_seconds' }, String(epoch + 30), 30],
  [{ unit: 'epoch_seconds' }, String(epoch + 0.25), 1],
  [{ unit: 'epoch_seconds' }, String(epoch - 30), 0],
  [{ unit: 'epoch_ms' }, String(nowMs + 2500), 3],
  [{ unit: 'iso_time' }, '2026-05-01T12:01Z', 60],
  [{ unit: 'iso_time' }, '2026-05-01T14:00:30.500+02:00', 31],
  [{ unit: 'iso_time' }, '2026-05-01T12:00:05.000+0000', 5],
  [{ unit: 'iso_time' }, '2026-05-01T12:00:30', 30],
  [{ unit: 'iso_time' }, '2026-05-01T11:00:00Z', 0],
  [{ unit: 'iso_time' }, '12:30:00', null],
  [{ unit: 'http_date' }, at(90).toUTCString(), 90],
  [{ unit: 'http_date' }, 'Friday, 01-May-26 12:00:10 GMT', 10],
  [{ unit: 'http_date' }, 'Fri May  1 12:00:20 2026', 20],
  [{ unit: 'http_date' }, '2026-05-01', null],
  [{ unit: 'local_time', time_zone: 'America/Los_Angeles' }, '2026-05-01 05:00:45', 45],
  [{ unit: 'local_time', time_zone: 'America/Los_Angeles' }, '2026-05-01T05:01:00', 60],
  [{ unit: 'local_time', time_zone: 'Europe/Berlin' }, '2026-05-01 05:00:30 -0700', 30],
  [{ unit: 'local_time', time_zone: 'Europe/Berlin' }, '2026-05-01 05:00:30 -07:00', 30],
  [{ unit: 'local_time' }, '2026-05-01 12:00:30', 30],
  [{ unit: 'local_time' }, 'Fri, 01 May 2026 05:00:30 -0700', 30],
  [{ unit: 'window_seconds' }, '60', 60],
  [{ unit: 'window_ms' }, '10000', 10],
  [{ unit: 'seconds_left', pattern: 'resets=(\\d+)' }, 'total=100; remaining=98; resets=30', 30],
  [{ unit: 'seconds_left', pattern: 'resets=(\\d+)' }, 'total=100; remaining=98', null],
];

describe('units of a reset', () => {
  for (const [reset, header, seconds] of units) {
    test(`${JSON.stringify(reset)} ${header}`, async () => {
      const found = await told({ reset: { header: 'X-Reset', ...reset } }, { 'X-Reset': header });
      assert.equal(found?.resetSeconds ?? null, seconds);
    });
  }
});

describe("instants are judged by the provider's clock", () => {
  const skewed = { Date: at(-600).toUTCString() };
  test('its Date header corrects ours', async () => {
    const found = await told(
      { reset: { header: 'r', unit: 'epoch_seconds' } },
      { ...skewed, r: String(epoch - 600 + 20) },
    );
    assert.equal(found?.resetSeconds, 20);
  });
  test('durations are left alone', async () => {
    assert.equal(
      (await told({ reset: { header: 'r', unit: 'seconds_left' } }, { ...skewed, r: '20' }))?.resetSeconds,
      20,
    );
  });
  test('a Date that is none counts for nothing', async () => {
    const found = await told(
      { reset: { header: 'r', unit: 'epoch_seconds' } },
      { Date: 'yesterday', r: String(epoch + 20) },
    );
    assert.equal(found?.resetSeconds, 20);
  });
  test('Retry-After as a date', async () => {
    assert.equal((await told(null, { ...skewed, 'Retry-After': at(-590).toUTCString() }, 429))?.retryAfterSeconds, 10);
  });
});
