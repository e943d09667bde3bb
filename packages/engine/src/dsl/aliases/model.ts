/** Unified models: `methods` as a list of names -> the map name -> method. */
import { resourceModelSpec } from '../spec/model.ts';
import { childOf, mapOf, withChild } from '../tree.ts';
import type { AliasFamily, ShapeAlias } from './alias.ts';

const modelAlias: ShapeAlias = (tree) => {
  const methods = tree.kind === 'map' ? childOf(tree, 'methods') : undefined;
  if (tree.kind !== 'map' || methods?.kind !== 'list') return tree;
  const names = methods.items.flatMap((item) =>
    item.kind === 'scalar' && typeof item.value === 'string' ? [{ name: item.value, spot: item.spot }] : [],
  );
  if (names.length !== methods.items.length) return tree;
  const entries = names.map(({ name, spot }) => [name, { key: spot, value: mapOf(spot, []) }] as const);
  return withChild(tree, 'methods', mapOf(methods.spot, entries));
};

export const modelFamily: AliasFamily = [[resourceModelSpec, modelAlias]];
