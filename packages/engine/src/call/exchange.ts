/** One request to the provider and its judgement. Every unified, proxy and custom call is made of these and nothing else sends. */
import type { RequestInput } from '../request/request.ts';
import { SluiceError, type HttpRequest, type JsonObject, type Outcome, type Run, type Scope } from '../terms/index.ts';
import type { MethodPlan } from './integration-plan.ts';
import type { Session } from './session.ts';

export interface Exchange {
  readonly plan: MethodPlan;
  readonly scope: Scope;
  readonly input: RequestInput;
}

export interface Exchanged {
  readonly outcome: Outcome;
  /** URL before credentials went on; paging resolves relative links against it. */
  readonly requestUrl: string;
}

/** Throws `template.unresolved` and other config errors before anything is sent; failures of the provider are outcomes. */
export async function exchange(session: Session, { plan, scope, input }: Exchange): Promise<Exchanged> {
  const { ports, call, run } = session;
  const bodyBoundary = plan.config.body_format === 'multipart' ? boundaryFrom(run.random) : undefined;
  const bare = plan.request.build(scope, { ...input, bodyBoundary }, limitsOf(session, plan));
  const authorized = plan.authorizer(call.account.authenticationMethod)(bare, scope, run);
  const request = authorized instanceof Promise ? await authorized : authorized;
  const startedMs = ports.clock();
  const outcome = await sendAndRead(session, plan, request, (scope['query'] ?? {}) as JsonObject, run);
  session.sent(bare, request, outcome, ports.clock() - startedMs);
  return { outcome, requestUrl: bare.url };
}

/** RFC 2046, section 5.1.1: must not occur in the parts, so it is long and random. */
function boundaryFrom(random: () => number): string {
  const piece = (): string => Math.floor(random() * 2 ** 48).toString(36);
  return `sluice-${piece()}${piece()}${piece()}`;
}

function limitsOf({ call }: Session, plan: MethodPlan): { timeoutMs: number; maxResponseBytes: number } {
  return plan.config.timeout_ms === undefined
    ? call.limits
    : { timeoutMs: plan.config.timeout_ms, maxResponseBytes: call.limits.maxResponseBytes };
}

async function sendAndRead(
  session: Session,
  plan: MethodPlan,
  request: HttpRequest,
  query: JsonObject,
  run: Run,
): Promise<Outcome> {
  try {
    const response = await session.ports.send(request);
    return await plan.reader.read(response, { query, context: session.context, run, scopes: plan.scopes });
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    if (error.code === 'provider.unreachable' || error.code === 'provider.timeout') {
      return { kind: 'unreachable', code: error.code, message: error.message };
    }
    if (error.code === 'provider.response_too_large' || error.code === 'provider.invalid_response') {
      const remote = { status: 502, message: error.message, code: null };
      return { kind: 'remote_error', code: error.code, status: 502, headers: {}, rateLimit: null, remote };
    }
    throw error;
  }
}
