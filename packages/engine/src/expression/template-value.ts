/** The value of one placeholder in a scope: alternatives, default, casts. */
import { SluiceError, type Place, type Scope } from '../terms/index.ts';
import type { Placeholder, ValueCast } from './template-parse.ts';

/**
 * The value with its cast: null where it is null or `:null` says so, undefined only where `:undefined` says so.
 * Throws `template.unresolved` when there is none, or it is not what the cast asks for.
 */
export function valueOf(placeholder: Placeholder, scope: Scope, place: Place): unknown {
  for (const { read, cast, missing, ignoresEmpty } of placeholder.alternatives) {
    const value = read(scope);
    if (value === undefined || (ignoresEmpty && value === '')) {
      if (missing === null || placeholder.fallback !== null) continue;
      return missing === 'null' ? null : undefined;
    }
    if (value === null && placeholder.fallback !== null) break;
    if (missing === 'null' && value === 'null') return null;
    return converted(value, cast, () => unresolved(placeholder, place, `is not a value that :${cast} can take`));
  }
  const { fallback } = placeholder;
  if (fallback === null) throw unresolved(placeholder, place, `has no value${remedyFor(placeholder)}`);
  return converted(fallback.text, fallback.cast, () =>
    unresolved(placeholder, place, `has a default that :${fallback.cast} cannot take`),
  );
}

const callersPattern = /^\{\{\s*(?:query|body|headers)\b/;

/** What a caller gives may be left out; what an account or a path gives is needed, so there the value itself is the remedy. */
function remedyFor({ text }: Placeholder): string {
  return callersPattern.test(text)
    ? `; write ${text.replace(/\s*\}\}$/, '')}:undefined}} where it may be left out`
    : '';
}

/** Whether null is what the author asked for, and not just a value that happens to be missing. */
export const allowsNull = (placeholder: Placeholder): boolean =>
  placeholder.alternatives.some(({ missing }) => missing !== null);

export function unresolved(placeholder: Placeholder, place: Place, problem: string): SluiceError {
  return new SluiceError(
    'template.unresolved',
    `${placeholder.text} ${problem} (${place.field} of ${place.source}, ${place.level} level)`,
    {
      details: { ...place, placeholder: placeholder.text },
    },
  );
}

const falseWords: ReadonlySet<unknown> = new Set([false, 0, '', '0', 'false']);

function converted(value: unknown, cast: ValueCast | null, refuse: () => SluiceError): unknown {
  if (value === null) return null;
  switch (cast) {
    case null:
    case 'any':
      return value;
    case 'str':
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    case 'int':
    case 'num': {
      const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
      if (!Number.isFinite(number) || typeof value === 'object') throw refuse();
      return cast === 'int' ? Math.trunc(number) : number;
    }
    case 'bool':
      return !falseWords.has(value);
    case 'json':
      return typeof value === 'string' ? parsedOr(value) : value;
  }
}

/** Text that is no JSON stands for itself, as published. */
function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** How a value is written inside other text. */
export function textOf(value: unknown, placeholder: Placeholder): string {
  const isJson = placeholder.alternatives[0]!.cast === 'json';
  if (typeof value === 'string') return value;
  if (value === undefined || (value === null && !isJson)) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
