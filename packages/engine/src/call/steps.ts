/** Runs compiled steps in order. Each sees what earlier ones left; a failed request ends the call unless the step says otherwise. */
import type { FailedOutcome, JsonObject, Scope } from '../terms/index.ts';
import { SluiceError } from '../terms/index.ts';
import { isPlainObject } from '../values/merge.ts';
import { exchange } from './exchange.ts';
import type { Session } from './session.ts';
import type { CompiledStep, StepValue } from './step-plan.ts';

export type StepsEnd =
  | { readonly kind: 'done'; readonly results: JsonObject; readonly last: unknown }
  | { readonly kind: 'failed'; readonly outcome: FailedOutcome };

/** `seen` gives the variables of the `step` scope; results so far are added as `before` and `step`. */
export async function runSteps(
  session: Session,
  steps: readonly CompiledStep[],
  seen: (results: JsonObject) => Scope,
): Promise<StepsEnd> {
  const results: Record<string, unknown> = {};
  let last: unknown;
  for (const step of steps) {
    const scope = { ...seen(results), context: session.context };
    if (step.runIf !== null && !(await step.runIf.evaluate(scope, session.run))) continue;
    switch (step.kind) {
      case 'request': {
        const end = await requestStep(session, step, scope);
        if (end.kind === 'failed') return end;
        results[step.name] = last = end.value;
        break;
      }
      case 'transform':
        results[step.name] = last = await step.expression.evaluate(scope, session.run);
        break;
      case 'set_context': {
        const value = await valueOf(session, step.value, scope);
        if (!isPlainObject(value)) {
          throw new SluiceError('mapping.invalid_result', `set_context step "${step.name}" must give an object.`, {
            details: { step: step.name },
          });
        }
        session.extendContext(value);
        break;
      }
    }
  }
  return { kind: 'done', results, last };
}

type Requested =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly outcome: FailedOutcome };

export interface SubRequest {
  readonly resource: string;
  readonly method: string;
  readonly id: StepValue;
  readonly query: StepValue;
  readonly body?: StepValue;
  readonly ignoresErrors: boolean;
}

/** One extra request of a step or side load; gives what response_path points at. */
export async function requestStep(session: Session, request: SubRequest, seen: Scope): Promise<Requested> {
  const plan = session.call.integration.method(request.resource, request.method);
  const [id, query, body] = await Promise.all([
    valueOf(session, request.id, seen),
    valueOf(session, request.query, seen),
    valueOf(session, request.body ?? null, seen),
  ]);
  const providerQuery = isPlainObject(query) ? query : {};
  const idText = id === undefined || id === null ? undefined : String(id);
  const scope = session.scope({ id: idText, query: providerQuery, body });
  const { outcome } = await exchange(session, { plan, scope, input: { query: providerQuery, body } });
  if (outcome.kind === 'ok') return { kind: 'value', value: outcome.data };
  return request.ignoresErrors ? { kind: 'value', value: null } : { kind: 'failed', outcome };
}

export async function valueOf(session: Session, value: StepValue, seen: Scope): Promise<unknown> {
  if (value === null) return undefined;
  if (value.kind === 'expression') return value.expression.evaluate(seen, session.run);
  const { credentials } = session.call.account;
  return value.tree.render({ ...session.context, ...credentials, credentials, env: session.call.env, ...seen });
}
