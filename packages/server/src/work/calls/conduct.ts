/** Around every call: time it, save what it says about the account, record its metadata. Never keeps a body. */
import { SluiceError, type CallAnswer, type Ports } from '@sluice/engine';
import type { CallRecord } from '../../adapters/record/record.ts';
import { openCallable, type Callable, type CallDeps, type CallFor } from './callable.ts';
import { directoryKey } from './directory.ts';
import { healthAfter } from './health.ts';
import { callOnce, type Once } from './idempotency.ts';

/** What the call is about, for the request log. */
export interface CallSubject {
  readonly api: CallRecord['api'];
  readonly model: string | null;
  readonly resource: string | null;
  readonly method: string | null;
}

export async function conduct(
  deps: CallDeps,
  input: {
    wanted: CallFor;
    subject: CallSubject;
    once: Once | null;
    call(callable: Callable, ports: Ports): Promise<CallAnswer>;
  },
): Promise<CallAnswer> {
  const startedMs = deps.ports.clock();
  const { wanted, subject } = input;
  let callable: Callable | null = null;
  try {
    callable = await openCallable(deps, wanted);
    const answer = await callOnce(deps, { ...input, callable });
    await saveHealth(deps, { callable, subject, answer });
    record(deps, { wanted, subject, callable, startedMs, answer, code: codeOf(answer) });
    return answer;
  } catch (error) {
    const { status, code } = error instanceof SluiceError ? error : { status: 500, code: 'system.bug' };
    record(deps, { wanted, subject, callable, startedMs, answer: null, status, code });
    throw error;
  }
}

async function saveHealth(
  deps: CallDeps,
  seen: { callable: Callable; subject: CallSubject; answer: CallAnswer },
): Promise<void> {
  const { open } = seen.callable;
  const { model, resource, method } = seen.subject;
  const name = model === null ? resource : `${model}/${resource}`;
  const health = healthAfter(open, { outcome: seen.answer.outcome, resource: name, method, nowMs: deps.ports.clock() });
  if (health === null) return;
  const { environmentId, id } = open.account;
  try {
    await deps.saveHealth(health);
    deps.directory.accounts.drop(directoryKey(environmentId, id));
    deps.log.info({ integrated_account_id: id, status: health.status }, 'The health of an account changed.');
  } catch (error) {
    // The caller's answer is whole without it; the next call tries again.
    deps.log.error(
      { integrated_account_id: id, reason: String(error) },
      'The health of an account could not be saved.',
    );
  }
}

interface Recorded {
  readonly wanted: CallFor;
  readonly subject: CallSubject;
  readonly callable: Callable | null;
  readonly startedMs: number;
  readonly answer: CallAnswer | null;
  readonly status?: number;
  readonly code: string | null;
}

function record(
  { recorder, ports }: CallDeps,
  { wanted, subject, callable, startedMs, answer, status, code }: Recorded,
): void {
  const nowMs = ports.clock();
  let providerMs = 0;
  for (const request of answer?.requests ?? []) providerMs += request.ms;
  recorder.record({
    at: new Date(startedMs),
    environment_id: wanted.authentication.environmentId,
    integrated_account_id: callable?.open.account.id ?? null,
    integration: callable?.installation.name ?? null,
    api: subject.api,
    model: subject.model,
    resource: subject.resource,
    method: subject.method,
    status: answer?.status ?? status ?? 500,
    code,
    duration_ms: nowMs - startedMs,
    provider_ms: providerMs,
    provider_requests: answer?.requests.length ?? 0,
    record_count: answer?.recordCount ?? null,
    request_id: wanted.requestId,
    config_revision: callable === null ? null : `${callable.installation.revision}.${callable.open.account.version}`,
  });
}

function codeOf({ outcome, body }: CallAnswer): string | null {
  if (outcome === null || outcome.kind === 'ok') return null;
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : null;
  return typeof code === 'string' ? code : null;
}
