/** Pages of admin lists: limit, filters and sealed keyset cursors bound to list, environment and filters. No SQL. */
import { SluiceError, type CursorSeal, type JsonObject } from '@sluice/engine/terms';
import type { PageInput } from '../adapters/store/rows.ts';

/** Filter as the caller writes it -> the column it compares. */
export type Filters = Readonly<Record<string, { readonly column: string; readonly type?: 'boolean' }>>;

export interface Page<View> {
  readonly result: readonly View[];
  readonly next_cursor: string | null;
  readonly prev_cursor: string | null;
  readonly limit: number;
  readonly result_count: number;
}

const defaultLimit = 100;
const maxLimit = 1000;

export interface ListInput<Row, View> {
  /** Name of the list; a cursor of another one is refused. */
  readonly name: string;
  readonly environmentId: string;
  /** The caller's query: `limit`, `next_cursor` and filters. */
  readonly query: JsonObject;
  readonly filters: Filters;
  page(input: PageInput): Promise<Row[]>;
  show(rows: readonly Row[]): readonly View[] | Promise<readonly View[]>;
}

/** Throws `request.invalid_query`, `cursor.invalid` or `cursor.foreign`. */
export async function listPage<Row extends { readonly id: string }, View>(
  cursors: CursorSeal,
  input: ListInput<Row, View>,
): Promise<Page<View>> {
  const { limit, cursor, filters } = readListQuery(input.query, input.filters);
  const binding = [input.name, input.environmentId, JSON.stringify(Object.entries(filters).sort())].join('\n');
  const position = cursor === null ? null : openCursor(cursors, { cursor, binding });
  const isBackward = position?.direction === 'backward';
  const found = await input.page({
    environmentId: input.environmentId,
    filters,
    edge: position?.edge ?? null,
    direction: isBackward ? 'backward' : 'forward',
    limit: limit + 1,
  });
  const isMore = found.length > limit;
  const rows = !isMore ? found : isBackward ? found.slice(1) : found.slice(0, limit);
  const seal = (direction: 'forward' | 'backward', edge: string) =>
    cursors.seal(JSON.stringify({ binding, direction, edge }));
  const first = rows[0];
  const last = rows.at(-1);
  const result = await input.show(rows);
  return {
    result,
    next_cursor: last !== undefined && (isMore || isBackward) ? seal('forward', last.id) : null,
    prev_cursor: first !== undefined && (isBackward ? isMore : position !== null) ? seal('backward', first.id) : null,
    limit,
    result_count: result.length,
  };
}

export interface ListQuery {
  readonly limit: number;
  readonly cursor: string | null;
  /** By column. */
  readonly filters: Readonly<Record<string, unknown>>;
}

export function readListQuery(query: JsonObject, allowed: Filters): ListQuery {
  const filters: Record<string, unknown> = {};
  let limit = defaultLimit;
  let cursor: string | null = null;
  for (const [name, value] of flatten(query)) {
    if (name === 'limit') limit = readLimit(value);
    else if (name === 'next_cursor' || name === 'prev_cursor') cursor = value === '' ? cursor : readText(name, value);
    else {
      const filter = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
      if (filter === undefined) throw unknownParameter(name, allowed);
      filters[filter.column] = filter.type === 'boolean' ? readBoolean(name, value) : readText(name, value);
    }
  }
  return { limit, cursor, filters };
}

/** `integration[name]=x` and `integration.name=x` are one filter. */
function flatten(query: JsonObject, prefix = ''): [string, unknown][] {
  return Object.entries(query).flatMap(([key, value]): [string, unknown][] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? flatten(value as JsonObject, `${prefix}${key}.`)
      : [[prefix + key, value]],
  );
}

function readLimit(value: unknown): number {
  const limit = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  if (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1) return Math.min(limit, maxLimit);
  throw new SluiceError('request.invalid_query', '`limit` must be a whole number of at least 1.', {
    details: { parameter: 'limit', allowed: `1 to ${maxLimit}` },
  });
}

function readText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new SluiceError('request.invalid_query', `\`${name}\` must be given once, as text.`, {
    details: { parameter: name },
  });
}

function readBoolean(name: string, value: unknown): boolean {
  if (value === 'true' || value === true) return true;
  if (value === 'false' || value === false) return false;
  throw new SluiceError('request.invalid_query', `\`${name}\` must be true or false.`, {
    details: { parameter: name, allowed: [true, false] },
  });
}

function unknownParameter(name: string, allowed: Filters): SluiceError {
  const names = ['limit', 'next_cursor', ...Object.keys(allowed)];
  return new SluiceError('request.invalid_query', `\`${name}\` is not a parameter of this list.`, {
    details: { parameter: name, allowed: names },
  });
}

interface Position {
  readonly direction: 'forward' | 'backward';
  readonly edge: string;
}

function openCursor(cursors: CursorSeal, input: { cursor: string; binding: string }): Position {
  const text = cursors.open(input.cursor);
  if (text === null) throw new SluiceError('cursor.invalid', 'next_cursor is not one of ours or was changed.');
  const parsed = JSON.parse(text) as Position & { binding?: string };
  if (parsed.binding === input.binding) return parsed;
  throw new SluiceError('cursor.foreign', 'next_cursor belongs to another list or to other filters.');
}
