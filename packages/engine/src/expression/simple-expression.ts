/**
 * Expressions that need no engine: a constant, a path of names, a comparison of the two, and `and` / `or` of comparisons.
 * Gives exactly what the engine gives, at once; anything else is left to the engine.
 */
import { leftOf, type TreeNode } from './syntax-tree.ts';

/** The input has an array on the way, which the engine maps over. */
export const NOT_SIMPLE = Symbol('not simple');

export type SimpleEvaluator = (input: Readonly<Record<string, unknown>>) => unknown;

export function compileSimple(node: TreeNode): SimpleEvaluator | null {
  if (isDecorated(node)) return null;
  if (isLiteral(node)) return () => node.value;
  if (node.type === 'path') return compilePath(node);
  return compileCondition(node);
}

function compilePath(node: TreeNode): SimpleEvaluator | null {
  const steps = node.steps ?? [];
  if (node.keepSingletonArray === true || !steps.every((step) => step.type === 'name' && !isDecorated(step)))
    return null;
  const names = steps.map((step) => String(step.value));
  return (input) => {
    let current: unknown = input;
    for (const name of names) {
      if (typeof current !== 'object' || current === null) return undefined;
      if (Array.isArray(current)) return NOT_SIMPLE;
      current = Object.hasOwn(current, name) ? (current as Record<string, unknown>)[name] : undefined;
    }
    return current;
  };
}

function compileCondition(node: TreeNode): SimpleEvaluator | null {
  if (isDecorated(node) || node.type !== 'binary') return null;
  if (node.value === '=' || node.value === '!=') return compileComparison(node);
  if (node.value !== 'and' && node.value !== 'or') return null;
  const left = compileCondition(leftOf(node));
  const right = compileCondition(node.rhs!);
  if (left === null || right === null) return null;
  const decides = node.value === 'or';
  return (input) => {
    const first = left(input);
    return first === NOT_SIMPLE || first === decides ? first : right(input);
  };
}

function compileComparison(node: TreeNode): SimpleEvaluator | null {
  const [path, literal] = isLiteral(node.rhs!) ? [leftOf(node), node.rhs!] : [node.rhs!, leftOf(node)];
  if (!isLiteral(literal) || isDecorated(literal) || path.type !== 'path' || isDecorated(path)) return null;
  const read = compilePath(path);
  if (read === null) return null;
  const wanted = literal.value;
  const isEqual = node.value === '=';
  // A missing value is neither equal nor unequal to anything.
  return (input) => {
    const value = read(input);
    if (value === NOT_SIMPLE) return NOT_SIMPLE;
    return value !== undefined && (value === wanted) === isEqual;
  };
}

const isLiteral = (node: TreeNode): boolean =>
  node.type === 'string' || node.type === 'number' || node.type === 'value';

const isDecorated = (node: TreeNode): boolean =>
  node.predicate !== undefined ||
  node.stages !== undefined ||
  node.group !== undefined ||
  node.focus !== undefined ||
  node.index !== undefined ||
  node.tuple === true ||
  node.keepArray === true;
