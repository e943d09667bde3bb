/** Steps: one step -> list; settings written as bare JSONata, or as the object to merge. */
import { stepSpec, stepsSpec } from '../spec/steps.ts';
import { error, type Remark } from '../finding.ts';
import { childOf, listOf, mapFrom, textOf, withChild, type Tree } from '../tree.ts';
import type { AliasFamily, ShapeAlias } from './alias.ts';

const stepsAlias: ShapeAlias = (tree) => (tree.kind === 'map' ? listOf(tree.spot, [tree]) : tree);

const expressionTypes = new Set(['transform', 'set_context', 'update_context']);

const stepAlias: ShapeAlias = (tree, place) => {
  if (tree.kind !== 'map') return tree;
  const type = textOf(tree, 'type') ?? '';
  const config = childOf(tree, 'config');
  const remark = refusalOf(type, config);
  if (remark !== null) place.report(remark, tree.spot);
  if (config === undefined || !expressionTypes.has(type)) return tree;
  if (config.kind === 'scalar' && typeof config.value === 'string')
    return withChild(tree, 'config', mapFrom(config.spot, { expression: config }));
  const isFixedObject =
    type === 'set_context' &&
    config.kind === 'map' &&
    !config.entries.has('value') &&
    !config.entries.has('expression');
  return isFixedObject ? withChild(tree, 'config', mapFrom(config.spot, { value: config })) : tree;
};

/** Published steps that are known but not run here. */
function refusalOf(type: string, config: Tree | undefined): Remark | null {
  if (type === 'get_context') return error('a `get_context` step is not needed', 'expressions read `context` directly');
  if (type !== 'request') return null;
  if (config?.kind === 'scalar' && typeof config.value === 'string') {
    return error(
      'a request step written as one JSONata text is not run',
      'name `resource` and `method`, and use `query_expression` and `body_expression`',
    );
  }
  const isInline = config?.kind === 'map' && !config.entries.has('resource') && config.entries.has('path');
  return isInline
    ? error(
        'a request step with its own `path` is not run',
        'declare the method under `resources` and name it with `resource` and `method`',
      )
    : null;
}

export const stepsFamily: AliasFamily = [
  [stepsSpec, stepsAlias],
  [stepSpec, stepAlias],
];
