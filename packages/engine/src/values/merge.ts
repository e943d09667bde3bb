/** Deep merge of plain JSON: objects merge, arrays and scalars replace. Never writes into its inputs. */

const isRawJson = (JSON as unknown as { isRawJSON(value: unknown): boolean }).isRawJSON;

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) return true;
  // Integers beyond 2^53 are held as raw JSON: frozen, without prototype, and a value rather than an object to merge.
  return prototype === null && !isRawJson(value);
}

/** Result merge: the upper value wins, `null` is a value like any other. `undefined` above leaves what is below. */
export function mergeResults(lower: unknown, upper: unknown): unknown {
  if (upper === undefined) return lower;
  if (!isPlainObject(lower) || !isPlainObject(upper)) return upper;
  const merged: Record<string, unknown> = { ...lower };
  for (const key of Object.keys(upper)) setOwn(merged, key, mergeResults(merged[key], upper[key]));
  return merged;
}

/** Config merge: like `mergeResults`, but `null` removes the key. */
export function mergeConfig(lower: unknown, upper: unknown): unknown {
  if (upper === undefined) return lower;
  if (!isPlainObject(upper)) return upper;
  const merged: Record<string, unknown> = isPlainObject(lower) ? { ...lower } : {};
  for (const key of Object.keys(upper)) {
    if (upper[key] === null) delete merged[key];
    else setOwn(merged, key, mergeConfig(Object.hasOwn(merged, key) ? merged[key] : undefined, upper[key]));
  }
  return merged;
}

/** Assigns without ever reaching a prototype: `__proto__` from a document is an ordinary key. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}
