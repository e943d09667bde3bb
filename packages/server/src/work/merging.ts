/** What a PATCH does to a stored JSON document. No storage. */
import { isPlainObject, mergeConfig, type JsonObject } from '@sluice/engine';
import { keepMasked } from './masking.ts';

/**
 * Deep merge, `null` removes. `{"$replace": {...}}` takes the place of the whole document instead, so that a document may
 * hold nulls of its own (in an override, `null` takes a lower level's key away).
 */
export function patchDocument(stored: JsonObject, patch: unknown): JsonObject {
  const written = keepMasked(patch, stored);
  if (written === undefined) return stored;
  if (!isPlainObject(written)) return {};
  const { $replace: replacement } = written;
  if (Object.keys(written).length === 1 && isPlainObject(replacement)) return replacement;
  return mergeConfig(stored, written) as JsonObject;
}

/** Without the objects that hold nothing, which removals leave behind. */
export function withoutEmpty(document: JsonObject): JsonObject {
  const entries = Object.entries(document).map(
    ([key, value]) => [key, isPlainObject(value) ? withoutEmpty(value) : value] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => !isPlainObject(value) || Object.keys(value).length > 0));
}
