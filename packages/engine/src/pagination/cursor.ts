/** The cursor callers hold: a position and its guard, bound to one account, resource, method and query, and sealed. */
import { sha256 } from '@noble/hashes/sha2.js';
import { SluiceError, type CursorSeal, type PagePosition } from '../terms/index.ts';
import { isPlainObject } from '../values/merge.ts';
import type { GuardState } from './guard.ts';

/** Length of one remembered fingerprint; the guard writes them all equally long. */
const printLength = 8;
const prints = /^(?:[0-9a-z]{8}){0,16}$/;

/**
 * `binding` is any text that names what the cursor belongs to; only a digest of it is kept. The result is opaque and
 * URL-safe as far as `seal` makes it so. A cursor back to an earlier page takes a fresh guard.
 */
export function writeCursor(
  seal: CursorSeal,
  { binding, position, guard }: { binding: string; position: PagePosition; guard: GuardState },
): string {
  return seal.seal(JSON.stringify([digest(binding), position, guard.pages, guard.seen.join(''), guard.page ?? '']));
}

/** Throws `cursor.invalid` for what is not ours or was changed, `cursor.foreign` for a cursor of another binding. */
export function readCursor(
  seal: CursorSeal,
  { binding, cursor }: { binding: string; cursor: string },
): { position: PagePosition; guard: GuardState } {
  const text = seal.open(cursor);
  if (text === null) throw invalid();
  const [owner, position, pages, seen, page] = parse(text);
  if (typeof owner !== 'string' || !isPlainObject(position) || typeof pages !== 'number') throw invalid();
  if (typeof seen !== 'string' || !prints.test(seen) || typeof page !== 'string') throw invalid();
  if (owner !== digest(binding)) {
    throw new SluiceError(
      'cursor.foreign',
      'next_cursor belongs to another account, resource, method or query; repeat the call that returned it, with the same query.',
    );
  }
  return { position, guard: { pages, seen: split(seen), page: page === '' ? null : page } };
}

function parse(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed)) return parsed;
  } catch (cause) {
    throw invalid(cause);
  }
  throw invalid();
}

function split(seen: string): string[] {
  const each: string[] = [];
  for (let at = 0; at < seen.length; at += printLength) each.push(seen.slice(at, at + printLength));
  return each;
}

/** 96 bits of SHA-256, so that no query can be built whose cursor passes for another account's. */
function digest(binding: string): string {
  const bytes = sha256(new TextEncoder().encode(binding)).subarray(0, 12);
  return btoa(String.fromCharCode(...bytes));
}

function invalid(cause?: unknown): SluiceError {
  return new SluiceError(
    'cursor.invalid',
    'next_cursor is not one of ours or was changed; pass it exactly as it was returned.',
    { cause },
  );
}
