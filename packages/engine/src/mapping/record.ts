/** Puts the last touches on a mapped record: schema types, `remote_data`, fields the caller does not want. */
import type { JsonObject } from '../terms/index.ts';
import { isPlainObject } from '../values/merge.ts';
import { parsePath } from '../values/path.ts';
import type { Coercer, Misfit } from './coerce.ts';

export interface RecordFinish {
  readonly coerce: Coercer;
  /** Array fields the mapping writes: JSONata drops an empty one, the model promises a list. */
  readonly listFields: readonly string[];
  readonly withRemoteData: boolean;
  readonly excludeFields: readonly string[];
}

/** `mapped` is owned by the call; `remote` is the provider's record and is attached untouched. */
export function finishRecord(mapped: JsonObject, remote: unknown, finish: RecordFinish, misfits: Misfit[]): JsonObject {
  let record: Record<string, unknown> = { ...mapped };
  for (const field of finish.listFields) record[field] ??= [];
  record = finish.coerce(record, '', misfits) as Record<string, unknown>;
  if (finish.withRemoteData) record['remote_data'] = remote;
  else delete record['remote_data'];
  return finish.excludeFields.length === 0 ? record : without(record, finish.excludeFields);
}

/** A copy without the dotted fields. */
function without(record: JsonObject, fields: readonly string[]): JsonObject {
  let left: JsonObject = record;
  for (const field of fields) left = withoutPath(left, parsePath(field)) as JsonObject;
  return left;
}

function withoutPath(value: unknown, path: readonly (string | number)[]): unknown {
  const [head, ...rest] = path;
  if (Array.isArray(value)) return value.map((item) => withoutPath(item, path));
  if (!isPlainObject(value) || head === undefined || !Object.hasOwn(value, head)) return value;
  const copy = { ...value };
  if (rest.length === 0) delete copy[head];
  else copy[head] = withoutPath(copy[head], rest);
  return copy;
}
