/** One call under way: its instant, its context, and the notes taken for the log and for explain. Lives as long as the call. */
import { maskAuthorization } from '../auth/mask.ts';
import type { HttpRequest, JsonObject, Outcome, Ports, Run, Scope } from '../terms/index.ts';
import { mergeResults } from '../values/merge.ts';
import type { Trace } from './explain.ts';
import { buildScope } from './scope.ts';
import type { CustomCall, ProxyCall, SentRequest, UnifiedCall } from './types.ts';

export interface Session {
  readonly ports: Ports;
  readonly call: UnifiedCall | ProxyCall | CustomCall;
  readonly run: Run;
  /** Account context plus what `set_context` steps added for this call. */
  readonly context: JsonObject;
  readonly requests: SentRequest[];
  /** Null unless the caller asked to explain. */
  readonly trace: Trace | null;
  extendContext(values: JsonObject): void;
  scope(parts: { id: string | undefined; query: JsonObject; body: unknown; more?: JsonObject }): Scope;
  sent(bare: HttpRequest, request: HttpRequest, outcome: Outcome, ms: number): void;
}

export function openSession(ports: Ports, call: Session['call'], trace: Trace | null): Session {
  const requests: SentRequest[] = [];
  let context = call.account.context;
  return {
    ports,
    call,
    run: { nowMs: ports.clock(), random: ports.random },
    get context() {
      return context;
    },
    requests,
    trace,
    extendContext(values) {
      context = mergeResults(context, values) as JsonObject;
    },
    scope({ id, query, body, more }) {
      const scope = buildScope({
        account: call.account,
        env: call.env,
        context,
        id,
        query,
        body,
        headers: call.headers ?? {},
      });
      return more === undefined ? scope : { ...scope, ...more };
    },
    sent(bare, request, outcome, ms) {
      const status = outcome.kind === 'unreachable' ? null : outcome.status;
      requests.push({ method: request.method, url: hostAndPath(bare.url), status, ms });
      if (trace !== null)
        trace.requests.push({
          ...maskAuthorization(request, bare, call.account.credentials),
          status,
          outcome: outcome.kind,
          ms,
        });
    },
  };
}

function hostAndPath(url: string): string {
  const afterScheme = url.indexOf('://') + 3;
  const end = url.search(/[?#]/);
  return url.slice(afterScheme, end === -1 ? undefined : end);
}
