/** Everything one request needs while it is played, and the variables its expressions see. Made per request, never kept. */
import type { JsonObject } from '@sluice/engine';
import type { Blueprint } from '../blueprint/blueprint.ts';
import type { PathValues } from '../blueprint/path-pattern.ts';
import type { Route } from '../blueprint/route.ts';
import type { Fault } from '../faults.ts';
import type { Asked } from '../incoming/read-request.ts';
import { writeAt } from '../record-paths.ts';
import type { Records } from '../state/records.ts';
import type { Draftable, MountFacts } from '../terms.ts';

export interface Play {
  readonly blueprint: Blueprint;
  readonly route: Route;
  readonly values: PathValues;
  readonly asked: Asked;
  /** Null where the route has no collection. */
  readonly records: Records | null;
  readonly mount: MountFacts;
  readonly nowMs: number;
  readonly faults: readonly Fault[];
  readonly scope: JsonObject;
}

/** Scope `simulation` of the config language, as far as the request alone tells it. */
export function buildScope(input: Pick<Play, 'values' | 'asked' | 'mount' | 'nowMs'>): JsonObject {
  const { values, asked, mount, nowMs } = input;
  return {
    id: values['id'],
    query: queryWithPath(asked.query, values),
    body: asked.body,
    headers: asked.headers,
    path: asked.path,
    now: nowMs,
    mount,
  };
}

/** A placeholder `{{query.x}}` in the path is the query parameter x that the integration put there. */
function queryWithPath(query: JsonObject, values: PathValues): JsonObject {
  const inPath = Object.entries(values).filter(([name]) => name.startsWith('query.'));
  if (inPath.length === 0) return query;
  const merged: Draftable = structuredClone(query);
  for (const [name, value] of inPath) writeAt(merged, name.slice('query.'.length), value);
  return merged;
}
