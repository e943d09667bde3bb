/**
 * Expressions that need no engine: a constant, a path of names, a comparison of the two, `and` / `or` of comparisons, and
 * a condition that comes to one of them. Gives exactly what the engine gives, at once; anything else is left to the engine.
 * Every answer of a provider meets `status = 429` and `status >= 400 ? {...}`, which for a success come to nothing.
 */
import { leftOf, type TreeNode } from './syntax-tree.ts';

/** For this input the engine is needed: an array on the way, which it maps over, or a branch that is not simple. */
export const NOT_SIMPLE = Symbol('not simple');

export type SimpleEvaluator = (input: Readonly<Record<string, unknown>>) => unknown;

export function compileSimple(node: TreeNode): SimpleEvaluator | null {
  if (isDecorated(node)) return null;
  if (isLiteral(node)) return () => node.value;
  if (node.type === 'path') return compilePath(node);
  if (node.type === 'condition') return compileChoice(node);
  return compileCondition(node);
}

const leaveIt: SimpleEvaluator = () => NOT_SIMPLE;
const nothing: SimpleEvaluator = () => undefined;

/** A branch that is not simple is left to the engine when it is chosen. */
function compileChoice(node: TreeNode): SimpleEvaluator | null {
  const condition = compileCondition(node.condition!);
  if (condition === null) return null;
  const yes = compileSimple(node.then!) ?? leaveIt;
  const no = node.else === undefined ? nothing : (compileSimple(node.else) ?? leaveIt);
  return (input) => {
    const chosen = condition(input);
    return chosen === NOT_SIMPLE ? NOT_SIMPLE : chosen === true ? yes(input) : no(input);
  };
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

/** Gives true or false, and undefined only where an order compares a value that is missing. */
function compileCondition(node: TreeNode): SimpleEvaluator | null {
  if (isDecorated(node)) return null;
  if (node.type === 'block' && node.expressions?.length === 1) return compileCondition(node.expressions[0]!);
  if (node.type !== 'binary') return null;
  const operator = String(node.value);
  if (operator === '=' || operator === '!=') return compileEquality(node);
  if (Object.hasOwn(orders, operator)) return compileOrder(node, orders[operator]!);
  if (operator !== 'and' && operator !== 'or') return null;
  const left = compileCondition(leftOf(node));
  if (left === null) return null;
  const right = compileCondition(node.rhs!) ?? leaveIt;
  const decides = operator === 'or';
  return (input) => {
    const first = left(input);
    if (first === NOT_SIMPLE) return NOT_SIMPLE;
    if ((first === true) === decides) return decides;
    const second = right(input);
    return second === NOT_SIMPLE ? NOT_SIMPLE : second === true;
  };
}

function compileEquality(node: TreeNode): SimpleEvaluator | null {
  const [path, literal] = isLiteral(node.rhs!) ? [leftOf(node), node.rhs!] : [node.rhs!, leftOf(node)];
  const read = compileOperand(path);
  if (read === null || !isLiteral(literal) || isDecorated(literal)) return null;
  const wanted = literal.value;
  const isEqual = node.value === '=';
  // A missing value is neither equal nor unequal to anything.
  return (input) => {
    const value = read(input);
    if (value === NOT_SIMPLE) return NOT_SIMPLE;
    return value !== undefined && (value === wanted) === isEqual;
  };
}

const orders: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** Of numbers alone: what the engine says of other types is not repeated here. */
function compileOrder(node: TreeNode, holds: (left: number, right: number) => boolean): SimpleEvaluator | null {
  const read = compileOperand(leftOf(node));
  const bound = node.rhs!;
  if (read === null || bound.type !== 'number' || isDecorated(bound)) return null;
  const limit = bound.value as number;
  return (input) => {
    const value = read(input);
    if (value === undefined) return undefined;
    return typeof value === 'number' ? holds(value, limit) : NOT_SIMPLE;
  };
}

function compileOperand(node: TreeNode): SimpleEvaluator | null {
  return node.type === 'path' && !isDecorated(node) ? compilePath(node) : null;
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
