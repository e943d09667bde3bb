/**
 * Sends a write that carries an `Idempotency-Key` once, however often it is called and on whichever process. Remembers a
 * keyed hash, the status and the id; never the key and never a payload. Calls without the header run no statement here.
 *
 * | state | entered | left |
 * |---|---|---|
 * | free | no row, or an expired one | claimed before anything is sent -> under way |
 * | under way | | nothing written (refused with 4xx or 429, our own error before sending) -> free; else -> done. Its process puts the expiry off; when that was killed the key is free again after `leaseMs`, the one case that may send twice |
 * | done | a success, or an end that does not tell (unreachable, timeout, 5xx, our own error after sending) | a day later -> free |
 */
import { SluiceError, type CallAnswer, type Ports } from '@sluice/engine';
import type { CallRecord } from '../../adapters/record/record.ts';
import type { KeyClaim } from '../../adapters/store/idempotency-key.ts';
import type { Callable, CallDeps } from './callable.ts';
import { hasWritten, recordIdOf, watchWrites } from './written.ts';

const HEADER = 'idempotency-key';
const LONGEST_KEY = 255;
/** How long an end is remembered: longer than anyone retries, short enough to forget. */
const RETENTION_MS = 24 * 3_600_000;
/** Over the longest wait for a provider: what a process needs to say that it still lives. */
const MARGIN_MS = 10_000;

/** What only reads, whatever verb it came by: a key on it means nothing. */
const reads: Readonly<Record<string, readonly (string | null)[]>> = {
  unified: ['list', 'get'],
  proxy: ['list', 'get'],
  custom: ['get', 'head', 'options'],
};

/** A write that is to be sent once. */
export interface Once {
  readonly key: string;
  /** API, model, resource, method, and the record or path: the same key on another of them is another key. */
  readonly about: readonly (string | null)[];
}

/** Null for reads and for writes without the header. */
export function onceOf(
  headers: Readonly<Record<string, string>> | undefined,
  subject: Pick<CallRecord, 'api' | 'model' | 'resource' | 'method'>,
  target: string | undefined,
): Once | null {
  const key = headers?.[HEADER];
  if (key === undefined) return null;
  const { api, model, resource, method } = subject;
  if (reads[api]?.includes(method)) return null;
  return { key, about: [api, model, resource, method, target ?? null] };
}

export interface OnceInput {
  readonly once: Once | null;
  readonly callable: Callable;
  call(callable: Callable, ports: Ports): Promise<CallAnswer>;
}

/** Throws `call.in_progress`, `call.already_done`, `request.invalid_header`, and `store.unavailable` before anything is sent. */
export async function callOnce(deps: CallDeps, { once, callable, call }: OnceInput): Promise<CallAnswer> {
  if (once === null) return call(callable, deps.ports);
  const leaseMs = deps.limits.timeoutMs + MARGIN_MS;
  const claim = await claimKey(deps, { once, callable, leaseMs });
  const { idempotencyKeys } = deps.directory.load.statements;
  const extend = (): void =>
    void idempotencyKeys.extend(claim, leaseMs).catch((error: unknown) => complain(deps, error));
  const signsOfLife = setInterval(extend, leaseMs / 4).unref();
  const watched = watchWrites(deps.ports);
  try {
    const answer = await call(callable, watched.ports);
    const end = { status: answer.status, recordId: recordIdOf(answer) };
    await settle(deps, claim, hasWritten(answer) ? end : null);
    return answer;
  } catch (error) {
    const status = error instanceof SluiceError ? error.status : 500;
    await settle(deps, claim, watched.hasWritten() ? { status, recordId: null } : null);
    throw error;
  } finally {
    clearInterval(signsOfLife);
  }
}

async function claimKey(
  { directory }: CallDeps,
  { once, callable, leaseMs }: { once: Once; callable: Callable; leaseMs: number },
): Promise<KeyClaim> {
  const { key, about } = once;
  if (key === '' || key.length > LONGEST_KEY) {
    throw new SluiceError('request.invalid_header', `${HEADER} must have 1 to ${LONGEST_KEY} characters.`, {
      details: { header: HEADER, found: `${key.length} characters`, allowed: `1 to ${LONGEST_KEY} characters` },
    });
  }
  const { environmentId, id } = callable.open.account;
  const { vault, statements } = directory.load;
  const hashes = vault.hashes(JSON.stringify([HEADER, environmentId, id, ...about, key]));
  const state = await statements.idempotencyKeys.claim({ hashes, leaseMs });
  switch (state.kind) {
    case 'claimed':
      return state.claim;
    case 'under_way':
      throw new SluiceError('call.in_progress', `Another call with this ${HEADER} is under way.`);
    case 'done':
      throw alreadyDone(state);
  }
}

function alreadyDone({ status, recordId }: { status: number; recordId: string | null }): SluiceError {
  const message =
    status < 400
      ? `A call with this ${HEADER} was already done.`
      : `A call with this ${HEADER} ended with status ${status}: it may or may not have been done at the provider.`;
  return new SluiceError('call.already_done', message, { details: { id: recordId, status } });
}

/** `end` null: nothing was written, so the key may be used again. */
async function settle(
  deps: CallDeps,
  claim: KeyClaim,
  end: { status: number; recordId: string | null } | null,
): Promise<void> {
  const { idempotencyKeys } = deps.directory.load.statements;
  try {
    if (end === null) await idempotencyKeys.free(claim);
    else await idempotencyKeys.finish(claim, { ...end, keepMs: RETENTION_MS });
  } catch (error) {
    // What the provider did is done: the caller gets the answer. The key stays held until its lease is over.
    complain(deps, error);
  }
}

function complain({ log }: CallDeps, error: unknown): void {
  log.error({ reason: String(error) }, 'The state of an idempotency key could not be saved.');
}
