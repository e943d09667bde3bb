/** Turns the end of a call into what the caller receives: bodies, statuses and headers of the HTTP contract. */
import { rateLimitHeaders } from '../response/rate-limit-headers.ts';
import type { ErrorCode, FailedOutcome, JsonObject, OkOutcome } from '../terms/index.ts';
import type { Misfit } from '../mapping/coerce.ts';
import type { Session } from './session.ts';
import type { CallAnswer } from './types.ts';

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  423: 'Locked',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The short name of an HTTP status, for the `error` key of error bodies. */
export function reasonOf(status: number): string {
  return reasons[status] ?? (status < 500 ? 'Client Error' : 'Server Error');
}

export interface Success {
  readonly outcome: OkOutcome | null;
  readonly body: unknown;
  readonly recordCount?: number | null;
  readonly misfits?: readonly Misfit[];
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function succeed(session: Session, success: Success): CallAnswer {
  const limits = success.outcome === null ? {} : rateLimitHeaders(success.outcome.rateLimit, session.run.nowMs, 'ok');
  return finish(session, {
    outcome: success.outcome,
    status: success.status ?? 200,
    headers: { ...limits, ...success.headers },
    body: success.body,
    requests: session.requests,
    recordCount: success.recordCount ?? null,
    misfits: success.misfits ?? [],
  });
}

/** What an `error_mapping` may say over the provider's own words. */
export interface ErrorWords {
  readonly status?: number;
  readonly message?: string;
  readonly code?: string;
}

/** Shape: `{statusCode, error, message, code, is_remote_error, remote: {status, message, code}, missing_scopes?}`. */
export function fail(session: Session, outcome: FailedOutcome, words: ErrorWords = {}): CallAnswer {
  const { integration } = session.call;
  if (outcome.kind === 'unreachable') {
    const status = outcome.code === 'provider.timeout' ? 504 : 502;
    const body = {
      statusCode: status,
      error: reasonOf(status),
      message: outcome.message,
      code: outcome.code,
      is_remote_error: true,
      truto_is_remote_error: true,
    };
    return finish(session, failure(session, outcome, status, {}, body));
  }
  const code = codeOf(outcome);
  const remote = {
    status: outcome.remote.status,
    message: words.message ?? outcome.remote.message,
    code: words.code ?? outcome.remote.code,
  };
  const status = statusFor(outcome, words.status);
  const body: Record<string, unknown> = {
    statusCode: status,
    error: reasonOf(status),
    message:
      remote.message === null
        ? `${integration.slug} answered with status ${remote.status}.`
        : `${integration.slug}: ${remote.message}`,
    code,
    is_remote_error: true,
    truto_is_remote_error: true,
    remote,
  };
  if (outcome.kind === 'forbidden') body['missing_scopes'] = outcome.missingScopes;
  const headers = rateLimitHeaders(outcome.rateLimit, session.run.nowMs, outcome.kind);
  return finish(session, failure(session, outcome, status, headers, body));
}

function codeOf(outcome: Exclude<FailedOutcome, { kind: 'unreachable' }>): ErrorCode {
  switch (outcome.kind) {
    case 'rate_limited':
      return 'provider.rate_limited';
    case 'needs_reauth':
      return 'provider.unauthorized';
    case 'forbidden':
      return 'provider.forbidden';
    case 'remote_error':
      return outcome.code;
  }
}

/** A provider's 4xx is passed on; its 5xx is a bad gateway to our caller. */
function statusFor(outcome: Exclude<FailedOutcome, { kind: 'unreachable' }>, mapped: number | undefined): number {
  switch (outcome.kind) {
    case 'rate_limited':
      return 429;
    case 'needs_reauth':
      return 401;
    case 'forbidden':
      return 403;
    case 'remote_error': {
      const status = mapped ?? outcome.status;
      return status >= 400 && status < 500 ? status : 502;
    }
  }
}

function failure(
  session: Session,
  outcome: FailedOutcome,
  status: number,
  headers: Record<string, string>,
  body: JsonObject,
): CallAnswer {
  return { outcome, status, headers, body, requests: session.requests, recordCount: null, misfits: [] };
}

/** Explain rides on the answer itself, success or failure, and is kept nowhere else. */
function finish(session: Session, answer: CallAnswer): CallAnswer {
  if (session.trace === null) return answer;
  const explain = session.trace.finish(session.requests.reduce((sum, request) => sum + request.ms, 0));
  const isObject =
    typeof answer.body === 'object' &&
    answer.body !== null &&
    !Array.isArray(answer.body) &&
    !('stream' in answer.body);
  return { ...answer, explain, body: isObject ? { ...answer.body, explain } : answer.body };
}
