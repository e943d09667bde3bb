/**
 * Rewrites a parsed tree in place, so that operations the reference runs without any guard go through functions of ours:
 * text concatenation, ranges, comparison of two computed values, and method calls on host objects. Changes no result.
 */
import { childrenOf, pairsOf, plainNameOf, visitTree, type TreeNode } from './syntax-tree.ts';

/** Names no expression can write: a variable's name holds no blank. */
export const internalNames = {
  concat: ' concat',
  range: ' range',
  equal: ' equal',
  differ: ' differ',
  method: ' method',
} as const;

const operatorNames: Readonly<Record<string, string>> = {
  '&': internalNames.concat,
  '..': internalNames.range,
  '=': internalNames.equal,
  '!=': internalNames.differ,
};

/** How an operator's function is shown to an author: `&` instead of its internal name. */
export function shownToken(token: unknown): string | null {
  if (typeof token !== 'string' || token === '') return null;
  if (token === internalNames.method) return '.';
  return Object.keys(operatorNames).find((operator) => operatorNames[operator] === token) ?? token;
}

export interface TreeFacts {
  /** Every `$name` used. */
  readonly variables: ReadonlySet<string>;
  readonly regexes: readonly { readonly source: string; readonly position: number }[];
  readonly usesParent: boolean;
  /** The evaluator may write into arrays of the input: see `protect-input.ts`. */
  readonly mayWriteInput: 'no' | 'empty_arrays' | 'arrays';
}

/** Null when the tree is deeper than `maxDepth`; then nothing of it can be used. */
export function rewriteTree(root: TreeNode, maxDepth: number): TreeFacts | null {
  const variables = new Set<string>();
  const regexes: { source: string; position: number }[] = [];
  let mayWriteInput: TreeFacts['mayWriteInput'] = 'no';
  let usesParent = false;
  const isWhole = visitTree(root, maxDepth, (node) => {
    if (node.type === 'regex' && node.value instanceof RegExp)
      regexes.push({ source: node.value.source, position: node.position ?? 0 });
    if (node.type === 'path' && node.keepSingletonArray === true) mayWriteInput = 'arrays';
    if (mayWriteInput === 'no' && (node.group !== undefined || constructsInsidePath(node)))
      mayWriteInput = 'empty_arrays';
    if (node.type === 'binary') rewriteOperator(node);
    else if (node.type === 'function') rewriteMethod(node);
  });
  if (!isWhole) return null;
  visitTree(root, maxDepth, (node) => {
    if (node.type === 'variable') variables.add(String(node.value));
    if (node.type === 'parent') usesParent = true;
    if (node.type === 'transform') variables.add('clone');
  });
  return { variables, regexes, usesParent, mayWriteInput };
}

/** An object built inside a path may be built from an empty array of the input. */
function constructsInsidePath(node: TreeNode): boolean {
  return node.type === 'path' && childrenOf(node).some(constructs);
}

const constructs = (node: TreeNode): boolean =>
  (node.type === 'unary' && pairsOf(node).length > 0) || childrenOf(node).some(constructs);

function rewriteOperator(node: TreeNode): void {
  const name = typeof node.value === 'string' ? operatorNames[node.value] : undefined;
  if (name === undefined) return;
  const left = node.lhs as TreeNode;
  const right = node.rhs!;
  if ((name === internalNames.equal || name === internalNames.differ) && (isLiteral(left) || isLiteral(right))) return;
  const operands = name === internalNames.concat && isPlainConcat(left) ? [...left.arguments!, right] : [left, right];
  callInternal(node, name, operands);
}

/** `$date.toISO()`: a step that calls a bare name. On anything but a host object it fails, as it does in the reference. */
function rewriteMethod(node: TreeNode): void {
  const name = plainNameOf(node.procedure);
  if (name === null) return;
  const nameNode: TreeNode = { type: 'string', value: name, position: node.position };
  callInternal(node, internalNames.method, [
    nameNode,
    { type: 'variable', value: '', position: node.position },
    ...node.arguments!,
  ]);
}

function callInternal(node: TreeNode, name: string, operands: TreeNode[]): void {
  node.type = 'function';
  node.value = '(';
  node.procedure = { type: 'variable', value: name, position: node.position };
  node.arguments = operands;
  delete node.lhs;
  delete node.rhs;
}

const isLiteral = (node: TreeNode): boolean =>
  node.type === 'string' || node.type === 'number' || node.type === 'value';

const isPlainConcat = (node: TreeNode): boolean =>
  node.type === 'function' &&
  node.procedure?.value === internalNames.concat &&
  node.predicate === undefined &&
  node.stages === undefined &&
  node.group === undefined &&
  node.keepArray !== true;
