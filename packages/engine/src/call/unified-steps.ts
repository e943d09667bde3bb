/** The steps a mapping puts around the request: before it, after its mapping; and the headers of the answer. */
import type { FailedOutcome, OkOutcome } from '../terms/index.ts';
import { isPlainObject } from '../values/merge.ts';
import { succeed } from './answer.ts';
import { runSteps } from './steps.ts';
import type { CallAnswer } from './types.ts';
import { failUnified, seenBy, type Walk } from './walk.ts';

/** The last `transform` after the mapping replaces the result; without one it stays as it is. */
export async function runAfter(walk: Walk, response: unknown, outcome: OkOutcome): Promise<unknown> {
  const { after } = walk.call.mapping;
  if (after.length === 0) return response;
  const end = await runSteps(walk.session, after, (results) => ({
    ...walk.seen,
    response,
    data: outcome.data,
    step: results,
  }));
  if (end.kind === 'failed') return end.outcome;
  const transforms = after.filter((step) => step.kind === 'transform' && Object.hasOwn(end.results, step.name));
  const last = transforms.at(-1);
  return last === undefined ? response : end.results[last.name];
}

export function isFailure(value: unknown): value is FailedOutcome {
  return isPlainObject(value) && typeof value['kind'] === 'string' && 'remote' in value;
}

export async function answerHeaders(walk: Walk, outcome: OkOutcome): Promise<Record<string, string>> {
  const stack = walk.call.mapping.stacks.response_header_mapping;
  if (stack === null) return {};
  const headers = await stack.evaluate(
    { ...walk.seen, headers: outcome.headers, response: outcome.data },
    walk.session.run,
  );
  return isPlainObject(headers)
    ? Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
    : {};
}

/** Null when the walk goes on. */
export async function runBefore(walk: Walk): Promise<CallAnswer | null> {
  const { before } = walk.call.mapping;
  if (before.length === 0) return null;
  const end = await runSteps(walk.session, before, (results) => ({ ...walk.seen, before: results, step: results }));
  if (end.kind === 'failed') return failUnified(walk, end.outcome);
  walk.before = end.results;
  walk.seen = seenBy(walk);
  return null;
}

/** A mapping that is its own answer: nothing is sent. */
export async function answerStatic(walk: Walk): Promise<CallAnswer | null> {
  const { mapping } = walk.call;
  const fixed = mapping.config.static;
  if (fixed === undefined) return null;
  if (mapping.method !== 'list') return succeed(walk.session, { outcome: null, body: fixed });
  const result = Array.isArray(fixed) ? fixed : [fixed];
  return succeed(walk.session, {
    outcome: null,
    body: { result, next_cursor: null, prev_cursor: null, result_count: result.length },
    recordCount: result.length,
  });
}
