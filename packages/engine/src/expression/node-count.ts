/** Counts the values of a tree, stopping at the output limit: a small graph of shared parts can stand for a tree without end. */
import { isEngineFunction } from './engine-function.ts';
import { limits, OverBudget } from './limits.ts';

/** Arrays, objects and plain values met on a full walk. Throws OverBudget past the output limits. */
export function countNodes(value: unknown): number {
  const count = { nodes: 0, characters: 0 };
  walk(value, 0, count);
  return count.nodes;
}

function walk(value: unknown, depth: number, count: { nodes: number; characters: number }): void {
  count.nodes += 1;
  if (count.nodes > limits.outputNodes) throw new OverBudget('outputNodes');
  if (typeof value === 'string') {
    count.characters += value.length;
    if (count.characters > limits.outputCharacters) throw new OverBudget('outputCharacters');
  }
  if (typeof value !== 'object' || value === null || isEngineFunction(value)) return;
  if (depth > limits.outputDepth) throw new OverBudget('outputDepth');
  if (Array.isArray(value)) for (const item of value) walk(item, depth + 1, count);
  else for (const key of Object.keys(value)) walk((value as Record<string, unknown>)[key], depth + 1, count);
}
