/**
 * Makes an evaluation's result plain JSON within the output limits: no functions, no engine marks on arrays, no engine objects,
 * host objects as their text. What came from the input is passed on by reference, never copied, never written to.
 */
import { isEngineFunction } from './engine-function.ts';
import { HostObject } from './host-object.ts';
import { limits, OverBudget } from './limits.ts';

interface Spent {
  nodes: number;
  characters: number;
}

export function plainResult(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'function') return undefined;
    if (typeof value === 'string' && value.length > limits.outputCharacters) throw new OverBudget('outputCharacters');
    return value;
  }
  return plain(value, 0, { nodes: 0, characters: 0 });
}

function plain(value: unknown, depth: number, spent: Spent): unknown {
  spent.nodes += 1;
  if (spent.nodes > limits.outputNodes) throw new OverBudget('outputNodes');
  if (typeof value === 'string') {
    spent.characters += value.length;
    if (spent.characters > limits.outputCharacters) throw new OverBudget('outputCharacters');
    return value;
  }
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > limits.outputDepth) throw new OverBudget('outputDepth');
  if (Array.isArray(value)) return plainArray(value, depth, spent);
  if (value instanceof HostObject) return value.toJSON();
  if (isEngineFunction(value)) return undefined;
  return plainObject(value as Record<string, unknown>, depth, spent);
}

function plainArray(value: unknown[], depth: number, spent: Spent): unknown[] {
  let copy = isMarked(value) ? Array.from(value) : null;
  for (let index = 0; index < value.length; index += 1) {
    const item = value[index];
    const clean = plain(item, depth + 1, spent);
    if (clean !== item) {
      copy ??= [...value];
      // An array cannot miss an element, so what cannot be JSON is null, as JSON.stringify has it.
      copy[index] = clean === undefined ? null : clean;
    }
  }
  return copy ?? value;
}

function plainObject(value: Record<string, unknown>, depth: number, spent: Spent): Record<string, unknown> {
  // Objects an expression makes have no prototype; objects of the input do, and are copied only when something in them changes.
  let copy: Record<string, unknown> | null = Object.getPrototypeOf(value) === null ? {} : null;
  for (const key of Object.keys(value)) {
    const item = value[key];
    const clean = plain(item, depth + 1, spent);
    if (copy === null && clean !== item) copy = keysBefore(value, key);
    if (copy !== null && clean !== undefined) put(copy, key, clean);
  }
  return copy ?? value;
}

function keysBefore(value: Record<string, unknown>, end: string): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (key === end) break;
    put(copy, key, value[key]);
  }
  return copy;
}

function put(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

const isMarked = (value: unknown[]): boolean =>
  Object.getPrototypeOf(value) !== Array.prototype ||
  'sequence' in value ||
  'keepSingleton' in value ||
  'cons' in value;
