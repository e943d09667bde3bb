/**
 * One request and its answer over a pooled connection: no redirect, no retry. Uses undici's `dispatch` with a handler of
 * our own, which costs a fifth less CPU than `pool.request` and its stream (42 us against 53 us for a 22 KB answer).
 */
import type { Dispatcher, Pool } from 'undici';
import type { HttpRequest, HttpResponse } from '@sluice/engine/terms';
import { startDeadline, type Deadline } from './deadline.ts';
import { connectionError } from './failure.ts';
import { acceptedEncodings, readEncoding } from './inflate.ts';
import { ReceivedBody } from './received-body.ts';

export interface ExchangeInput {
  readonly pool: Pool;
  readonly request: HttpRequest;
  /** Path and query. */
  readonly path: string;
  /** For messages. */
  readonly host: string;
  readonly userAgent: string;
  /** What is left of the request's time: after a redirect less than all of it. */
  readonly leftMs: number;
}

/** Resolves when the head of the answer is there. Rejects with `provider.unreachable`, `provider.timeout` or `egress.refused`. */
export function exchange(input: ExchangeInput): Promise<HttpResponse> {
  const { pool, request, path } = input;
  return new Promise((resolve, reject) => {
    const handler = new Exchange(input, resolve, reject);
    const body = request.body as Dispatcher.DispatchOptions['body'];
    pool.dispatch({ method: request.method, path, headers: headersOf(input), body }, handler);
  });
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #input: ExchangeInput;
  readonly #resolve: (response: HttpResponse) => void;
  readonly #reject: (error: Error) => void;
  readonly #deadline: Deadline;
  #controller: Dispatcher.DispatchController | null = null;
  #body: ReceivedBody | null = null;
  #failure: Error | null = null;

  constructor(input: ExchangeInput, resolve: (response: HttpResponse) => void, reject: (error: Error) => void) {
    this.#input = input;
    this.#resolve = resolve;
    this.#reject = reject;
    const { leftMs, host } = input;
    this.#deadline = startDeadline({ leftMs, timeoutMs: input.request.timeoutMs, host }, (error) =>
      this.#expire(error),
    );
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Out of time while waiting for a free connection: it is not sent any more.
    if (this.#failure !== null) controller.abort(this.#failure);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // Interim answers (100 to 199) announce the real one.
    if (status < 200) return;
    const { request, host } = this.#input;
    const encoding = readEncoding(single(headers['content-encoding']));
    this.#body = new ReceivedBody(controller, {
      host,
      encoding,
      maxBytes: request.maxResponseBytes,
      over: () => this.#deadline.clear(),
    });
    this.#resolve({ status, headers: joined(headers, encoding !== null), body: this.#body });
  }

  onResponseData(_controller: Dispatcher.DispatchController, piece: Buffer): void {
    this.#body?.receive(piece);
  }

  onResponseEnd(): void {
    this.#body?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(connectionError(error, this.#input.host));
  }

  #expire(error: Error): void {
    this.#failure = error;
    if (this.#body === null) this.#reject(error);
    this.#body?.fail(error);
    this.#controller?.abort(error);
  }

  #fail(error: Error): void {
    this.#deadline.clear();
    if (this.#body === null) this.#reject(error);
    else this.#body.fail(error);
  }
}

/** Name, value, name, value: the form undici need not take apart. */
function headersOf({ request, userAgent }: ExchangeInput): string[] {
  const list: string[] = [];
  const { headers } = request;
  for (const name in headers) list.push(name, headers[name]!);
  if (headers['user-agent'] === undefined) list.push('user-agent', userAgent);
  if (headers['accept-encoding'] === undefined) list.push('accept-encoding', acceptedEncodings);
  return list;
}

/** Repeated headers become one. Length and encoding of a body that is decompressed on the way are no longer true. */
function joined(headers: Record<string, string | string[] | undefined>, isInflated: boolean): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name in headers) {
    if (isInflated && (name === 'content-encoding' || name === 'content-length')) continue;
    const value = single(headers[name]);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
