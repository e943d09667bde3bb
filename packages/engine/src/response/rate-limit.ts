/** What an answer tells about the provider's rate limit, in one unit system. Decides nothing about the answer itself. */
import type { RateLimitConfig } from '../dsl/spec/rate-limit.ts';
import type { Place, RateLimit } from '../terms/index.ts';
import { compilePublished } from './published-limits.ts';
import { compileInstant, compileReading, type Limits, type Reading, type Told } from './reading.ts';
import { retryAfter, toSeconds } from './reset-units.ts';

/**
 * Null where nothing is told. `isLimited` is whether the answer was judged to mean "slow down": only then does a wait
 * known from the documentation (`retry_after.value`) count. A promise only where the config holds an expression.
 */
export type ReadRateLimit = (told: Told, isLimited: boolean) => RateLimit | null | Promise<RateLimit | null>;

const keys = ['limit', 'remaining', 'used', 'reset', 'retry_after'] as const;

/** Without a config only Retry-After is read. Throws `config.invalid` and `expression.syntax`. */
export function compileRateLimit(config: RateLimitConfig | null, placeOf: (field: string) => Place): ReadRateLimit {
  const count = (key: 'limit' | 'remaining' | 'used') => compileReading(config?.[key], placeOf(key));
  const limit = count('limit');
  const remaining = count('remaining');
  const used = count('used');
  const reset = compileInstant(config?.reset, placeOf('reset'), toSeconds.seconds_left);
  const retry = compileInstant(retryAfterOf(config), placeOf('retry_after'), retryAfter);
  const published = compilePublished(config, placeOf);
  const fixed = fixedLimits(config);
  const isWaiting = published !== null || keys.some((key) => config?.[key]?.expression !== undefined);

  const readNow = (told: Told): Limits => ({
    limit: limit(told) as number | null,
    remaining: remaining(told) as number | null,
    used: used(told) as number | null,
    reset: reset(told) as number | null,
    retry: retry(told) as number | null,
  });
  const readInTime = async (told: Told): Promise<Limits> => {
    const stated = published === null ? null : await published(told);
    const or = async (value: number | null | undefined, reading: Reading) => value ?? (await reading(told));
    return {
      limit: await or(stated?.limit, limit),
      remaining: await or(stated?.remaining, remaining),
      used: await used(told),
      reset: await or(stated?.reset, reset),
      retry: await or(stated?.retry, retry),
    };
  };
  return (told, isLimited) => {
    if (config === null && !isLimited && told.headers['retry-after'] === undefined) return null;
    if (!isWaiting) return summarize(readNow(told), fixed, isLimited);
    return readInTime(told).then((found) => summarize(found, fixed, isLimited));
  };
}

/** The default is the Retry-After header; a `unit`, `pattern` or `value` alone says how to read it, or what stands in for it. */
function retryAfterOf(config: RateLimitConfig | null): RateLimitConfig['retry_after'] {
  const own = config?.retry_after;
  if (own?.header !== undefined || own?.expression !== undefined) return own;
  return { ...own, header: 'retry-after' };
}

function fixedLimits(config: RateLimitConfig | null): Limits {
  return {
    limit: config?.limit?.value ?? null,
    remaining: config?.remaining?.value ?? null,
    used: config?.used?.value ?? null,
    reset: fixedWait(config?.reset),
    retry: fixedWait(config?.retry_after),
  };
}

/** A fixed value is a duration, whatever instant the header would have named. */
function fixedWait(config: RateLimitConfig['reset']): number | null {
  if (config?.value === undefined) return null;
  return config.unit?.endsWith('_ms') || config.unit === 'ms_left' ? config.value / 1000 : config.value;
}

function summarize(found: Limits, fixed: Limits, isLimited: boolean): RateLimit | null {
  if (!isLimited && !isSaid(found.limit, found.remaining, found.used, found.reset, found.retry)) return null;
  const limit = found.limit ?? fixed.limit;
  const used = found.used ?? fixed.used;
  const unused = used === null || limit === null ? null : limit - used;
  const summary: RateLimit = {
    limit: whole(limit, Math.floor),
    remaining: whole(found.remaining ?? unused ?? fixed.remaining, Math.floor),
    resetSeconds: whole(found.reset ?? fixed.reset, Math.ceil),
    retryAfterSeconds: whole(found.retry ?? (isLimited ? fixed.retry : null), Math.ceil),
  };
  return isSaid(summary.limit, summary.remaining, summary.resetSeconds, summary.retryAfterSeconds) ? summary : null;
}

function isSaid(...values: readonly (number | null)[]): boolean {
  return values.some((value) => value !== null);
}

/** Never negative, never NaN. */
function whole(value: number | null, round: (value: number) => number): number | null {
  return value === null || !Number.isFinite(value) ? null : Math.max(0, round(value));
}
