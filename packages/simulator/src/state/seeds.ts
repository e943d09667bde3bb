/** Seed records of one collection, made from the document's expression when first asked for and shared by all mounts. Never changed afterwards. */
import { setImmediate as breathe } from 'node:timers/promises';
import { mergeResults, SluiceError, type JsonObject } from '@sluice/engine';
import type { SimulatedCollection } from '../documents.ts';
import { compileSight, type Sight } from '../sight.ts';
import { readAt, removeAt, writeAt } from '../record-paths.ts';
import type { Draftable } from '../terms.ts';

/** A record and the running number that keeps its place in the collection. */
export interface Stored {
  readonly seq: number;
  readonly id: string;
  readonly record: JsonObject;
}

export interface Seeds {
  readonly name: string;
  readonly spec: SimulatedCollection;
  readonly newId: Sight | null;
  /** The first `count` records. Rejects with `expression.failed`, or `config.invalid` for a missing or repeated id. */
  first(count: number): Promise<readonly Stored[]>;
}

type Change = (record: Draftable, n: number) => Promise<Draftable>;

/** Records made before other work of the process gets a turn. */
const batch = 8;

export function createSeeds(input: {
  name: string;
  spec: SimulatedCollection;
  source: string;
  startMs: number;
}): Seeds {
  const { name, spec, source, startMs } = input;
  const make = compileSight(spec.record, source, `collections.${name}.record`);
  const changes = (spec.awkward ?? []).map((_, index) => compileAwkward(input, index));
  const made: Stored[] = [];
  const ids = new Set<string>();
  let turn: Promise<unknown> = Promise.resolve();

  const makeNext = async () => {
    const n = made.length;
    let record = structuredClone(await make({ n, now: startMs })) as Draftable;
    for (const change of changes) record = await change(record, n);
    const id = readAt(record, spec.id_field);
    if (id === undefined || id === null || ids.has(String(id))) {
      throw new SluiceError(
        'config.invalid',
        `${source}: record ${n} of collection ${name} has ${ids.has(String(id)) ? 'the id of another' : 'no id'} at \`${spec.id_field}\`.`,
      );
    }
    ids.add(String(id));
    made.push({ seq: n, id: String(id), record });
  };
  const makeUpTo = async (count: number) => {
    while (made.length < count) {
      await makeNext();
      if (made.length % batch === 0) await breathe();
    }
    return made.slice(0, count);
  };
  return {
    name,
    spec,
    newId: spec.new_id === undefined ? null : compileSight(spec.new_id, source, `collections.${name}.new_id`),
    first(count) {
      // One maker at a time; a failure of an earlier one is its caller's, the next tries again.
      const result = turn.then(
        () => makeUpTo(count),
        () => makeUpTo(count),
      );
      turn = result;
      return result;
    },
  };
}

function compileAwkward(
  { name, spec, source, startMs }: { name: string; spec: SimulatedCollection; source: string; startMs: number },
  index: number,
): Change {
  const { at, every, set, set_expression: text, remove } = spec.awkward![index]!;
  const numbers = new Set(at ?? []);
  const addition =
    text === undefined ? null : compileSight(text, source, `collections.${name}.awkward.${index}.set_expression`);
  return async (record, n) => {
    if (!numbers.has(n) && (every === undefined || n % every !== 0)) return record;
    const merged =
      addition === null
        ? record
        : (mergeResults(record, structuredClone(await addition({ n, record, now: startMs }))) as Draftable);
    for (const [path, value] of Object.entries(set ?? {})) writeAt(merged, path, structuredClone(value));
    for (const path of remove ?? []) removeAt(merged, path);
    return merged;
  };
}
