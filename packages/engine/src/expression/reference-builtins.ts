/**
 * Built-in functions of the reference that need our clock, our randomness or a bound on what they make.
 * Each keeps the built-in's signature and results.
 */
import { FunctionFailure } from './function-failure.ts';
import { functionTable } from './functions/table.ts';
import { HostObject } from './host-object.ts';
import { limits, OverBudget } from './limits.ts';
import { countNodes } from './node-count.ts';
import { evaluationOf, type Focus } from './reference-frame.ts';
import { defineFunction, nativeOf, overrideNative, type Definition } from './reference-natives.ts';
import { internalNames } from './reference-rewrite.ts';

type Native = (this: unknown, ...args: unknown[]) => unknown;
const implementationOf = (name: string): Native => nativeOf(name).implementation as unknown as Native;

const nativeString = implementationOf('string');
const nativeFromMillis = implementationOf('fromMillis');
const nativeToMillis = implementationOf('toMillis');
const nativeReplace = implementationOf('replace');
const nativeSplit = implementationOf('split');
const nativeDistinct = implementationOf('distinct');

/** Text of any value as `$string` gives it. Undefined stays undefined. */
function textOf(focus: Focus, value: unknown, isPretty: unknown): unknown {
  if (typeof value === 'string' || value === undefined) return value;
  if (value instanceof HostObject) return textOf(focus, value.toJSON(), false);
  if (typeof value === 'object' && value !== null) countNodes(value);
  const text = nativeString.call(focus, value, isPretty ?? false);
  if (typeof text === 'string') evaluationOf(focus).chargeText(text.length);
  return text;
}

function concat(this: Focus, ...parts: unknown[]): string {
  let text = '';
  for (const part of parts) {
    const piece = typeof part === 'string' ? part : textOf(this, part, false);
    if (piece !== undefined) text += piece as string;
  }
  evaluationOf(this).chargeText(text.length);
  return text;
}

function range(this: Focus, from: unknown, to: unknown): unknown {
  if (from !== undefined && !Number.isInteger(from)) throw { code: 'T2003' };
  if (to !== undefined && !Number.isInteger(to)) throw { code: 'T2004' };
  if (from === undefined || to === undefined || (from as number) > (to as number)) return undefined;
  const size = (to as number) - (from as number) + 1;
  evaluationOf(this).chargeCells(size);
  const result = Array.from({ length: size }, (_, index) => (from as number) + index);
  return Object.assign(result, { sequence: true });
}

/** `=` as the reference has it: never true when a side is missing. Shared sub-trees count every time they are met. */
function areEqual(left: unknown, right: unknown, budget: { left: number }): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  budget.left -= 1;
  if (budget.left < 0) throw new OverBudget('steps');
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => areEqual(item, right[index], budget));
  const keys = Object.getOwnPropertyNames(left);
  if (keys.length !== Object.getOwnPropertyNames(right).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(right, key) &&
      areEqual((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key], budget),
  );
}

function equal(left: unknown, right: unknown): boolean {
  return left !== undefined && right !== undefined && areEqual(left, right, { left: limits.steps });
}

function differ(left: unknown, right: unknown): boolean {
  return left !== undefined && right !== undefined && !areEqual(left, right, { left: limits.steps });
}

function method(name: unknown, target: unknown, ...args: unknown[]): unknown {
  if (target instanceof HostObject) return callMethod(target, String(name), args);
  const isKnown = nativeOf(String(name)) !== undefined || Object.hasOwn(functionTable, String(name));
  throw isKnown ? { code: 'T1005', token: name } : { code: 'T1006', token: `.${String(name)}` };
}

function callMethod(target: HostObject, name: string, args: unknown[]): unknown {
  try {
    return HostObject.call(target, name, args);
  } catch (error) {
    // The author wrote the method's name, not ours.
    if (error instanceof FunctionFailure) error.token = `.${name}`;
    throw error;
  }
}

function pad(this: Focus, text: unknown, width: number, filler?: string): unknown {
  if (typeof text !== 'string') return undefined;
  const points = [...text].length;
  const wanted = Math.abs(Math.trunc(width)) - points;
  if (!(wanted > 0)) return text;
  evaluationOf(this).chargeText(text.length + wanted);
  const unit = filler === undefined || filler === '' ? ' ' : filler;
  const padding = [...unit.repeat(Math.ceil(wanted / [...unit].length))].slice(0, wanted).join('');
  return width > 0 ? text + padding : padding + text;
}

