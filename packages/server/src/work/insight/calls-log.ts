/** Lists the request log: metadata of calls, newest first. There is no payload to show. */
import { SluiceError, type CursorSeal, type JsonObject } from '@sluice/engine/terms';
import type { LogRow } from '../../adapters/store/request-log.ts';
import type { Statements } from '../../adapters/store/statements.ts';
import type { Caller } from '../caller.ts';
import { readListQuery, type Filters } from '../listing.ts';

export const logFilters: Filters = {
  integrated_account_id: { column: 'integrated_account_id' },
  integration: { column: 'integration' },
  api: { column: 'api' },
  model: { column: 'model' },
  resource: { column: 'resource' },
  method: { column: 'method' },
  status: { column: 'status' },
  code: { column: 'code' },
  request_id: { column: 'request_id' },
  'created_at.gt': { column: 'from' },
  'created_at.lt': { column: 'until' },
};

export interface LogDeps {
  readonly statements: Pick<Statements, 'requestLog'>;
  readonly cursors: CursorSeal;
}

export interface LogPage {
  readonly result: readonly JsonObject[];
  readonly next_cursor: string | null;
  readonly prev_cursor: null;
  readonly result_count: number;
  readonly limit: number;
}

/** Throws `request.invalid_query`, `cursor.invalid` or `cursor.foreign`. */
export async function listCalls(
  { statements, cursors }: LogDeps,
  input: { caller: Caller; query: JsonObject },
): Promise<LogPage> {
  const { environmentId } = input.caller;
  const { limit, cursor, filters: read } = readListQuery(input.query, logFilters);
  const { from, until, status, ...filters } = read;
  const binding = ['log', environmentId, JSON.stringify(Object.entries(read).sort())].join('\n');
  const rows = await statements.requestLog.page({
    environmentId,
    filters: status === undefined ? filters : { ...filters, status: readStatus(status) },
    from: readInstant('created_at[gt]', from),
    until: readInstant('created_at[lt]', until),
    after: cursor === null ? null : openPosition(cursors, { cursor, binding }),
    limit: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  return {
    result: shown.map(show),
    next_cursor: isMore ? cursors.seal(JSON.stringify({ binding, at: last.at_text, id: last.id })) : null,
    prev_cursor: null,
    result_count: shown.length,
    limit,
  };
}

function show({ at, at_text: _text, environment_id: _environment, ...row }: LogRow): JsonObject {
  return { ...row, created_at: at };
}

function readStatus(value: unknown): number {
  if (typeof value === 'string' && /^[1-5]\d\d$/.test(value)) return Number(value);
  throw new SluiceError('request.invalid_query', '`status` must be an HTTP status.', {
    details: { parameter: 'status' },
  });
}

function readInstant(name: string, value: unknown): Date | null {
  if (value === undefined) return null;
  const instant = new Date(String(value));
  if (!Number.isNaN(instant.getTime())) return instant;
  throw new SluiceError('request.invalid_query', `\`${name}\` must be an ISO 8601 time.`, {
    details: { parameter: name },
  });
}

function openPosition(cursors: CursorSeal, input: { cursor: string; binding: string }): { at: string; id: string } {
  const text = cursors.open(input.cursor);
  if (text === null) throw new SluiceError('cursor.invalid', 'next_cursor is not one of ours or was changed.');
  const { binding, at, id } = JSON.parse(text) as { binding?: string; at: string; id: string };
  if (binding === input.binding) return { at, id };
  throw new SluiceError('cursor.foreign', 'next_cursor belongs to another list or to other filters.');
}
