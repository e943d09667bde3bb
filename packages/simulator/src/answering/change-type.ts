/** The fault `change_type`: the same value in another JSON type, as providers do between two deployments. */
import { readAt, writeAt } from '../record-paths.ts';
import type { Draftable } from '../terms.ts';

/** A copy with the field changed; a record without the field, or with null there, stays as it is. */
export function withChangedType(record: unknown, field: string): unknown {
  const found = readAt(record, field);
  if (found === undefined || found === null) return record;
  const copy = structuredClone(record) as Draftable;
  writeAt(copy, field, changed(found));
  return copy;
}

function changed(value: unknown): unknown {
  if (typeof value === 'string') return { value };
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return JSON.stringify(value);
}
