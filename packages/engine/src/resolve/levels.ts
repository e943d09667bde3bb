/** Merges the three levels of a document and remembers, for every leaf, which level said it. Never evaluates anything. */
import type { JsonObject, Level, Origin, Provenance } from '../terms/index.ts';
import { deepFreeze } from '../values/freeze.ts';
import { isPlainObject } from '../values/merge.ts';

export interface Resolved {
  /** Frozen through and through. */
  readonly document: JsonObject;
  readonly provenance: Provenance;
  /** The levels that said something, lowest first. */
  readonly origins: readonly Origin[];
}

/** Objects deep-merge, arrays and scalars replace, null removes. Levels come lowest first. */
export function mergeLevels(levels: readonly Level<JsonObject>[]): Resolved {
  const provenance = new Map<string, Origin>();
  const origins: Origin[] = [];
  let document: Record<string, unknown> = {};
  for (const level of levels) {
    if (Object.keys(level.document).length === 0) continue;
    const origin: Origin = { level: level.level, revision: level.revision, source: level.source };
    origins.push(origin);
    document = mergeObject(document, level.document, '', origin, provenance);
  }
  return { document: deepFreeze(document), provenance: Object.freeze(Object.fromEntries(provenance)), origins };
}

function mergeObject(
  lower: Record<string, unknown>,
  upper: JsonObject,
  prefix: string,
  origin: Origin,
  provenance: Map<string, Origin>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...lower };
  for (const [key, value] of Object.entries(upper)) {
    if (value === undefined || key === '__proto__') continue;
    const path = prefix === '' ? key : `${prefix}.${key}`;
    const below = merged[key];
    if (value === null) {
      forget(path, provenance);
      if (isNullMeaningful(key)) {
        merged[key] = null;
        provenance.set(path, origin);
      } else delete merged[key];
      continue;
    }
    if (isPlainObject(value) && Object.keys(value).length > 0) {
      if (!isPlainObject(below)) forget(path, provenance);
      merged[key] = mergeObject(isPlainObject(below) ? below : {}, value, path, origin, provenance);
      continue;
    }
    forget(path, provenance);
    merged[key] = value;
    provenance.set(path, origin);
  }
  return merged;
}

/** `pagination: null` on a method turns paging off; removing the key would bring the integration's default back. */
function isNullMeaningful(key: string): boolean {
  return key === 'pagination' || key === 'error_expression' || key === 'rate_limit';
}

function forget(path: string, provenance: Map<string, Origin>): void {
  provenance.delete(path);
  const inside = `${path}.`;
  for (const known of provenance.keys()) if (known.startsWith(inside)) provenance.delete(known);
}

/** Who said `path`: itself, the nearest key around it, or the highest level among the keys inside it. */
export function originOf(provenance: Provenance, path: string): Origin | null {
  for (let at = path; at !== ''; at = at.includes('.') ? at.slice(0, at.lastIndexOf('.')) : '') {
    const origin = provenance[at];
    if (origin !== undefined) return origin;
  }
  const rank = { base: 0, environment: 1, account: 2 };
  let highest: Origin | null = null;
  for (const [known, origin] of Object.entries(provenance)) {
    if (known.startsWith(`${path}.`) && (highest === null || rank[origin.level] > rank[highest.level]))
      highest = origin;
  }
  return highest;
}
