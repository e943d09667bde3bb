/** Maps provider records to unified ones, one by one or as a page, and finishes each. A record mapped to null is dropped. */
import { withoutBigIntegers } from '../codec/big-integer.ts';
import type { Misfit } from '../mapping/coerce.ts';
import { finishRecord, type RecordFinish } from '../mapping/record.ts';
import { SluiceError, type JsonObject, type OkOutcome } from '../terms/index.ts';
import { isPlainObject } from '../values/merge.ts';
import type { Walk } from './walk.ts';

export interface MappedPage {
  readonly records: readonly unknown[];
  readonly misfits: readonly Misfit[];
}

/** `sideLoaded[i]` belongs to `records[i]`. */
export async function mapRecords(
  walk: Walk,
  about: { outcome: OkOutcome; records: readonly unknown[]; sideLoaded: readonly JsonObject[] | null },
): Promise<MappedPage> {
  const { call, session } = walk;
  const { mapping, switches } = call;
  const stack = mapping.stacks.response_mapping;
  if (switches.responseFormat === 'raw' || stack === null) return { records: about.records, misfits: [] };
  const misfits: Misfit[] = [];
  const finish: RecordFinish = {
    coerce: mapping.coerce,
    listFields: mapping.listFields,
    withRemoteData: switches.responseFormat === 'unified' && !switches.ignoreRemoteData,
    excludeFields: switches.excludeFields,
  };
  const seen = { ...walk.seen, headers: about.outcome.headers };
  // Expressions cannot read raw big integers; only pages that hold some pay for the copy.
  const view = about.outcome.hasBigIntegers ? withoutBigIntegers : (value: unknown) => value;

  if (mapping.config.response_mapping_method === 'array') {
    const whole = view(about.outcome.data);
    const mapped = await stack.evaluate(
      { ...seen, response: whole, side_load: about.sideLoaded?.[0] ?? {} },
      session.run,
    );
    const list = mapped === null || mapped === undefined ? [] : Array.isArray(mapped) ? mapped : [mapped];
    const isPaired = Array.isArray(about.outcome.data) && about.outcome.data.length === list.length;
    const records = list.flatMap((record: unknown, index) =>
      record === null
        ? []
        : [finishRecord(recordFrom(walk, record), isPaired ? about.records[index] : null, finish, misfits)],
    );
    return { records, misfits };
  }

  const records: unknown[] = [];
  for (let index = 0; index < about.records.length; index += 1) {
    const remote = about.records[index];
    const response = view(remote);
    const result = stack.evaluate({ ...seen, response, side_load: about.sideLoaded?.[index] ?? {} }, session.run);
    const mapped = result instanceof Promise ? await result : result;
    session.trace?.sample(response, mapped);
    if (mapped === null || mapped === undefined) continue;
    records.push(finishRecord(recordFrom(walk, mapped), remote, finish, misfits));
  }
  return { records, misfits };
}

function recordFrom(walk: Walk, mapped: unknown): JsonObject {
  if (isPlainObject(mapped)) return mapped;
  const { source, level, field } = walk.call.mapping.placeOf('response_mapping');
  throw new SluiceError(
    'mapping.invalid_result',
    `response_mapping at ${source} (${level}), ${field}, must give an object or null for a record.`,
    {
      details: { source, level, field, found: Array.isArray(mapped) ? 'array' : typeof mapped },
    },
  );
}
