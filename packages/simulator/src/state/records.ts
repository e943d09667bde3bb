/** One mount's records of one collection: shared seeds plus what was written since. Copies a record only when it changes. */
import { mergeResults, SluiceError, type JsonObject } from '@sluice/engine';
import { readAt, writeAt } from '../record-paths.ts';
import type { Draftable } from '../terms.ts';
import type { Seeds, Stored } from './seeds.ts';
import { writeTime } from './times.ts';

export interface Records {
  readonly seeds: Seeds;
  /** Grows with every write. */
  readonly version: number;
  /** In order of making. */
  all(): readonly Stored[];
  get(id: string): Stored | undefined;
  wasDeleted(id: string): boolean;
  create(input: { partial: JsonObject; body: unknown; nowMs: number }): Promise<Stored>;
  /** `merge` keeps what the change does not name, `replace` keeps id and creation time only. */
  update(stored: Stored, input: { partial: JsonObject; way: 'merge' | 'replace'; nowMs: number }): Stored;
  delete(stored: Stored): void;
}

export async function openRecords(seeds: Seeds, count: number): Promise<Records> {
  const { spec, name, newId } = seeds;
  const seeded = await seeds.first(count);
  let order: Stored[] = [...seeded];
  const byId = new Map(order.map((stored) => [stored.id, stored]));
  const deleted = new Set<string>();
  let nextSeq = Math.max(count, spec.count);
  let version = 0;

  const stamp = (record: Draftable, field: string | undefined, nowMs: number) => {
    if (field !== undefined) writeAt(record, field, writeTime(nowMs, spec.time_format ?? 'iso'));
  };
  const makeId = async (body: unknown, n: number, nowMs: number): Promise<unknown> => {
    if (newId !== null) return newId({ n, body, now: nowMs });
    const last = order.at(-1);
    const lastId = last === undefined ? undefined : readAt(last.record, spec.id_field);
    if (lastId !== undefined && /^\d{1,15}$/.test(String(lastId))) {
      const id = order.reduce((largest, stored) => Math.max(largest, Number(stored.id) || 0), 0) + 1;
      return typeof lastId === 'number' ? id : String(id);
    }
    return `new-${n}`;
  };
  return {
    seeds,
    get version() {
      return version;
    },
    all: () => order,
    get: (id) => byId.get(id),
    wasDeleted: (id) => deleted.has(id),
    async create({ partial, body, nowMs }) {
      const seq = nextSeq;
      nextSeq += 1;
      const id = await makeId(body, seq, nowMs);
      if (id === undefined || id === null || byId.has(String(id))) {
        throw new SluiceError(
          'config.invalid',
          `collections.${name}.new_id gave ${id === undefined ? 'nothing' : 'an id that exists'} for n = ${seq}.`,
        );
      }
      const record = structuredClone(partial) as Draftable;
      writeAt(record, spec.id_field, id);
      stamp(record, spec.created_field, nowMs);
      stamp(record, spec.updated_field, nowMs);
      const stored = { seq, id: String(id), record };
      order = [...order, stored];
      byId.set(stored.id, stored);
      version += 1;
      return stored;
    },
    update(stored, { partial, way, nowMs }) {
      const kept: Draftable = {};
      if (way === 'replace' && spec.created_field !== undefined)
        writeAt(kept, spec.created_field, readAt(stored.record, spec.created_field));
      const record = structuredClone(mergeResults(way === 'replace' ? kept : stored.record, partial)) as Draftable;
      writeAt(record, spec.id_field, readAt(stored.record, spec.id_field));
      stamp(record, spec.updated_field, nowMs);
      const changed = { ...stored, record };
      order = order.map((other) => (other.seq === stored.seq ? changed : other));
      byId.set(changed.id, changed);
      version += 1;
      return changed;
    },
    delete(stored) {
      order = order.filter((other) => other.seq !== stored.seq);
      byId.delete(stored.id);
      deleted.add(stored.id);
      version += 1;
    },
  };
}
