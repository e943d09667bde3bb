/** Simulation expressions: evaluated with the simulator's clock and without chance, so that equal requests get equal answers. */
import { compileExpression, type Expression, type JsonObject, type Run } from '@sluice/engine';

/** Evaluates over the scope `simulation` of the config language. Rejects with `expression.syntax` or `expression.failed`. */
export type Sight = (scope: JsonObject) => Promise<unknown>;

/** Compiled when first used: a provider has a hundred expressions, and a server that starts needs none of them yet. */
export function compileSight(text: string, source: string, field: string): Sight {
  let compiled: Expression | null = null;
  return async (scope) => {
    compiled ??= compileExpression(text, { level: 'base', source, field });
    return compiled.evaluate(scope, runAt(Number(scope['now'] ?? 0)));
  };
}

export function runAt(nowMs: number): Run {
  return { nowMs, random: () => 0.5 };
}
