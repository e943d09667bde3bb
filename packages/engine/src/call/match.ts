/** Compares what a case expects with what came out, and says where they differ by path. */
import { isPlainObject } from '../values/merge.ts';

/** Stands for any value that is there and not null. */
export const ANY = '<any>';

export type Strictness = 'exact' | 'named_keys';

/** `named_keys` compares only the keys the expectation names; inside `remote_data` that is always so. */
export function differences(expected: unknown, found: unknown, strictness: Strictness, path = '$'): string[] {
  if (expected === ANY)
    return found === null || found === undefined ? [`${path}: expected a value, found ${show(found)}`] : [];
  if (Array.isArray(expected)) {
    if (!Array.isArray(found)) return [`${path}: expected a list, found ${show(found)}`];
    if (expected.length !== found.length) return [`${path}: expected ${expected.length} items, found ${found.length}`];
    return expected.flatMap((item, index) => differences(item, found[index], strictness, `${path}[${index}]`));
  }
  if (isPlainObject(expected)) {
    if (!isPlainObject(found)) return [`${path}: expected an object, found ${show(found)}`];
    const named = Object.entries(expected).flatMap(([key, value]) =>
      differences(value, found[key], key === 'remote_data' ? 'named_keys' : strictness, `${path}.${key}`),
    );
    if (strictness === 'named_keys') return named;
    const extra = Object.keys(found).filter(
      (key) => !Object.hasOwn(expected, key) && found[key] !== undefined && key !== 'remote_data',
    );
    return [...named, ...extra.map((key) => `${path}.${key}: not expected, found ${show(found[key])}`)];
  }
  return Object.is(expected, found) ? [] : [`${path}: expected ${show(expected)}, found ${show(found)}`];
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
