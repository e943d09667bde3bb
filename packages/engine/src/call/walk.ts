/** A unified call under way: what its steps share, and how it fails. */
import type { RequestInput } from '../request/request.ts';
import type { FailedOutcome, JsonObject, Scope } from '../terms/index.ts';
import { isPlainObject } from '../values/merge.ts';
import { fail, type ErrorWords } from './answer.ts';
import type { MethodPlan } from './integration-plan.ts';
import type { Session } from './session.ts';
import type { CallAnswer, UnifiedCall } from './types.ts';

export interface Walk {
  readonly session: Session;
  readonly call: UnifiedCall;
  readonly query: JsonObject;
  readonly body: JsonObject | undefined;
  before: JsonObject;
  target: MethodPlan | null;
  input: RequestInput;
  /** Variables of the mapping expressions, but for `response` and `side_load`. */
  seen: Scope;
}

/** What mapping expressions see of the call so far. */
export function seenBy(walk: Walk): Scope {
  const { call, session } = walk;
  const env = call.env;
  return {
    query: walk.query,
    rawQuery: call.query,
    body: walk.body,
    context: session.context,
    headers: call.headers ?? {},
    before: walk.before,
    id: call.id,
    env,
  };
}

/** Provider errors in the mapping's own words, where it has some. */
export async function failUnified(walk: Walk, outcome: FailedOutcome): Promise<CallAnswer> {
  const stack = walk.call.mapping.stacks.error_mapping;
  if (stack === null || outcome.kind === 'unreachable') return fail(walk.session, outcome);
  const input = {
    ...walk.seen,
    error: outcome.body ?? outcome.remote,
    status: outcome.status,
    headers: outcome.headers,
  };
  const words = await stack.evaluate(input, walk.session.run);
  return fail(walk.session, outcome, isPlainObject(words) ? (words as ErrorWords) : {});
}
