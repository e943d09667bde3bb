/** One mapping field across its levels: every level's expression runs on the same input and the results deep-merge, account over environment over base. */
import { compileExpression, type Expression } from '../expression/expression.ts';
import type { Origin, Place, Run, Scope } from '../terms/index.ts';
import { mergeResults } from '../values/merge.ts';

/** What one level says, lowest level first in a list. */
export interface LevelText {
  readonly text: string;
  readonly origin: Origin;
}

export interface ExpressionStack {
  readonly expressions: readonly Expression[];
  evaluate(input: Scope, run: Run): unknown | Promise<unknown>;
}

/** Null where no level says anything. Throws `expression.syntax` with the level it stands on. */
export function compileStack(levelled: readonly LevelText[], field: string): ExpressionStack | null {
  const expressions = levelled.map(({ text, origin }) => {
    const place: Place = { level: origin.level, source: origin.source, field };
    return compileExpression(text, place);
  });
  const [first, ...rest] = expressions;
  if (first === undefined) return null;
  if (rest.length === 0) return { expressions, evaluate: (input, run) => first.evaluate(input, run) };
  return {
    expressions,
    async evaluate(input, run) {
      let merged = await first.evaluate(input, run);
      for (const expression of rest) {
        // A record the lower level dropped stays dropped: an override that adds a field must not bring it back.
        if (merged === null || merged === undefined) return merged;
        merged = mergeLevelResults(merged, await expression.evaluate(input, run));
      }
      return merged;
    },
  };
}

/** Pages of equal length merge record by record; everything else as results merge. */
export function mergeLevelResults(lower: unknown, upper: unknown): unknown {
  if (Array.isArray(lower) && Array.isArray(upper) && lower.length === upper.length) {
    return lower.map((record, index) => (record === null ? null : mergeResults(record, upper[index])));
  }
  return mergeResults(lower, upper);
}
