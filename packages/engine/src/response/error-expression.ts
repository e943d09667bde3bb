/** A configured error expression, and what it may yield. It sees successes too, since many providers say 200 for failures. */
import { compileExpression } from '../expression/expression.ts';
import type { Place, Run, Scope } from '../terms/index.ts';
import { isPlainObject } from '../values/merge.ts';
import { capText } from './error-words.ts';

export interface Verdict {
  /** Normalised status; null where the expression leaves it to the answer. */
  readonly status: number | null;
  readonly message: string | null;
  readonly code: string | null;
  /** Null where the expression says nothing about scopes. */
  readonly missingScopes: readonly string[] | null;
}

/** Null where the answer is no failure. */
export type Judge = (seen: Scope, run: Run) => Verdict | null | Promise<Verdict | null>;

export function compileErrorExpression(text: string | null | undefined, place: Place): Judge | null {
  if (text === undefined || text === null) return null;
  const expression = compileExpression(text, place);
  return (seen, run) => {
    const found = expression.evaluate(seen, run);
    return found instanceof Promise ? found.then(verdictOf) : verdictOf(found);
  };
}

/** Whether an expression's result means yes: by the same rule that makes an error expression speak. */
export function isYes(found: unknown): boolean {
  return verdictOf(found) !== null;
}

/**
 * Nothing, false, 0, "", {} and [] are no failure. Text is the message, a number the code, true says only that it failed;
 * an object may hold status, message, code, missing_scopes; of a list of texts the texts, of any other list the first entry.
 */
function verdictOf(found: unknown): Verdict | null {
  if (found === true) return bare;
  if (typeof found === 'number') return found === 0 || Number.isNaN(found) ? null : { ...bare, code: String(found) };
  if (typeof found === 'string') return found.trim() === '' ? null : { ...bare, message: capText(found) };
  if (Array.isArray(found)) {
    const texts = found.filter((each) => typeof each === 'string');
    return texts.length > 0 && texts.length === found.length
      ? { ...bare, message: capText(texts.join('; ')) }
      : found.length === 0
        ? null
        : verdictOf(found[0]);
  }
  if (!isPlainObject(found) || Object.keys(found).length === 0) return null;
  return {
    status: statusOf(found['status']),
    message: capText(textOf(found['message'])),
    code: capText(textOf(found['code'])),
    missingScopes: scopesOf(found['missing_scopes']),
  };
}

const bare: Verdict = { status: null, message: null, code: null, missingScopes: null };

/** 400 to 599; anything else is left to the answer. */
function statusOf(value: unknown): number | null {
  const status = typeof value === 'string' ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599 ? status : null;
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')
    ? value.join('; ')
    : null;
}

function scopesOf(value: unknown): readonly string[] | null {
  if (typeof value === 'string') return value.split(/[\s,]+/).filter((scope) => scope !== '');
  return Array.isArray(value) ? value.filter((scope) => typeof scope === 'string') : null;
}
