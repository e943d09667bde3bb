/**
 * Expressions of the config language: JSONata with the call's instant and randomness, extension functions, and a budget.
 * No clock, network or randomness of its own. Never writes into its input, never puts data into an error.
 */
import type { Place, Run, Scope } from '../terms/index.ts';
import { checkText } from './check-text.ts';
import { failedEvaluation, refusedText, syntaxError } from './failure.ts';
import { limitNames } from './limits.ts';
import { compileText, type CompiledText } from './reference-engine.ts';
import { lintRegex } from './regex-lint.ts';

export interface Expression {
  readonly text: string;
  readonly place: Place;
  /**
   * Plain JSON or undefined, at once where no engine is needed. Throws or rejects with `expression.failed`
   * (level, source, field, expression, JSONata code, line and column in `details`) or `expression.over_budget` (`details.limit`).
   */
  evaluate(input: Scope, run: Run): unknown | Promise<unknown>;
}

/** Expressions kept compiled; the same text at many accounts is compiled once. About 25 KB each. */
const CACHE_SIZE = 1_000;
const cache = new Map<string, CompiledText>();

/** Throws `expression.syntax`. */
export function compileExpression(text: string, place: Place): Expression {
  const compiled = cached(text) ?? compile(text, place);
  const fail = (error: unknown): never => {
    throw failedEvaluation(error, text, place);
  };
  return {
    text,
    place,
    evaluate(input, run) {
      const result = compiled.evaluate(input, run);
      return result instanceof Promise ? result.catch(fail) : result;
    },
  };
}

function cached(text: string): CompiledText | undefined {
  const found = cache.get(text);
  if (found === undefined) return undefined;
  cache.delete(text);
  cache.set(text, found);
  return found;
}

function compile(text: string, place: Place): CompiledText {
  const broken = checkText(text);
  if (broken !== null)
    throw syntaxError(text, place, {
      reason: `The expression is too large: ${limitNames[broken.limit]}`,
      code: null,
      offset: broken.offset,
    });
  let compiled: CompiledText;
  try {
    compiled = compileText(text);
  } catch (error) {
    throw refusedText(error, text, place);
  }
  for (const { source, position } of compiled.regexes) {
    const problem = lintRegex(source);
    if (problem !== null)
      throw syntaxError(text, place, {
        reason: `A regular expression ${problem}`,
        code: null,
        offset: position - source.length - 2,
      });
  }
  cache.set(text, compiled);
  const [oldest] = cache.keys();
  if (cache.size > CACHE_SIZE && oldest !== undefined) cache.delete(oldest);
  return compiled;
}
