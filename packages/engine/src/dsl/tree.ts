/** A document as a tree that remembers where every key and value stands in its text. Trees are never changed, only copied. */
import type { JsonScalar } from '../terms/index.ts';
import type { Path } from './finding.ts';

/** 1-based line and column. */
export interface Spot {
  readonly line: number;
  readonly column: number;
}

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly spot: Spot;
  readonly value: JsonScalar;
  /** True for `|` blocks: line n of the value is line n below the spot. */
  readonly isLiteral: boolean;
}

export interface ListTree {
  readonly kind: 'list';
  readonly spot: Spot;
  readonly items: readonly Tree[];
}

export interface Entry {
  /** Where the key stands. */
  readonly key: Spot;
  readonly value: Tree;
}

export interface MapTree {
  readonly kind: 'map';
  readonly spot: Spot;
  readonly entries: ReadonlyMap<string, Entry>;
}

export type Tree = ScalarTree | ListTree | MapTree;

export const scalarOf = (spot: Spot, value: JsonScalar): ScalarTree => ({
  kind: 'scalar',
  spot,
  value,
  isLiteral: false,
});
export const listOf = (spot: Spot, items: readonly Tree[]): ListTree => ({ kind: 'list', spot, items });
export const mapOf = (spot: Spot, entries: Iterable<readonly [string, Entry]>): MapTree => ({
  kind: 'map',
  spot,
  entries: new Map(entries),
});
/** A map made by an alias: its keys stand where their values stand. */
export const mapFrom = (spot: Spot, values: Readonly<Record<string, Tree>>): MapTree =>
  mapOf(
    spot,
    Object.entries(values).map(([key, value]) => [key, { key: value.spot, value }] as const),
  );

export const childOf = (map: MapTree, key: string): Tree | undefined => map.entries.get(key)?.value;

/** The text of a scalar child; undefined when there is none or it is no text. */
export function textOf(map: MapTree, key: string): string | undefined {
  const child = childOf(map, key);
  return child?.kind === 'scalar' && typeof child.value === 'string' ? child.value : undefined;
}

export function without(map: MapTree, ...keys: readonly string[]): MapTree {
  return mapOf(
    map.spot,
    [...map.entries].filter(([key]) => !keys.includes(key)),
  );
}

/** Sets a key, in its old place where there was one. */
export function withChild(map: MapTree, key: string, value: Tree): MapTree {
  const entries = new Map(map.entries);
  entries.set(key, { key: entries.get(key)?.key ?? value.spot, value });
  return mapOf(map.spot, entries);
}

/** Gives a key another name and keeps its place in the order. */
export function renamed(map: MapTree, from: string, to: string): MapTree {
  return mapOf(
    map.spot,
    [...map.entries].map(([key, entry]) => [key === from ? to : key, entry] as const),
  );
}

export function mapValues(map: MapTree, change: (value: Tree, key: string) => Tree): MapTree {
  return mapOf(
    map.spot,
    [...map.entries].map(([key, entry]) => [key, { key: entry.key, value: change(entry.value, key) }] as const),
  );
}

export function toValue(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(toValue);
  return Object.fromEntries([...tree.entries].map(([key, { value }]) => [key, toValue(value)]));
}

export function treeAt(tree: Tree, path: Path): Tree | undefined {
  let current: Tree | undefined = tree;
  for (const segment of path) {
    if (current?.kind === 'map') current = childOf(current, String(segment));
    else if (current?.kind === 'list') current = current.items[Number(segment)];
    else return undefined;
  }
  return current;
}

/** Where a path stands: the key itself, or the nearest thing around it that was written. */
export function locate(tree: Tree, path: Path): Spot {
  let spot = tree.spot;
  let current: Tree = tree;
  for (const segment of path) {
    if (current.kind === 'map') {
      const entry = current.entries.get(String(segment));
      if (entry === undefined) return spot;
      [spot, current] = [entry.key, entry.value];
    } else if (current.kind === 'list') {
      const item: Tree | undefined = current.items[Number(segment)];
      if (item === undefined) return spot;
      [spot, current] = [item.spot, item];
    } else return spot;
  }
  return spot;
}

/** A tree for a value that has no text: every spot is 0. */
export function treeOf(value: unknown): Tree {
  const spot: Spot = { line: 0, column: 0 };
  if (Array.isArray(value)) return listOf(spot, value.map(treeOf));
  if (typeof value === 'object' && value !== null) {
    return mapOf(
      spot,
      Object.entries(value).flatMap(([key, inner]) =>
        inner === undefined ? [] : [[key, { key: spot, value: treeOf(inner) }] as const],
      ),
    );
  }
  return scalarOf(spot, value as JsonScalar);
}
