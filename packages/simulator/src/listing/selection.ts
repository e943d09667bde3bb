/** What a list shows, as a route's `select` expression says it: filter, order, fields. Refuses what it does not know instead of listing too much. */
import { parsePath, readPath, SluiceError, type JsonObject } from '@sluice/engine';
import { readAt, writeAt } from '../record-paths.ts';
import type { Stored } from '../state/seeds.ts';
import type { Draftable } from '../terms.ts';
import { checks, compareValues, operators, type Operator } from './compare.ts';

export interface Selection {
  readonly where: readonly Test[];
  /** Field and direction, most important first. */
  readonly order: readonly Order[];
  readonly fields: readonly string[] | null;
  readonly limit: number | null;
  readonly pageSize: number | null;
  readonly offset: number | null;
  readonly cursor: string | null;
}

export interface Order {
  readonly segments: ReturnType<typeof parsePath>;
  readonly isDescending: boolean;
}

export type Test = (record: JsonObject) => boolean;

export const everything: Selection = {
  where: [],
  order: [],
  fields: null,
  limit: null,
  pageSize: null,
  offset: null,
  cursor: null,
};

/** Reads the result of `select`. `timeFields` are compared as instants even where both sides are numbers. Throws `config.invalid`. */
export function parseSelection(result: unknown, about: { timeFields: readonly string[]; place: string }): Selection {
  if (result === undefined || result === null) return everything;
  const given = result as Readonly<Record<string, unknown>>;
  const timeFields = new Set(about.timeFields);
  return {
    where: listOf(given['where']).map((one) => parseTest(one, { timeFields, place: about.place })),
    order: listOf(given['order_by']).map(parseOrder),
    fields: isMissing(given['fields']) ? null : listOf(given['fields']).map(String),
    limit: countOf(given['limit']),
    pageSize: countOf(given['page_size']) || null,
    offset: countOf(given['offset']),
    cursor: isMissing(given['cursor']) || given['cursor'] === '' ? null : String(given['cursor']),
  };
}

interface TestContext {
  readonly timeFields: ReadonlySet<string>;
  readonly place: string;
}

function parseTest(given: unknown, context: TestContext): Test {
  const { field, op, value, any } = (given ?? {}) as { field?: unknown; op?: unknown; value?: unknown; any?: unknown };
  if (any !== undefined) {
    const groups = listOf(any).map((group) => listOf(group).map((one) => parseTest(one, context)));
    return (record) => groups.some((group) => group.every((test) => test(record)));
  }
  if (typeof field !== 'string' || !(operators as readonly unknown[]).includes(op)) {
    throw new SluiceError(
      'config.invalid',
      `${context.place}: a condition has field ${JSON.stringify(field)} and op ${JSON.stringify(op)}; op is one of ${operators.join(', ')}.`,
    );
  }
  const segments = parsePath(field);
  const check = checks[op as Operator];
  const isTime = context.timeFields.has(field);
  return (record) => check(readPath(record, segments), value, isTime);
}

function parseOrder(given: unknown): Order {
  const text = String(given);
  return text.startsWith('-')
    ? { segments: parsePath(text.slice(1)), isDescending: true }
    : { segments: parsePath(text), isDescending: false };
}

/** Records that pass, in order; equal ones keep the order of their making. */
export function applySelection(all: readonly Stored[], selection: Selection): readonly Stored[] {
  const { where, order, limit } = selection;
  const passed = where.length === 0 ? all : all.filter((stored) => where.every((test) => test(stored.record)));
  const sorted = order.length === 0 ? passed : passed.toSorted((a, b) => compareStored(a, b, order));
  return limit === null ? sorted : sorted.slice(0, limit);
}

function compareStored(a: Stored, b: Stored, order: Selection['order']): number {
  for (const { segments, isDescending } of order) {
    const [left, right] = [readPath(a.record, segments), readPath(b.record, segments)];
    // What has no value comes last, as a database puts it.
    const ranked = compareValues(left, right, false) ?? Number(isMissing(left)) - Number(isMissing(right));
    if (ranked !== 0) return isDescending ? -ranked : ranked;
  }
  return a.seq - b.seq;
}

/** Only the fields asked for; missing ones stay missing. */
export function pickFields(record: JsonObject, fields: readonly string[] | null): JsonObject {
  if (fields === null) return record;
  const picked: Draftable = {};
  for (const field of fields) {
    const value = readAt(record, field);
    if (value !== undefined) writeAt(picked, field, value);
  }
  return picked;
}

function listOf(value: unknown): readonly unknown[] {
  return isMissing(value) ? [] : Array.isArray(value) ? value : [value];
}

function countOf(value: unknown): number | null {
  if (isMissing(value) || value === '') return null;
  const count = Number(value);
  return Number.isInteger(count) && count >= 0 ? count : null;
}

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
