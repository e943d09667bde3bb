/** A provider's rate-limit report in one unit system. A field the provider did not tell is null. */
export interface RateLimit {
  readonly limit: number | null;
  readonly remaining: number | null;
  /** Seconds from the answer until the window resets; never negative, rounded up. */
  readonly resetSeconds: number | null;
  /** Seconds the provider asked to wait; only where it said so. */
  readonly retryAfterSeconds: number | null;
}
