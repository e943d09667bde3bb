/** The list end of a unified call: one page, its extra requests, its mapping, its envelope. Never half a page. */
import { SluiceError, type FailedOutcome } from '../terms/index.ts';
import { succeed } from './answer.ts';
import { mapConcurrently } from './concurrency.ts';
import { fetchPage } from './listing.ts';
import { sideLoad } from './side-load.ts';
import { readCursorText, readLimit } from './paging-input.ts';
import { requestStep } from './steps.ts';
import { compileTemplateTree } from '../expression/template.ts';
import type { CallAnswer } from './types.ts';
import { answerHeaders, isFailure, runAfter } from './unified-steps.ts';
import { mapRecords } from './unified-map.ts';
import { failUnified, type Walk } from './walk.ts';

const DEFAULT_FETCH_CONCURRENCY = 5;

export async function answerList(walk: Walk): Promise<CallAnswer> {
  const { call, session } = walk;
  const { mapping } = call;
  const { limit, next_cursor: cursor, ...filters } = walk.query;
  const page = await fetchPage(session, {
    plan: walk.target!,
    scope: session.scope({
      id: call.id,
      query: walk.input.query ?? {},
      body: walk.input.body,
      more: { before: walk.before },
    }),
    input: walk.input,
    limit: readLimit(limit),
    cursor: readCursorText(cursor),
    isWholePage: mapping.config.response_mapping_method === 'array',
    about: ['unified', `${mapping.model}/${mapping.resource}`, mapping.method, filters],
  });
  if (page.kind === 'failed') return failUnified(walk, page.outcome);
  session.trace?.step('side_load');
  const records = await fetchEach(walk, page.records);
  if (!Array.isArray(records)) return failUnified(walk, records as FailedOutcome);
  const loaded =
    mapping.sideLoads.length === 0
      ? null
      : await sideLoad(session, mapping.sideLoads, { records, page: page.outcome.data, seen: walk.seen });
  if (loaded?.kind === 'failed') return failUnified(walk, loaded.outcome);
  session.trace?.step('map');
  const mapped = await mapRecords(walk, { outcome: page.outcome, records, sideLoaded: loaded?.perRecord ?? null });
  session.trace?.step('after');
  const result = await runAfter(walk, mapped.records, page.outcome);
  if (!Array.isArray(result)) {
    if (isFailure(result)) return failUnified(walk, result);
    throw new SluiceError('mapping.invalid_result', 'The after steps of a list must leave a list.', {
      details: { found: typeof result },
    });
  }
  const body: Record<string, unknown> = {
    result,
    next_cursor: page.nextCursor,
    prev_cursor: page.previousCursor,
    result_count: result.length,
  };
  if (mapping.isPartial !== null) {
    const isPartial = await mapping.isPartial.evaluate({ ...walk.seen, response: page.outcome.data }, session.run);
    if (isPartial) body['is_partial'] = true;
  }
  return succeed(session, {
    outcome: page.outcome,
    body,
    recordCount: result.length,
    misfits: mapped.misfits,
    headers: await answerHeaders(walk, page.outcome),
  });
}

/** Gets every listed record by its id where the list gives only ids. One failure ends the page: half a page is no page. */
async function fetchEach(walk: Walk, records: readonly unknown[]): Promise<readonly unknown[] | FailedOutcome> {
  const config = walk.call.mapping.config.fetch_each;
  if (config === undefined) return records;
  const id = compileTemplateTree(config.id, walk.call.mapping.placeOf('fetch_each.id'));
  const request = {
    resource: config.resource ?? walk.target!.resource,
    method: config.method,
    id: { kind: 'template', tree: id } as const,
    query: null,
    ignoresErrors: false,
  };
  const fetched = await mapConcurrently(records, config.concurrency ?? DEFAULT_FETCH_CONCURRENCY, (response) =>
    requestStep(walk.session, request, { ...walk.seen, response }),
  );
  const failed = fetched.find((answer) => answer.kind === 'failed');
  if (failed !== undefined && failed.kind === 'failed') return failed.outcome;
  return fetched.map((answer) => (answer.kind === 'value' ? answer.value : null));
}
