/** One mapping method: the operator-style objects of the published language, which are not JSONata, are refused by name. */
import { error } from '../finding.ts';
import { mappingExpressionFields, mappingMethodSpec } from '../spec/mapping.ts';
import { childOf } from '../tree.ts';
import type { AliasFamily, ShapeAlias } from './alias.ts';

const mappingMethodAlias: ShapeAlias = (tree, place) => {
  if (tree.kind !== 'map') return tree;
  for (const field of mappingExpressionFields) {
    const value = childOf(tree, field);
    if (value?.kind !== 'map' || value.entries.has('$replace')) continue;
    place.report(
      error('an object is not run as a mapping', 'write JSONata as one text, or {"$replace": "..."} in an override'),
      value.spot,
      [field],
    );
  }
  return tree;
};

export const mappingMethodFamily: AliasFamily = [[mappingMethodSpec, mappingMethodAlias]];
