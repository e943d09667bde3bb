/** A method of a resource: HTTP verbs in any case; a paging switch written beside the section it belongs to. */
import { methodSpec } from '../spec/method.ts';
import { childOf, scalarOf, textOf, withChild, without, type MapTree } from '../tree.ts';
import type { AliasFamily, ShapeAlias } from './alias.ts';

const methodAlias: ShapeAlias = (tree) => (tree.kind === 'map' ? withPagingSwitch(withVerb(tree)) : tree);

function withVerb(method: MapTree): MapTree {
  const verb = textOf(method, 'method');
  if (verb === undefined || verb === verb.toLowerCase()) return method;
  return withChild(method, 'method', scalarOf(childOf(method, 'method')!.spot, verb.toLowerCase()));
}

/** `ignore_body_in_pagination` beside the method's own `pagination` goes into it. */
function withPagingSwitch(method: MapTree): MapTree {
  const written = childOf(method, 'ignore_body_in_pagination');
  const pagination = childOf(method, 'pagination');
  if (written === undefined || pagination?.kind !== 'map') return method;
  return withChild(
    without(method, 'ignore_body_in_pagination'),
    'pagination',
    withChild(pagination, 'ignore_body_in_pagination', written),
  );
}

export const methodFamily: AliasFamily = [[methodSpec, methodAlias]];
