/** List functions of the published vocabulary: picking, reshaping and flattening. Null and missing lists give undefined. */
import { FunctionFailure } from '../function-failure.ts';
import { countNodes } from '../node-count.ts';
import { askEach } from './callback.ts';
import { listOf, matchSelector } from './selector.ts';

/** The first item that matches. */
export function find(list: unknown, selector: unknown): unknown {
  const items = listOf(list);
  if (items === undefined) return undefined;
  return askEach(items, matchSelector(selector, items), (answers) => items[answers.findIndex(Boolean)]);
}

/** Every item that matches. */
export function lofilter(list: unknown, selector: unknown): unknown {
  const items = listOf(list);
  if (items === undefined) return undefined;
  return askEach(items, matchSelector(selector, items), (answers) =>
    items.filter((_, index) => Boolean(answers[index])),
  );
}

/** Without null, false, 0, '' and missing items. */
export const compact = (list: unknown): unknown => listOf(list)?.filter(Boolean);

/** Items of the first list that are not in the second. */
export function difference(list: unknown, other: unknown): unknown {
  const excluded = new Set(listOf(other));
  return listOf(list)?.filter((item) => !excluded.has(item));
}

export function chunk(list: unknown, size: unknown): unknown {
  const items = listOf(list);
  const length = size === undefined ? 1 : Math.trunc(Number(size));
  if (!(length >= 1)) throw new FunctionFailure('the size must be a number of at least 1');
  if (items === undefined) return undefined;
  return Array.from({ length: Math.ceil(items.length / length) }, (_, index) =>
    items.slice(index * length, (index + 1) * length),
  );
}

export const flatten = (list: unknown): unknown => flattenDepth(list, 1);

export const flattenDeep = (list: unknown): unknown => flattenDepth(list, Infinity);

export function flattenDepth(list: unknown, depth: unknown): unknown {
  const items = listOf(list);
  if (items === undefined) return undefined;
  countNodes(items);
  const levels = depth === undefined ? 1 : Number(depth);
  // A list of the caller's may be longer than a call can take arguments, so no spreading here.
  const result: unknown[] = [];
  collect(items, levels, result);
  return result;
}

function collect(items: readonly unknown[], levels: number, result: unknown[]): void {
  for (const item of items) {
    if (Array.isArray(item) && levels > 0) collect(item, levels - 1, result);
    else result.push(item);
  }
}

/** Values of an object, in key order. */
export function values(record: unknown): unknown {
  if (Array.isArray(record)) return record;
  return typeof record === 'object' && record !== null ? Object.values(record) : undefined;
}

/** Like the built-in for lists of strings; other items are written out, and null items are empty. */
export function join(list: unknown, separator: unknown): unknown {
  const items = listOf(list);
  if (items === undefined) return undefined;
  const texts = items.map((item) =>
    item === null || item === undefined ? '' : typeof item === 'object' ? JSON.stringify(item) : String(item),
  );
  return texts.join(separator === undefined || separator === null ? '' : String(separator));
}

/** The value between two texts; the first text on both sides without a second. */
export function wrap(value: unknown, before: unknown, after: unknown): string {
  const opening = before === undefined || before === null ? '' : String(before);
  const text =
    value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return opening + text + (after === undefined || after === null || after === '' ? opening : String(after));
}
