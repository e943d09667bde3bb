/** The one base error. Its message may be shown to the caller; `detail` is for the log only and never holds payload or secrets. */
import { errorCodes, type ErrorCode, type ErrorOrigin } from './error-codes.ts';

export interface ErrorOptions {
  /** Shown to the caller beside the message: places, values found, values allowed. Never a record. */
  readonly details?: unknown;
  /** For the log only. */
  readonly detail?: string;
  readonly cause?: unknown;
  /** Replaces the status of the code table, where a provider's own status is passed on. */
  readonly status?: number;
}

export class SluiceError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly origin: ErrorOrigin;
  readonly retryable: boolean;
  readonly details: unknown;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SluiceError';
    this.code = code;
    this.status = options.status ?? errorCodes[code].status;
    this.origin = errorCodes[code].origin;
    this.retryable = errorCodes[code].retryable;
    this.details = options.details;
    this.detail = options.detail;
  }
}
