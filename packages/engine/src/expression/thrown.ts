/** What an engine throws, as far as it may be looked at. */

/** What may be read of a thrown value. `value` and `message` of the reference hold data and are never passed on. */
export interface Thrown {
  readonly code?: unknown;
  readonly position?: unknown;
  readonly token?: unknown;
  readonly index?: unknown;
  readonly value?: unknown;
  readonly message?: unknown;
  readonly reason?: unknown;
}
