/** Other names of keys, as the field declarations list them (`aliases`), turned into the canonical ones. */
import type { z } from 'zod';
import { declarationOf, optionFor } from '../declaration.ts';
import { error } from '../finding.ts';
import { renamed, without, type MapTree } from '../tree.ts';
import type { AliasPlace } from './alias.ts';

const tables = new WeakMap<object, ReadonlyMap<string, string>>();

/** Alias -> canonical key of the map declared by `schema`. */
export function aliasesOf(schema: z.ZodType, map: MapTree): ReadonlyMap<string, string> {
  const { shape, identity } = declarationOf(schema);
  if (shape.kind === 'choice') {
    const chosen = optionFor(shape, map);
    if (chosen !== null) return aliasesOf(chosen, map);
    return new Map(shape.options.flatMap((option) => [...aliasesOf(option, map)]));
  }
  if (shape.kind !== 'object') return new Map();
  let table = tables.get(identity);
  if (table === undefined) {
    table = new Map(
      [...shape.keys].flatMap(([key, inner]) =>
        (declarationOf(inner).meta.aliases ?? []).map((alias) => [alias, key] as const),
      ),
    );
    tables.set(identity, table);
  }
  return table;
}

export function renameKeys(schema: z.ZodType, map: MapTree, place: AliasPlace): MapTree {
  const aliases = aliasesOf(schema, map);
  let current = map;
  for (const [written, { key: spot }] of map.entries) {
    const canonical = aliases.get(written);
    if (canonical === undefined) continue;
    if (current.entries.has(canonical)) {
      place.report(
        error(`"${written}" is another name of "${canonical}", and both are given`, 'keep one of them'),
        spot,
        [written],
      );
      current = without(current, written);
    } else current = renamed(current, written, canonical);
  }
  return current;
}
