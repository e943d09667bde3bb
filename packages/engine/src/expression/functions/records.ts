/** Functions over objects and values: picking keys, dropping empty ones, and looking values up in tables. Own keys only. */
import { countNodes } from '../node-count.ts';
import { isPlainObject } from '../../values/merge.ts';
import { parsePath, readPath, withPath } from '../../values/path.ts';
import { emptyRecord, listOf } from './selector.ts';

/** Only the keys named (dotted paths reach inside). */
export function pick(record: unknown, ...keys: unknown[]): unknown {
  if (!isPlainObject(record)) return undefined;
  let result = emptyRecord();
  for (const key of namesOf(keys)) {
    if (Object.hasOwn(record, key)) result[key] = record[key];
    else if (key.includes('.')) {
      const value = readPath(record, parsePath(key));
      if (value !== undefined) result = withPath(result, parsePath(key), value) as typeof result;
    }
  }
  return result;
}

/** Without the keys named (dotted paths reach inside). One pass: lists of fifty names are usual in `custom_fields`. */
export function omit(record: unknown, ...keys: unknown[]): unknown {
  if (!isPlainObject(record)) return undefined;
  const names = namesOf(keys);
  const left = new Set(names);
  const result = emptyRecord();
  for (const name of Object.keys(record)) if (!left.has(name)) result[name] = record[name];
  for (const name of names) {
    if (!name.includes('.') || Object.hasOwn(record, name)) continue;
    const head = name.slice(0, name.indexOf('.'));
    const inner = omit(result[head], name.slice(head.length + 1));
    if (inner !== undefined) result[head] = inner;
  }
  return result;
}

const namesOf = (keys: readonly unknown[]): string[] =>
  keys
    .flat()
    .filter((key) => key !== undefined && key !== null && key !== '')
    .map(String);

/** Null, missing, '' and lists or objects with nothing in them. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** The value itself, or missing when it is empty. */
export const removeEmpty = (value: unknown): unknown => (isEmpty(value) ? undefined : value);

/** A list without its empty items. */
export const removeEmptyItems = (value: unknown): unknown =>
  Array.isArray(value) ? value.filter((item) => !isEmpty(item)) : value;

/** The first argument that is neither null nor missing. */
export const firstNonEmpty = (...candidates: unknown[]): unknown =>
  candidates.find((value) => value !== undefined && value !== null);

/**
 * Every text or number in the value, looked up in the table by its lower-case spelling; what the table does not know stays.
 * `fallback` stands in for a null or missing value. With `isLower` the table's keys are lower case already.
 */
export function mapValues(value: unknown, table: unknown, isLower: unknown, fallback: unknown): unknown {
  if ((value === null || value === undefined) && fallback !== undefined && fallback !== null) return fallback;
  if (!isPlainObject(table)) return value;
  countNodes(value);
  const known = new Map(
    Object.entries(table).map(([key, mapped]) => [isLower === true ? key : key.toLowerCase(), mapped]),
  );
  return mapDeep(value, known);
}

function mapDeep(value: unknown, known: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === 'string' || typeof value === 'number') return known.get(String(value).toLowerCase()) ?? value;
  if (Array.isArray(value)) return value.map((item) => mapDeep(item, known));
  if (!isPlainObject(value)) return value;
  const result = emptyRecord();
  for (const key of Object.keys(value)) result[key] = mapDeep(value[key], known);
  return result;
}

/** The table's word for a value, spelt exactly or else in any case; `fallback` for one it does not know. Missing stays missing; lists map each item. */
export function mapEnum(raw: unknown, table: unknown, fallback: unknown): unknown {
  if (raw === undefined || raw === null) return undefined;
  if (Array.isArray(raw)) return listOf(raw)?.map((item) => mapEnum(item, table, fallback));
  if (!isPlainObject(table)) return fallback;
  const key = String(raw);
  if (Object.hasOwn(table, key)) return table[key];
  const spelt = Object.keys(table).find((name) => name.toLowerCase() === key.toLowerCase());
  return spelt === undefined ? fallback : table[spelt];
}
