/** A normalised rate limit as the headers of our own answer. What the provider did not tell is left out. */
import type { Outcome, RateLimit } from '../terms/index.ts';

/**
 * `ratelimit-limit`, `ratelimit-remaining`, `ratelimit-reset` (seconds from now), `x-ratelimit-reset-at` (epoch seconds),
 * and `retry-after` where the call ended as `rate_limited`; without `kind`, where a wait was told.
 * On a limited answer the reset is never sooner than the wait the provider asked for: clients wait for either.
 */
export function rateLimitHeaders(
  rateLimit: RateLimit | null,
  nowMs: number,
  kind?: Outcome['kind'],
): Record<string, string> {
  const headers: Record<string, string> = {};
  if (rateLimit === null) return headers;
  const { limit, remaining, resetSeconds, retryAfterSeconds } = rateLimit;
  const isLimited = kind === undefined ? retryAfterSeconds !== null : kind === 'rate_limited';
  if (limit !== null) headers['ratelimit-limit'] = String(limit);
  if (remaining !== null) headers['ratelimit-remaining'] = String(remaining);
  const reset = isLimited && retryAfterSeconds !== null ? Math.max(resetSeconds ?? 0, retryAfterSeconds) : resetSeconds;
  if (reset !== null) {
    headers['ratelimit-reset'] = String(reset);
    headers['x-ratelimit-reset-at'] = String(Math.ceil(nowMs / 1000) + reset);
  }
  const wait = retryAfterSeconds ?? resetSeconds;
  if (isLimited && wait !== null) headers['retry-after'] = String(wait);
  return headers;
}
