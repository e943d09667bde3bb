/**
 * The reference evaluator writes into arrays of its input: it pushes into empty ones that an object is built from, and marks those
 * a path with `[]` ends at. Expressions that can do that get copies of just those arrays; everything else is shared as it is.
 */
import type { TreeFacts } from './reference-rewrite.ts';

type Mode = Exclude<TreeFacts['mayWriteInput'], 'no'>;

/** Values walked before and found to hold nothing to protect. Input is never changed, so that stays true. */
const clean: Record<Mode, WeakSet<object>> = { empty_arrays: new WeakSet(), arrays: new WeakSet() };
const REMEMBERED_FROM = 64;

export function protectInput(
  input: Readonly<Record<string, unknown>>,
  mode: Mode,
  names: readonly string[] | null,
): Record<string, unknown> {
  let copy: Record<string, unknown> | null = null;
  for (const name of names ?? Object.keys(input)) {
    const value = input[name];
    if (typeof value !== 'object' || value === null || clean[mode].has(value)) continue;
    const walk = { mode, visited: 0 };
    const guarded = guard(value, walk, 0);
    if (guarded !== value) {
      copy ??= { ...input };
      copy[name] = guarded;
    } else if (walk.visited >= REMEMBERED_FROM) clean[mode].add(value);
  }
  return copy ?? (input as Record<string, unknown>);
}

const MAX_DEPTH = 500;

function guard(value: object, walk: { mode: Mode; visited: number }, depth: number): object {
  walk.visited += 1;
  if (depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) {
    let copy: unknown[] | null = walk.mode === 'arrays' || value.length === 0 ? [...value] : null;
    for (let index = 0; index < value.length; index += 1) {
      const item: unknown = value[index];
      if (typeof item !== 'object' || item === null) continue;
      const guarded = guard(item, walk, depth + 1);
      if (guarded === item) continue;
      copy ??= [...value];
      copy[index] = guarded;
    }
    return copy ?? value;
  }
  const source = value as Record<string, unknown>;
  const prototype = Object.getPrototypeOf(source);
  if (prototype !== Object.prototype && prototype !== null) return value;
  let copy: Record<string, unknown> | null = null;
  for (const key in source) {
    const item = source[key];
    if (typeof item !== 'object' || item === null) continue;
    const guarded = guard(item, walk, depth + 1);
    if (guarded === item) continue;
    copy ??= { ...source };
    copy[key] = guarded;
  }
  return copy ?? value;
}
