/** The integration document: `auth` that names a credential format says both how to connect and how to sign. */
import { actionSpec, integrationSpec } from '../spec/integration.ts';
import {
  childOf,
  listOf,
  mapFrom,
  mapOf,
  scalarOf,
  textOf,
  withChild,
  without,
  type MapTree,
  type Tree,
} from '../tree.ts';
import type { AliasFamily, ShapeAlias } from './alias.ts';
import { tokenFormats } from './authorization.ts';

const integrationAlias: ShapeAlias = (tree, place) => {
  if (tree.kind !== 'map' || place.isPartial) return tree;
  const config = childOf(tree, 'config');
  const isFile = config?.kind === 'map' && childOf(tree, 'base_url') === undefined;
  return withCredentials(isFile ? unpacked(tree, config) : tree);
};

/** The published integration file: `{name, label, category, config: {base_url, ...}}`. */
function unpacked(file: MapTree, config: MapTree): MapTree {
  return mapOf(file.spot, [...without(file, 'config').entries, ...config.entries]);
}

/** `auth: {type: oauth2, ...}` without `credentials` also declares the credential `oauth2`. */
function withCredentials(document: MapTree): MapTree {
  if (childOf(document, 'credentials') !== undefined) return document;
  const format = tokenFormatOf(childOf(document, 'authorization') ?? childOf(document, 'auth'));
  return format === undefined ? document : withChild(document, 'credentials', mapFrom(format.spot, { format }));
}

function tokenFormatOf(authorization: Tree | undefined): Tree | undefined {
  const scheme = authorization?.kind === 'list' ? authorization.items[0] : authorization;
  if (scheme?.kind === 'scalar')
    return typeof scheme.value === 'string' && tokenFormats.includes(scheme.value) ? scheme : undefined;
  if (scheme?.kind !== 'map') return undefined;
  const format = textOf(scheme, 'format') ?? textOf(scheme, 'type');
  return format !== undefined && tokenFormats.includes(format) ? scalarOf(scheme.spot, format) : undefined;
}

/** An action: one step, a list of steps, or `{steps}`. */
const actionAlias: ShapeAlias = (tree) => {
  if (tree.kind === 'list') return mapFrom(tree.spot, { steps: tree });
  if (tree.kind !== 'map') return tree;
  const steps = childOf(tree, 'steps');
  if (steps?.kind === 'map') return withChild(tree, 'steps', listOf(steps.spot, [steps]));
  return steps === undefined && childOf(tree, 'type') !== undefined ? actionOf(tree) : tree;
};

function actionOf(step: MapTree): Tree {
  return mapFrom(step.spot, { steps: listOf(step.spot, [step]) });
}

export const integrationFamily: AliasFamily = [
  [integrationSpec, integrationAlias],
  [actionSpec, actionAlias],
];
