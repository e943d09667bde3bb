/** Every error that leaves through HTTP, in the one shape of the contract: `{statusCode, error, message, code, details?}`. */
import { reasonOf, SluiceError } from '@sluice/engine';

export interface ErrorAnswer {
  readonly status: number;
  readonly body: {
    readonly statusCode: number;
    readonly error: string;
    readonly message: string;
    readonly code: string;
    readonly details?: unknown;
  };
}

/** What Fastify says of requests it refuses before a route sees them. */
const refusals: Readonly<Record<string, ConstructorParameters<typeof SluiceError>>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: ['request.invalid_json', 'The body is not valid JSON.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['request.invalid_json', 'The content type says JSON but the body is empty.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['request.body_too_large', 'The body exceeds the size limit.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['request.unsupported_media_type', 'The content type cannot be read here.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['request.invalid_body', 'content-length does not match the body.'],
  FST_ERR_BAD_URL: [
    'request.invalid_path',
    'The URL cannot be read: a % in it is not followed by the code of a character.',
  ],
  FST_ERR_MAX_PARAM_LENGTH: ['request.invalid_path', 'A part of the path is longer than an id or a name may be.'],
};

/** Anything that is not a `SluiceError` is a bug or the database being away; its text stays in the log. */
export function toSluiceError(error: unknown): SluiceError {
  if (error instanceof SluiceError) return error;
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    const refusal = refusals[error.code];
    if (refusal !== undefined) return new SluiceError(...refusal);
    if (isUnstorable(error.code))
      return new SluiceError(
        'request.invalid_body',
        'A text of the body holds a NUL character, which cannot be stored.',
      );
    if (isStoreFailure(error.code))
      return new SluiceError('store.unavailable', 'The database cannot be reached.', { cause: error });
  }
  // Fastify's own JSON parser throws a plain SyntaxError with a 400 on it.
  if (error instanceof SyntaxError && 'statusCode' in error && error.statusCode === 400)
    return new SluiceError('request.invalid_json', 'The body is not valid JSON.');
  return new SluiceError('system.bug', 'Sluice made a mistake. The request id finds it in the log.', { cause: error });
}

/** Connection failures and PostgreSQL's classes 08, 57P (shutdown) and 53 (out of resources). */
function isStoreFailure(code: string): boolean {
  return /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/.test(code) || /^(08|57P|53)/.test(code);
}

/** PostgreSQL: a text (22021) or JSON (22P05) that holds a NUL. URLs with one are refused before. */
function isUnstorable(code: string): boolean {
  return code === '22021' || code === '22P05';
}

export function answerOf(error: SluiceError): ErrorAnswer {
  const { status, code, details } = error;
  // Where the database is and why it cannot be reached is for the log: callers may be outside.
  const message = code === 'store.unavailable' ? 'The database cannot be reached.' : error.message;
  return {
    status,
    body: { statusCode: status, error: reasonOf(status), message, code, ...(details === undefined ? {} : { details }) },
  };
}
