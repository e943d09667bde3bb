/** What the walk knows of a value without evaluating: where in the input it may come from, and which keys it was built with. */
import type { TreeNode } from './syntax-tree.ts';

/** A place of the input. Lists are seen through: `items` stands for the list and for each of its items. */
export interface Spot {
  readonly path: readonly string[];
  /** Somewhere below the path, as after a wildcard. */
  readonly isBelow: boolean;
  readonly isUnsure: boolean;
}

export interface Lambda {
  readonly node: TreeNode;
  readonly context: Flow;
  readonly scope: VariableScope;
}

export interface Flow {
  /** The value may be what stands here. */
  readonly spots: readonly Spot[];
  /** Other places that decided what the value is. */
  readonly sources: readonly Spot[];
  /** Keys it was built with; null when it was not built in the expression. */
  readonly fields: ReadonlyMap<string, Flow> | null;
  /** It may have keys or sources beyond those known. */
  readonly isUnsure: boolean;
  readonly lambda: Lambda | null;
}

/** Variables, changed by `:=` while the walk goes on. */
export class VariableScope {
  readonly parent: VariableScope | null;
  private readonly variables = new Map<string, Flow>();

  constructor(parent: VariableScope | null) {
    this.parent = parent;
  }

  set(name: string, flow: Flow): void {
    this.variables.set(name, flow);
  }

  get(name: string): Flow | null {
    return this.variables.get(name) ?? this.parent?.get(name) ?? null;
  }
}

const MAX_SPOTS = 200;

export const nothing: Flow = { spots: [], sources: [], fields: null, isUnsure: false, lambda: null };

export const rootFlow: Flow = { ...nothing, spots: [{ path: [], isBelow: false, isUnsure: false }] };

/** True when the value is the expression's whole input and nothing else. */
export const isRoot = (flow: Flow): boolean =>
  flow.fields === null && flow.spots.length > 0 && flow.spots.every((spot) => spot.path.length === 0 && !spot.isBelow);

/** Any of the values; keys of several built objects come together. */
export function union(...flows: readonly Flow[]): Flow {
  if (flows.length === 1) return flows[0]!;
  const built = flows.filter((flow) => flow.fields !== null);
  let fields: Map<string, Flow> | null = null;
  for (const flow of built) {
    fields ??= new Map();
    for (const [key, inner] of flow.fields!) {
      const known = fields.get(key);
      fields.set(key, known === undefined ? inner : union(known, inner));
    }
  }
  return {
    spots: distinctSpots(flows.flatMap((flow) => flow.spots)),
    sources: distinctSpots(flows.flatMap((flow) => flow.sources)),
    fields,
    isUnsure: flows.some((flow) => flow.isUnsure),
    lambda: flows.find((flow) => flow.lambda !== null)?.lambda ?? null,
  };
}

export function fieldOf(flow: Flow, name: string): Flow {
  const spots = flow.spots.map((spot) =>
    spot.isBelow ? { ...spot, isUnsure: true } : { ...spot, path: [...spot.path, name] },
  );
  const taken: Flow = {
    ...nothing,
    spots,
    sources: spots.length === 0 && flow.fields === null ? flow.sources : [],
    isUnsure: flow.isUnsure,
  };
  const built = flow.fields?.get(name);
  return built === undefined ? taken : union(taken, built);
}

/** Any value directly inside. */
export function belowOf(flow: Flow): Flow {
  const spots = flow.spots.map((spot) => ({ ...spot, isBelow: true }));
  return union({ ...nothing, spots, sources: flow.sources, isUnsure: flow.isUnsure }, ...(flow.fields?.values() ?? []));
}

export function parentOf(flow: Flow): Flow {
  const spots = flow.spots.map((spot) =>
    spot.isBelow || spot.path.length === 0 ? { ...spot, isUnsure: true } : { ...spot, path: spot.path.slice(0, -1) },
  );
  return { ...nothing, spots, isUnsure: spots.length === 0 };
}

/** Every place the value was made from. */
export function spotsWithin(flow: Flow): readonly Spot[] {
  const inner = [...(flow.fields?.values() ?? [])].flatMap((field) => spotsWithin(field));
  return distinctSpots([...flow.spots, ...flow.sources, ...inner]);
}

/** A value computed from others, of which nothing else is known. */
export const computedFrom = (sources: readonly Spot[]): Flow => ({ ...nothing, sources: distinctSpots(sources) });

export const decidedBy = (flow: Flow, sources: readonly Spot[]): Flow =>
  sources.length === 0 ? flow : { ...flow, sources: distinctSpots([...flow.sources, ...sources]) };

export function distinctSpots(spots: readonly Spot[]): readonly Spot[] {
  if (spots.length < 2) return spots;
  const known = new Map<string, Spot>();
  for (const spot of spots) {
    const key = `${spot.isBelow ? '*' : ''}${spot.path.join('\u0000')}`;
    const before = known.get(key);
    if (before === undefined || (spot.isUnsure && !before.isUnsure)) known.set(key, spot);
    if (known.size >= MAX_SPOTS) break;
  }
  return [...known.values()];
}
