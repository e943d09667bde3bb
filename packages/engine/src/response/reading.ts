/** One declared reading of a header or an expression: text first, then a number. Plain headers never meet JSONata. */
import { IANAZone } from 'luxon';
import type { RateLimitReading } from '../dsl/spec/rate-limit.ts';
import { compileExpression } from '../expression/expression.ts';
import { lintRegex } from '../expression/regex-lint.ts';
import { SluiceError, type Place, type Run } from '../terms/index.ts';
import { readNumber, toSeconds, type Moment, type ToSeconds } from './reset-units.ts';

export interface Told extends Moment {
  readonly status: number;
  readonly run: Run;
}

/** Everything an answer may tell; null where it does not. `reset` and `retry` are seconds from the answer. */
export interface Limits {
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly used: number | null;
  readonly reset: number | null;
  readonly retry: number | null;
}

/** A number, null where the answer does not tell. A promise only where an expression is asynchronous. */
export type Reading = (told: Told) => number | null | Promise<number | null>;

const nothing: Reading = () => null;

/** A count, such as a limit. Throws `config.invalid` and `expression.syntax`. */
export function compileReading(
  config: Omit<RateLimitReading, 'unit' | 'time_zone'> | undefined,
  place: Place,
): Reading {
  return config === undefined ? nothing : compileNumber(config, place, readNumber);
}

/** A time to wait, in seconds; `usual` reads it where no unit is declared. */
export function compileInstant(config: RateLimitReading | undefined, place: Place, usual: ToSeconds): Reading {
  if (config === undefined) return nothing;
  const read = config.unit === undefined ? usual : toSeconds[config.unit];
  const zone = config.time_zone ?? 'utc';
  if (config.time_zone !== undefined && !IANAZone.isValidZone(zone)) {
    throw new SluiceError(
      'config.invalid',
      `${place.source}: ${place.field}.time_zone is "${zone}"; an IANA zone such as "Europe/Berlin" is needed.`,
    );
  }
  return compileNumber(config, place, (text, told) => read(text, told, zone));
}

function compileNumber(
  config: RateLimitReading,
  place: Place,
  numberOf: (text: string, told: Told) => number | null,
): Reading {
  const pattern = config.pattern === undefined ? null : compilePattern(config.pattern, place);
  const fromText = (text: string | undefined, told: Told): number | null => {
    const part = text === undefined || pattern === null ? text : pattern.exec(text)?.[1];
    return part === undefined ? null : numberOf(part, told);
  };
  if (config.expression !== undefined) {
    const expression = compileExpression(config.expression, { ...place, field: `${place.field}.expression` });
    return async (told) => fromText(textOf(await expression.evaluate(seenBy(told), told.run)), told);
  }
  const name = config.header?.toLowerCase();
  return name === undefined ? () => null : (told) => fromText(told.headers[name], told);
}

function compilePattern(pattern: string, place: Place): RegExp {
  const problem = lintRegex(pattern);
  if (problem !== null)
    throw new SluiceError('config.invalid', `${place.source}: ${place.field}.pattern ${problem}: ${pattern}`);
  try {
    return new RegExp(pattern, 'i');
  } catch (cause) {
    throw new SluiceError(
      'config.invalid',
      `${place.source}: ${place.field}.pattern is not a regular expression: ${pattern}`,
      { cause },
    );
  }
}

/** Variables of the `header` scope. */
export function seenBy({ headers, status, nowMs }: Told): { readonly [name: string]: unknown } {
  return { headers, status, now: nowMs };
}

/** Expressions may give numbers or text; anything else tells nothing. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}
