/** How list functions are told what to look at: a function, a dotted path, a pattern object, or [path, value]. */
import { isPlainObject } from '../../values/merge.ts';
import { parsePath, readPath } from '../../values/path.ts';
import { applyCallback, isCallback } from './callback.ts';

export type Ask = (item: unknown, index: number) => unknown;

/** The value an item is known by. Without a selector the item itself. */
export function valueSelector(selector: unknown, whole: readonly unknown[]): Ask {
  if (isCallback(selector)) return (item, index) => applyCallback(selector, [item, index, whole]);
  if (typeof selector === 'string' || typeof selector === 'number') return readerOf(String(selector));
  return (item) => item;
}

/** Whether an item is meant. Without a selector: truthy items. */
export function matchSelector(selector: unknown, whole: readonly unknown[]): Ask {
  if (Array.isArray(selector) && selector.length === 2) {
    const read = readerOf(String(selector[0]));
    return (item) => covers(read(item), selector[1]);
  }
  if (isPlainObject(selector)) return (item) => covers(item, selector);
  return valueSelector(selector, whole);
}

export function readerOf(path: string): (item: unknown) => unknown {
  if (path === '') return () => undefined;
  const segments = parsePath(path);
  // A key that holds a dot wins over the path it spells.
  return (item) => (isPlainObject(item) && Object.hasOwn(item, path) ? item[path] : readPath(item, segments));
}

/** Everything in `pattern` is in `value` too. */
function covers(value: unknown, pattern: unknown): boolean {
  if (isPlainObject(pattern))
    return isPlainObject(value) && Object.keys(pattern).every((key) => covers(value[key], pattern[key]));
  if (Array.isArray(pattern))
    return Array.isArray(value) && pattern.every((wanted) => value.some((item) => covers(item, wanted)));
  return value === pattern;
}

/** Null and missing make no list; a single value makes a list of one. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value : [value];
}

/** An object that any key can be put into. */
export const emptyRecord = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>;