/** Where the result could get large, every match is charged with the text that replaces it. */
function replace(this: Focus, text: unknown, pattern: unknown, replacement: unknown, limit: unknown): unknown {
  let matcher = pattern;
  if (
    typeof text === 'string' &&
    typeof replacement === 'string' &&
    text.length * replacement.length > limits.stringLength
  ) {
    const charge = (count: number): void => evaluationOf(this).chargeText(count * replacement.length);
    if (typeof pattern === 'function') matcher = chargedMatcher(pattern as Matcher, () => charge(1));
    else if (typeof pattern === 'string' && pattern !== '') charge(text.split(pattern).length - 1);
  }
  return nativeReplace.call(this, text, matcher, replacement, limit);
}

interface Match {
  readonly next: () => unknown;
}
type Matcher = (text: unknown) => unknown;

function chargedMatcher(matcher: Matcher, charge: () => void): Matcher {
  const charged = (match: Match | undefined): Match | undefined => {
    if (match === undefined) return undefined;
    charge();
    return { ...match, next: async () => charged((await match.next()) as Match | undefined) };
  };
  return async (text) => charged((await matcher(text)) as Match | undefined);
}

function split(this: Focus, text: unknown, separator: unknown, limit: unknown): unknown {
  if (typeof text === 'string' && typeof separator === 'string')
    evaluationOf(this).chargeCells(separator === '' ? text.length : 1);
  return nativeSplit.call(this, text, separator, limit);
}

/** The native compares every pair; plain values need one look each. */
function distinct(this: Focus, values: unknown): unknown {
  if (!Array.isArray(values) || values.length <= 1) return values;
  if (values.every((value) => typeof value !== 'object' || value === null)) {
    const isSequence = (values as { sequence?: unknown }).sequence === true;
    const result = isSequence ? this.createSequence() : [];
    for (const value of new Set(values)) result.push(value);
    return result;
  }
  if (values.length * values.length > limits.cells * 4) throw new OverBudget('steps');
  countNodes(values);
  return nativeDistinct.call(this, values);
}

function clone(value: unknown): unknown {
  if (value === undefined) return undefined;
  countNodes(value);
  return JSON.parse((nativeString as (value: unknown) => unknown)(value) as string);
}

function now(this: Focus, picture?: string, timezone?: string): unknown {
  return nativeFromMillis.call(this, evaluationOf(this).run.nowMs, picture, timezone);
}

function millis(this: Focus): number {
  return evaluationOf(this).run.nowMs;
}

/** Repeated variable-length markers make the native's pattern take exponential time (its issue 833). */
function toMillis(this: Focus, text: unknown, picture?: string): unknown {
  if (typeof text === 'string' && text.length > 200) throw { code: 'D3110' };
  if (picture !== undefined) {
    const markers = (picture.match(/\[/g) ?? []).length;
    if (picture.length > 200 || markers > 12 || (picture.match(/\[\s*f/g) ?? []).length > 1)
      throw new FunctionFailure('the picture is too long, or holds a part twice');
  }
  return nativeToMillis.call(this, text, picture);
}

function random(this: Focus): number {
  return evaluationOf(this).run.random();
}

/** Fisher-Yates. */
function shuffle(this: Focus, values: unknown): unknown {
  if (!Array.isArray(values)) return values;
  const { random: next } = evaluationOf(this).run;
  const result = [...values];
  for (let index = result.length - 1; index > 0; index -= 1) {
    const other = Math.floor(next() * (index + 1));
    [result[index], result[other]] = [result[other], result[index]];
  }
  return result;
}

function string(this: Focus, value: unknown, isPretty: unknown): unknown {
  return textOf(this, value, isPretty);
}

/** `$eval` is off: its text would escape every check made at load. Absent, it fails like any unknown function. */
export const builtins: ReadonlyMap<string, Definition | undefined> = new Map<string, Definition | undefined>([
  [internalNames.concat, { _jsonata_function: true, implementation: concat }],
  [internalNames.range, { _jsonata_function: true, implementation: range }],
  [internalNames.equal, { _jsonata_function: true, implementation: equal }],
  [internalNames.differ, { _jsonata_function: true, implementation: differ }],
  [internalNames.method, { _jsonata_function: true, implementation: method }],
  ['string', overrideNative('string', string)],
  ['pad', overrideNative('pad', pad)],
  ['replace', overrideNative('replace', replace)],
  ['split', overrideNative('split', split)],
  ['distinct', overrideNative('distinct', distinct)],
  ['clone', overrideNative('clone', clone)],
  ['toMillis', overrideNative('toMillis', toMillis)],
  ['random', overrideNative('random', random)],
  ['shuffle', overrideNative('shuffle', shuffle)],
  ['now', defineFunction(now, '<s?s?:s>')],
  ['millis', defineFunction(millis, '<:n>')],
  ['eval', undefined],
]);
