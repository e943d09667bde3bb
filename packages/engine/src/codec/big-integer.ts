/**
 * Integers beyond 2^53 in JSON: found without cost to texts that have none, kept as written, shown to expressions as
 * text. Decimals stay ordinary numbers, whatever their precision.
 */

/** ECMAScript "JSON.parse source text access": V8 11.4 and later, current Firefox and Safari. */
interface SourceTextJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
}

const sourceJson = JSON as unknown as SourceTextJson;
const integerPattern = /^-?\d+$/;
const minUnsafeDigits = 16;

/** A value `JSON.stringify` writes as the digits given. */
export function rawInteger(digits: string): object {
  return sourceJson.rawJSON(digits);
}

/** The digits of a big integer kept raw; null for every other value. */
export function digitsOf(value: unknown): string | null {
  return typeof value === 'object' && value !== null && sourceJson.isRawJSON(value)
    ? (value as { readonly rawJSON: string }).rawJSON
    : null;
}

/**
 * True when a number of 16 or more digits may be in the text; false is certain. A run of 16 digits covers a multiple of
 * 16, so every 16th character is looked at: about a tenth of the time of JSON.parse, a fifth of a regular expression's.
 */
export function mayHoldBigInteger(text: string): boolean {
  const { length } = text;
  let end = 0;
  for (let at = minUnsafeDigits - 1; at < length; at += minUnsafeDigits) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let start = at;
    while (start > end && isDigit(text.charCodeAt(start - 1))) start -= 1;
    end = at + 1;
    while (end < length && isDigit(text.charCodeAt(end))) end += 1;
    if (end - start >= minUnsafeDigits && (start === 0 || startsNumber(text.charCodeAt(start - 1)))) return true;
    at = end;
  }
  return false;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** What may stand before a number in JSON: `:`, `,`, `[`, `-` and white space; not a quote, a point or a letter. */
function startsNumber(unit: number): boolean {
  return unit === 58 || unit === 44 || unit === 91 || unit === 45 || unit <= 32;
}

export interface ParsedBigIntegers {
  readonly value: unknown;
  readonly hasBigIntegers: boolean;
}

/** JSON.parse that keeps unsafe integers as written; five times slower, so only after `mayHoldBigInteger`. */
export function parseKeepingBigIntegers(text: string): ParsedBigIntegers {
  let hasBigIntegers = false;
  const value = sourceJson.parse(text, (_key, found, { source }) => {
    if (typeof found !== 'number' || Number.isSafeInteger(found)) return found;
    if (source === undefined || !integerPattern.test(source)) return found;
    hasBigIntegers = true;
    return sourceJson.rawJSON(source);
  });
  return { value, hasBigIntegers };
}

/** The view expressions get: big integers as text. Parts without one are shared with the input, not copied. */
export function withoutBigIntegers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return listWithout(value);
  if (sourceJson.isRawJSON(value)) return (value as { readonly rawJSON: string }).rawJSON;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? objectWithout(value) : value;
}

function listWithout(list: readonly unknown[]): readonly unknown[] {
  const converted = list.map(withoutBigIntegers);
  return converted.some((item, index) => item !== list[index]) ? converted : list;
}

function objectWithout(value: object): object {
  let isChanged = false;
  const entries = Object.entries(value).map(([key, inner]) => {
    const converted = withoutBigIntegers(inner);
    if (converted !== inner) isChanged = true;
    return [key, converted] as const;
  });
  // fromEntries defines keys, so that `__proto__` in an answer stays an ordinary key.
  return isChanged ? Object.fromEntries(entries) : value;
}
