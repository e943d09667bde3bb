/** How a provider call ended. Every expected end is a value here; only callers' mistakes, bad config and bugs are thrown. */
import type { ErrorCode } from './error-codes.ts';
import type { RateLimit } from './rate-limit.ts';

/** What the provider said about a failure; message and code are the provider's own words, extracted by config. */
export interface RemoteError {
  readonly status: number;
  readonly message: string | null;
  readonly code: string | null;
}

interface Answered {
  /** The provider's status, or the one its error expression normalised it to. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly rateLimit: RateLimit | null;
}

export interface OkOutcome extends Answered {
  readonly kind: 'ok';
  /** The decoded body, whole. For `binary` answers a `ByteSource`. */
  readonly body: unknown;
  /** What `response_path` points at; the body itself without one. */
  readonly data: unknown;
  /** True when `body` holds integers beyond 2^53 kept as `JSON.rawJSON`; see `codec/json.ts`. */
  readonly hasBigIntegers: boolean;
}

interface Refused extends Answered {
  readonly remote: RemoteError;
  /** The decoded error body, for `error_mapping` of the same call only: never logged, never stored. */
  readonly body?: unknown;
}

export interface RateLimitedOutcome extends Refused {
  readonly kind: 'rate_limited';
}

export interface NeedsReauthOutcome extends Refused {
  readonly kind: 'needs_reauth';
}

export interface ForbiddenOutcome extends Refused {
  readonly kind: 'forbidden';
  readonly missingScopes: readonly string[];
}

export interface RemoteErrorOutcome extends Refused {
  readonly kind: 'remote_error';
  /** Set when the answer itself was unusable (HTML instead of JSON, cut short): `provider.invalid_response` or `provider.response_too_large`. */
  readonly code: ErrorCode;
}

export interface UnreachableOutcome {
  readonly kind: 'unreachable';
  /** `provider.unreachable` or `provider.timeout`. */
  readonly code: ErrorCode;
  readonly message: string;
}

export type FailedOutcome =
  | RateLimitedOutcome
  | NeedsReauthOutcome
  | ForbiddenOutcome
  | RemoteErrorOutcome
  | UnreachableOutcome;

export type Outcome = OkOutcome | FailedOutcome;
