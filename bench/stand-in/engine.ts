/**
 * An expression engine that costs what hand-written code costs: the texts a benched call evaluates are answered by the
 * functions of the hand-written handler, every other text by the real engine. What is left of a call's cost is Sluice's own.
 */
import {
  compileText as compileReal,
  type CompiledText,
} from '../../packages/engine/src/expression/reference-engine.ts';
import { closures, type Closure } from './closures.ts';

const counts = { replaced: 0, passedOn: 0 };
(globalThis as { benchStandIn?: typeof counts }).benchStandIn = counts;

export function compileText(text: string): CompiledText {
  const compiled = compileReal(text);
  const closure = closures.get(text);
  return closure === undefined ? counted(compiled) : { regexes: compiled.regexes, evaluate: replaced(closure) };
}

function counted({ regexes, evaluate }: CompiledText): CompiledText {
  return {
    regexes,
    evaluate(input, run) {
      const value = evaluate(input, run);
      // Paths and comparisons are answered at once, without the engine; only promises come from it.
      if (value instanceof Promise) counts.passedOn += 1;
      return value;
    },
  };
}

function replaced(closure: Closure): CompiledText['evaluate'] {
  return (input) => {
    counts.replaced += 1;
    return closure(input);
  };
}
