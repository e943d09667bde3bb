/** The proxy call: the provider's own shape, by resource and method. Paging, credentials and errors as everywhere; no mapping. */
import type { JsonObject, Ports } from '../terms/index.ts';
import { fail, succeed } from './answer.ts';
import { isByteSource, passThroughHeaders } from './binary.ts';
import { exchange } from './exchange.ts';
import { openTrace } from './explain.ts';
import { fetchPage } from './listing.ts';
import { isNothing, missing } from './missing.ts';
import { readCursorText, readLimit } from './paging-input.ts';
import { openSession } from './session.ts';
import type { CallAnswer, ProxyCall } from './types.ts';

const standardMethods = new Set(['get', 'create', 'update', 'delete']);

/**
 * Lists give `{result, next_cursor, prev_cursor, result_count}`, single records the provider's body, custom methods `{result}`.
 * Throws like `callUnified`.
 */
export async function callProxy(ports: Ports, call: ProxyCall): Promise<CallAnswer> {
  const { integration } = call;
  const plan = integration.method(call.resource, call.method);
  const trace = call.switches.explain ? openTrace(ports.clock, { integration, mapping: null }) : null;
  trace?.called(plan);
  const session = openSession(ports, call, trace);
  const isList = call.method === 'list';
  const { limit, next_cursor: cursor, ...rest } = call.query;
  const query: JsonObject = isList ? rest : call.query;
  const scope = session.scope({ id: call.id, query, body: call.body });
  const isBytes = call.body instanceof Uint8Array && call.contentType !== undefined;
  const input = { query, body: call.body, ...(isBytes ? { headers: { 'content-type': call.contentType! } } : {}) };
  trace?.step('exchange');

  if (isList) {
    const page = await fetchPage(session, {
      plan,
      scope,
      input,
      limit: readLimit(limit),
      cursor: readCursorText(cursor),
      about: ['proxy', call.resource, call.method, query],
    });
    if (page.kind === 'failed') return fail(session, page.outcome);
    const result = page.records;
    const body = {
      result,
      next_cursor: page.nextCursor,
      prev_cursor: page.previousCursor,
      result_count: result.length,
    };
    return succeed(session, { outcome: page.outcome, body, recordCount: result.length });
  }

  const { outcome } = await exchange(session, { plan, scope, input });
  if (outcome.kind !== 'ok') return fail(session, outcome);
  if (isByteSource(outcome.body))
    return succeed(session, { outcome, body: outcome.body, headers: passThroughHeaders(outcome.headers) });
  // A HEAD and an unchanged record (304) answer with nothing to those who asked for that.
  const isRecord = call.method === 'get' && plan.config.method !== 'head' && outcome.status !== 304;
  if (isRecord && isNothing(outcome.data)) return fail(session, missing(outcome, plan));
  const body = standardMethods.has(call.method)
    ? outcome.data === null || outcome.data === undefined
      ? { id: call.id ?? null }
      : outcome.data
    : { result: outcome.data ?? null };
  return succeed(session, { outcome, body, recordCount: 1 });
}
