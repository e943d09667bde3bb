/** The published spellings of a rate limit: one expression for the wait, one for the rest. Ours are in `rate-limit.ts`. */
import type { RateLimitConfig } from '../dsl/spec/rate-limit.ts';
import { compileExpression } from '../expression/expression.ts';
import type { Place } from '../terms/index.ts';
import { isPlainObject } from '../values/merge.ts';
import { seenBy, textOf, type Limits, type Told } from './reading.ts';
import { readNumber, retryAfter, toSeconds, type ToSeconds } from './reset-units.ts';

/** From here on a number is taken for a point in time: 2001 in epoch seconds, and no wait of 31 years. */
const epochFrom = 1_000_000_000;
const epochMsFrom = 1_000_000_000_000;

/** The published spellings do not say whether seconds are left or since 1970, so the size does. */
const published: ToSeconds = (text, moment, zone) => {
  const number = readNumber(text);
  if (number === null || /^\s*\d{4}-\d/.test(text))
    return toSeconds.iso_time(text, moment, zone) ?? toSeconds.http_date(text, moment, zone);
  if (number >= epochMsFrom) return toSeconds.epoch_ms(text, moment, zone);
  return (number >= epochFrom ? toSeconds.epoch_seconds : toSeconds.seconds_left)(text, moment, zone);
};

const headerName = /^[A-Za-z][\w-]*$/;

/** `retry_after_header_expression` and `rate_limit_header_expression`: JSONata, or the bare name of a header. */
export function compilePublished(
  config: RateLimitConfig | null,
  placeOf: (field: string) => Place,
): ((told: Told) => Promise<Limits>) | null {
  const { retry_after_header_expression: retryText, rate_limit_header_expression: limitText } = config ?? {};
  if (retryText === undefined && limitText === undefined) return null;
  const compile = (text: string | undefined, field: string): ((told: Told) => unknown) => {
    if (text === undefined) return () => undefined;
    if (headerName.test(text.trim())) return ({ headers }) => headers[text.trim().toLowerCase()];
    const expression = compileExpression(text, placeOf(field));
    return (told) => expression.evaluate(seenBy(told), told.run);
  };
  const readRetry = compile(retryText, 'retry_after_header_expression');
  const readLimit = compile(limitText, 'rate_limit_header_expression');
  return async (told) => {
    const retry = seconds(await readRetry(told), told, retryAfter);
    const found = await readLimit(told);
    const { limit, remaining, reset } = isPlainObject(found) ? found : { limit: null, remaining: null, reset: found };
    return {
      limit: number(limit),
      remaining: number(remaining),
      used: null,
      reset: seconds(reset, told, published),
      retry,
    };
  };
}

function number(value: unknown): number | null {
  const text = textOf(value);
  return text === undefined ? null : readNumber(text);
}

function seconds(value: unknown, told: Told, read: ToSeconds): number | null {
  const text = textOf(value);
  return text === undefined ? null : read(text, told, 'utc');
}
