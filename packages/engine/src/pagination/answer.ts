/** Reads paging facts from an answer: fields, numbers, truth values. Never decides whether a page follows. */
import { digitsOf } from '../codec/big-integer.ts';
import { SluiceError } from '../terms/index.ts';
import { parsePath, readPath, type PathSegments } from '../values/path.ts';
import type { PageSeen, PlaceOf, SizeConfig } from './paginator.ts';

export type ReadField = (body: unknown) => unknown;

/** A key that is there literally (`@odata.nextLink`) wins over the same text read as a dotted path. Throws `config.invalid`. */
export function compileField(path: string, key: string, placeOf: PlaceOf): ReadField {
  const segments = parseField(path, key, placeOf);
  return (body) =>
    typeof body === 'object' && body !== null && Object.hasOwn(body, path)
      ? (body as Record<string, unknown>)[path]
      : readPath(body, segments);
}

export function parseField(path: string, key: string, placeOf: PlaceOf): PathSegments {
  try {
    return parsePath(path);
  } catch (cause) {
    const place = placeOf(key);
    throw new SluiceError('config.invalid', `${place.source}: ${place.field} is not a path: "${path}".`, { cause });
  }
}

/**
 * A cursor or key as it can be sent on; null where the provider gives none (missing, null, empty, false, the number 0).
 * Throws `provider.invalid_response` for objects and lists, since stopping there would lose the rest of the listing unseen.
 */
export function readToken(value: unknown, key: string, placeOf: PlaceOf): string | number | null {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  const digits = digitsOf(value);
  if (digits !== null) return digits;
  const place = placeOf(key);
  const found = Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  throw new SluiceError(
    'provider.invalid_response',
    `${place.source}: ${place.field} points at ${found}; text or a number is needed to ask for the next page.`,
  );
}

/** A count: finite and not negative, from a number or from text; null for anything else. */
export function readCount(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null;
}

export function compileCount(
  path: string | undefined,
  from: 'body' | 'header' | undefined,
  key: string,
  placeOf: PlaceOf,
): (seen: PageSeen) => number | null {
  if (path === undefined) return () => null;
  if (from === 'header') {
    const name = path.toLowerCase();
    return (seen) => readCount(seen.headers[name]);
  }
  const read = compileField(path, key, placeOf);
  return (seen) => readCount(read(seen.body));
}

/** True, false, or null where the answer does not say. Text counts as it reads: "false", "0" and "no" are false. */
function readTruth(value: unknown): boolean | null {
  if (value === undefined) return null;
  if (typeof value !== 'string') return Boolean(value);
  const word = value.trim().toLowerCase();
  return word !== '' && word !== 'false' && word !== '0' && word !== 'no';
}

/** Whether the provider itself states that another page exists: `has_more_field`, or `is_last_field` turned round. */
export function compileStatement(config: SizeConfig, placeOf: PlaceOf): (body: unknown) => boolean | null {
  const hasMore =
    config.has_more_field === undefined ? null : compileField(config.has_more_field, 'has_more_field', placeOf);
  const isLast =
    config.is_last_field === undefined ? null : compileField(config.is_last_field, 'is_last_field', placeOf);
  if (hasMore === null && isLast === null) return () => null;
  return (body) => {
    const more = hasMore === null ? null : readTruth(hasMore(body));
    if (more !== null) return more;
    const last = isLast === null ? null : readTruth(isLast(body));
    return last === null ? null : !last;
  };
}
