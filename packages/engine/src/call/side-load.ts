/** Fetches what the response mapping wants beside the records: once per page, or once per record with bounded concurrency. */
import type { FailedOutcome, JsonObject, Scope } from '../terms/index.ts';
import { mapConcurrently } from './concurrency.ts';
import type { Session } from './session.ts';
import type { CompiledSideLoad } from './side-load-plan.ts';
import { requestStep } from './steps.ts';

export type SideLoaded =
  | { readonly kind: 'loaded'; readonly perRecord: readonly JsonObject[] }
  | { readonly kind: 'failed'; readonly outcome: FailedOutcome };

export async function sideLoad(
  session: Session,
  loads: readonly CompiledSideLoad[],
  about: { records: readonly unknown[]; page: unknown; seen: Scope },
): Promise<SideLoaded> {
  const shared: Record<string, unknown> = {};
  const perRecord: Record<string, unknown>[] = about.records.map(() => shared);
  for (const load of loads) {
    if (load.isPerRecord) {
      const answers = await mapConcurrently(about.records, load.concurrency, (response) =>
        loadOne(session, load, { ...about.seen, response }),
      );
      for (const [index, answer] of answers.entries()) {
        if (answer.kind === 'failed') return answer;
        perRecord[index] = { ...perRecord[index], [load.key]: answer.value };
      }
      continue;
    }
    const answer = await loadOne(session, load, { ...about.seen, response: about.page });
    if (answer.kind === 'failed') return answer;
    shared[load.key] = answer.value;
    for (const [index, own] of perRecord.entries())
      if (own !== shared) perRecord[index] = { ...own, [load.key]: answer.value };
  }
  return { kind: 'loaded', perRecord };
}

async function loadOne(session: Session, load: CompiledSideLoad, seen: Scope): ReturnType<typeof requestStep> {
  // An expression that gives null says "not for this one".
  if (load.query?.kind === 'expression' && (await load.query.expression.evaluate(seen, session.run)) === null)
    return { kind: 'value', value: null };
  return requestStep(session, load, seen);
}
