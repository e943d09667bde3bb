/** Reads `limit` and `next_cursor` off a caller's query. */
import { SluiceError } from '../terms/index.ts';

/** Throws `request.invalid_query`. */
export function readLimit(limit: unknown): number | null {
  if (limit === undefined || limit === null || limit === '') return null;
  const number = Number(limit);
  if (Number.isInteger(number) && number > 0) return number;
  throw new SluiceError('request.invalid_query', `limit must be a whole number above 0, not "${String(limit)}".`, {
    details: { parameter: 'limit', found: limit },
  });
}

export function readCursorText(cursor: unknown): string | null {
  if (cursor === undefined || cursor === null || cursor === '') return null;
  if (typeof cursor === 'string') return cursor;
  throw new SluiceError('cursor.invalid', 'next_cursor must be a text.', { details: { found: typeof cursor } });
}
