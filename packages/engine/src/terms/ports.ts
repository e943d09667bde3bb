/** What the engine asks of the world. It has no network, clock or randomness of its own. */
import type { HttpRequest } from './http-request.ts';
import type { HttpResponse } from './http-response.ts';

/**
 * Sends one request. Rejects with a `SluiceError` of code `provider.unreachable`, `provider.timeout`,
 * `provider.response_too_large` or `egress.refused`; every HTTP status resolves.
 */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** Seals paging positions so that callers can hold but neither read nor change them. */
export interface CursorSeal {
  seal(text: string): string;
  /** Null when the text is not ours or was changed. */
  open(cursor: string): string | null;
}

export interface Ports {
  readonly send: Send;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly cursors: CursorSeal;
}
