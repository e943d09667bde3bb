/** Which filters a provider honours, and the refusal of all others: a filter that is dropped gives the wrong set. */
import type { InputRead } from '../expression/walk.ts';
import { SluiceError, type JsonObject } from '../terms/index.ts';
import { isPlainObject } from '../values/merge.ts';

/** Parameters that steer the call itself and are never filters. */
const steering = new Set(['limit', 'next_cursor', 'prev_cursor', 'remote_query']);

export interface HonouredFilters {
  /** Dotted: `email`, `updated_at.gt`, `sort_by.name`. Sorted. */
  readonly names: readonly string[];
  /** Filters the model declares for the method; below a name that is read whole, only these work. */
  readonly modelled: readonly string[];
}

/**
 * A declared list wins; without one the filters are read off the expressions that read `query`.
 * `modelled` is what the unified model declares for the method.
 */
export function honouredFilters(about: {
  declared: readonly string[] | undefined;
  sorts: readonly string[] | undefined;
  reads: readonly InputRead[];
  modelled: readonly string[];
}): HonouredFilters {
  const names = new Set<string>((about.sorts ?? []).map((field) => `sort_by.${field}`));
  let isOpen = false;
  if (about.declared !== undefined) for (const name of about.declared) names.add(name);
  else {
    for (const { path } of about.reads) {
      if (path[0] !== 'query' && path[0] !== 'rawQuery') continue;
      if (path.length === 1) isOpen = true;
      else if (!steering.has(path[1]!)) names.add(path.slice(1).join('.'));
    }
    if (isOpen) for (const name of about.modelled) names.add(name);
  }
  return { names: [...names].sort(), modelled: about.modelled };
}

/** Throws `filter.unsupported` naming every filter that would be ignored, and the ones that work. */
export function checkFilters(query: JsonObject, honoured: HonouredFilters, integration: string): void {
  const refused = flatten(query, '').filter((name) => !isHonoured(name, honoured));
  if (refused.length === 0) return;
  const list = refused.map((name) => `"${name}"`).join(', ');
  throw new SluiceError('filter.unsupported', `${integration} cannot filter by ${list} here.`, {
    details: { found: refused, allowed: honoured.names },
  });
}

/** `email[eq]=x` is `email=x`: mappings read one of the two. A new object only where something changes. */
export function plainFilters(query: JsonObject, honoured: HonouredFilters): JsonObject {
  let plain: Record<string, unknown> | null = null;
  for (const [field, value] of Object.entries(query)) {
    const isEqual = isPlainObject(value) && Object.keys(value).length === 1 && Object.hasOwn(value, 'eq');
    if (!isEqual || honoured.names.includes(`${field}.eq`) || !honoured.names.includes(field)) continue;
    plain ??= { ...query };
    plain[field] = (value as { eq: unknown }).eq;
  }
  return plain ?? query;
}

/** An expression that reads a field whole (`query.updated_at`) may use any operator the model has for it, and no other. */
function isHonoured(name: string, { names, modelled }: HonouredFilters): boolean {
  const plain = name.endsWith('.eq') ? name.slice(0, -3) : name;
  if (names.includes(plain) || names.includes(`${plain}.eq`)) return true;
  const isReadWhole = names.some((known) => plain.startsWith(`${known}.`) && !modelled.includes(known));
  const isModelled = modelled.includes(plain) && names.some((known) => plain.startsWith(`${known}.`));
  return isReadWhole || isModelled;
}

function flatten(query: JsonObject, prefix: string): string[] {
  return Object.entries(query).flatMap(([key, value]) => {
    if (prefix === '' && steering.has(key)) return [];
    const name = prefix === '' ? key : `${prefix}.${key}`;
    return isPlainObject(value) ? flatten(value, name) : [name];
  });
}
