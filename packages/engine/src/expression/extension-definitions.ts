/** The extension functions as the reference keeps functions: signature parsed once, results charged. */
import type { Evaluation } from './evaluation.ts';
import type { ExtensionFunction } from './functions/extension-function.ts';
import { functionTable } from './functions/table.ts';
import { evaluationOf, type Focus } from './reference-frame.ts';
import { defineFunction, type Definition } from './reference-natives.ts';
import { parameterCount } from './signature.ts';

export const extensionDefinitions: ReadonlyMap<string, Definition> = new Map(
  Object.entries(functionTable).map(([name, entry]) => [name, define(entry)]),
);

function define(entry: ExtensionFunction): Definition {
  const implementation = function (this: Focus, ...args: never[]): unknown {
    const evaluation = evaluationOf(this);
    const result = 'call' in entry ? entry.call(...args) : entry.callWithRun(evaluation.run, ...args);
    const finish = (value: unknown): unknown => {
      charge(evaluation, value);
      return entry.unwrapsSingles === true && Array.isArray(value) ? sequenceOf(this, value) : value;
    };
    return result instanceof Promise ? result.then(finish) : finish(result);
  };
  return defineFunction(implementation, entry.signature, parameterCount(entry.signature));
}

function charge(evaluation: Evaluation, result: unknown): void {
  if (typeof result === 'string') evaluation.chargeText(result.length);
  else if (Array.isArray(result)) evaluation.chargeCells(result.length);
}

function sequenceOf(focus: Focus, values: readonly unknown[]): unknown[] {
  const sequence = focus.createSequence();
  for (const value of values) sequence.push(value);
  return sequence;
}
