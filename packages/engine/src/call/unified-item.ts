/** The single-record end of a unified call: get, create, update, delete and custom methods. */
import type { ByteSource, OkOutcome } from '../terms/index.ts';
import { isPlainObject } from '../values/merge.ts';
import { fail, succeed } from './answer.ts';
import { isByteSource, passThroughHeaders } from './binary.ts';
import { exchange } from './exchange.ts';
import { isNothing, missing } from './missing.ts';
import { sideLoad } from './side-load.ts';
import type { CallAnswer } from './types.ts';
import { answerHeaders, isFailure, runAfter } from './unified-steps.ts';
import { mapRecords } from './unified-map.ts';
import { failUnified, type Walk } from './walk.ts';

const standardMethods = new Set(['get', 'create', 'update', 'delete']);

export async function answerItem(walk: Walk): Promise<CallAnswer> {
  const { call, session } = walk;
  const { mapping } = call;
  const scope = session.scope({
    id: call.id,
    query: walk.input.query ?? {},
    body: walk.input.body,
    more: { before: walk.before },
  });
  const { outcome } = await exchange(session, { plan: walk.target!, scope, input: walk.input });
  if (outcome.kind !== 'ok') return failUnified(walk, outcome);
  if (isByteSource(outcome.body)) return passThrough(walk, outcome, outcome.body);
  if (mapping.method === 'delete')
    return succeed(session, { outcome, body: { id: call.id ?? null }, headers: await answerHeaders(walk, outcome) });
  if (mapping.method === 'get' && isNothing(outcome.data)) return fail(session, missing(outcome, walk.target!));

  session.trace?.step('side_load');
  const remote = Array.isArray(outcome.data) && outcome.data.length === 1 ? outcome.data[0] : outcome.data;
  const loaded =
    mapping.sideLoads.length === 0
      ? null
      : await sideLoad(session, mapping.sideLoads, { records: [remote], page: remote, seen: walk.seen });
  if (loaded?.kind === 'failed') return failUnified(walk, loaded.outcome);
  session.trace?.step('map');
  const mapped = await mapRecords(walk, {
    outcome: { ...outcome, data: remote },
    records: [remote],
    sideLoaded: loaded?.perRecord ?? null,
  });
  session.trace?.step('after');
  const result = await runAfter(walk, mapped.records[0] ?? null, outcome);
  if (isFailure(result)) return failUnified(walk, result);
  if (mapping.method === 'get' && result === null) return fail(session, missing(outcome, walk.target!));

  let body: unknown = standardMethods.has(mapping.method) ? (result ?? { id: call.id ?? null }) : { result };
  if (
    mapping.isPartial !== null &&
    isPlainObject(body) &&
    (await mapping.isPartial.evaluate({ ...walk.seen, response: remote }, session.run))
  ) {
    body = { ...body, is_partial: true };
  }
  return succeed(session, {
    outcome,
    body,
    recordCount: 1,
    misfits: mapped.misfits,
    headers: await answerHeaders(walk, outcome),
  });
}

function passThrough(walk: Walk, outcome: OkOutcome, body: ByteSource): CallAnswer {
  return succeed(walk.session, { outcome, body, headers: passThroughHeaders(outcome.headers) });
}
