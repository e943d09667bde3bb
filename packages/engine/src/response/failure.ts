/** Builds the outcome of a failed answer from its status. The one table of status to outcome; it reads no bodies. */
import type { ErrorCode, FailedOutcome, RateLimit } from '../terms/index.ts';

export interface Failure {
  /** The provider's status, or the one it was normalised to; decides the outcome. */
  readonly status: number;
  /** The status on the wire. */
  readonly wireStatus: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly rateLimit: RateLimit | null;
  readonly message: string | null;
  readonly code: string | null;
  readonly missingScopes: readonly string[];
  /** For `remote_error`: what makes the answer unusable; `provider.error` where the provider just refused. */
  readonly errorCode: ErrorCode;
  /** The decoded error body. */
  readonly body: unknown;
}

export function failedOutcome(failure: Failure): FailedOutcome {
  const { status, wireStatus, headers, rateLimit, message, code, body } = failure;
  const refused = { status, headers, rateLimit, remote: { status: wireStatus, message, code }, body };
  switch (status) {
    case 401:
      return { kind: 'needs_reauth', ...refused };
    case 403:
      return { kind: 'forbidden', ...refused, missingScopes: failure.missingScopes };
    case 429:
      return { kind: 'rate_limited', ...refused };
    default:
      return { kind: 'remote_error', ...refused, code: failure.errorCode };
  }
}
