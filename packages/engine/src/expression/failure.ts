/** Turns what an engine throws into errors of the house: place, text, code, line and column, and a sentence for the author. Never a value. */
import { SluiceError, type Place } from '../terms/index.ts';
import { explainFailure } from './failure-reason.ts';
import { limitNames, OverBudget, type LimitName } from './limits.ts';
import { shownToken } from './reference-rewrite.ts';
import { positionAt, startOfToken } from './text-position.ts';
import type { Thrown } from './thrown.ts';

/** The reference's own guards, and the limit each stands for. */
const guardCodes: Readonly<Record<string, LimitName>> = {
  D1011: 'depth',
  D1012: 'timeMs',
  D2014: 'cells',
  D2015: 'cells',
};

export function syntaxError(
  text: string,
  place: Place,
  found: { reason: string; code: string | null; offset: number },
): SluiceError {
  const { line, column } = positionAt(text, found.offset);
  return new SluiceError('expression.syntax', `${found.reason} (${whereabouts(place, line, column)})`, {
    details: { ...place, expression: text, jsonata_code: found.code, line, column },
  });
}

/** Why the text cannot be compiled, from what the parser threw. */
export function refusedText(error: unknown, text: string, place: Place): SluiceError {
  if (error instanceof OverBudget)
    return syntaxError(text, place, {
      reason: `The expression is too large: ${limitNames[error.limit]}`,
      code: null,
      offset: 0,
    });
  if (error instanceof RangeError)
    return syntaxError(text, place, { reason: 'The expression nests too deeply', code: null, offset: 0 });
  const thrown = thrownBy(error);
  // A bare SyntaxError is a regular expression that cannot be read; parser errors speak of the text only, never of data.
  const reason = typeof thrown.message === 'string' ? thrown.message : 'The expression cannot be parsed';
  const code = typeof thrown.code === 'string' ? thrown.code : null;
  const offset = typeof thrown.position === 'number' ? startOfToken(text, thrown.position, thrown.token) : 0;
  return syntaxError(text, place, { reason, code, offset });
}

/** Why an evaluation ended, from what the engine threw. */
export function failedEvaluation(error: unknown, text: string, place: Place): SluiceError {
  if (error instanceof SluiceError) return error;
  const thrown = thrownBy(error);
  const code = typeof thrown.code === 'string' ? thrown.code : null;
  const limit = limitOf(error, code);
  if (limit !== null) {
    const message = `The expression used more than it may: ${limitNames[limit]} (${whereabouts(place)})`;
    return new SluiceError('expression.over_budget', message, { details: { ...place, expression: text, limit } });
  }
  const end = typeof thrown.position === 'number' ? thrown.position : null;
  const at = end === null ? null : positionAt(text, startOfToken(text, end, shownToken(thrown.token)));
  const reason = explainFailure(thrown, text);
  return new SluiceError('expression.failed', `${reason} (${whereabouts(place, at?.line, at?.column)})`, {
    details: { ...place, expression: text, jsonata_code: code, line: at?.line ?? null, column: at?.column ?? null },
  });
}

function limitOf(error: unknown, code: string | null): LimitName | null {
  if (error instanceof OverBudget) return error.limit;
  if (code !== null) return guardCodes[code] ?? null;
  if (error instanceof RangeError) return /string length/i.test(error.message) ? 'stringLength' : 'depth';
  return null;
}

const thrownBy = (error: unknown): Thrown => (typeof error === 'object' && error !== null ? error : {});

function whereabouts(place: Place, line?: number, column?: number): string {
  const at = line === undefined ? '' : `, line ${line} column ${column}`;
  return `${place.field} of ${place.source}, ${place.level} level${at}`;
}
