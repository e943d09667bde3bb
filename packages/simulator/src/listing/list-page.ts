/** Cuts one page out of a collection: selection, place, faults that bend it, and the facts the answer tells. Changes no record. */
import type { Asked } from '../incoming/read-request.ts';
import type { PageBounds, PageFormat, Turn } from '../paging/page-format.ts';
import { readAt } from '../record-paths.ts';
import type { Stored } from '../state/seeds.ts';
import type { PageFacts } from '../terms.ts';
import { compareValues } from './compare.ts';
import { applySelection, type Selection } from './selection.ts';

/** How faults bend a listing. */
export interface Bend {
  /** The page of that number (from 1) is missing from the listing. */
  readonly droppedPage: number | null;
  readonly repeatsCursor: boolean;
  readonly isEmpty: boolean;
}

export interface ListInput {
  readonly all: readonly Stored[];
  readonly selection: Selection;
  readonly format: PageFormat;
  readonly turn: Turn;
  readonly bend: Bend;
  readonly asked: Asked;
}

export interface ListedPage {
  readonly stored: readonly Stored[];
  readonly facts: PageFacts;
}

export function listPage(input: ListInput): ListedPage {
  const { format, turn, bend } = input;
  const listed = orderedBy(format.keyField, applySelection(input.all, input.selection));
  const size = turn.size ?? Math.max(listed.length, 1);
  const repeatsPage = bend.repeatsCursor && !format.isTokenPaged;
  const offset = repeatsPage ? 0 : placeOf(turn, listed, format.keyField);
  const shift = isDropped({ bend, format, number: Math.floor(offset / size) + 1 }) ? size : 0;
  const cut = listed.slice(offset + shift, offset + shift + size);
  const repeatedToken = bend.repeatsCursor ? turn.token : null;
  const hasMore = offset + shift + size < listed.length || repeatsPage || repeatedToken !== null;
  const bounds = boundsOf({ offset, size, cut, shift, keyField: format.keyField });
  const next = hasMore ? (repeatedToken ?? format.next(bounds)) : null;
  const previous = format.previous(bounds);
  const stored = bend.isEmpty ? [] : cut;
  return {
    stored,
    facts: {
      total: listed.length,
      count: stored.length,
      offset,
      size,
      number: Math.floor(offset / size) + format.firstNumber,
      pages: Math.ceil(listed.length / size),
      has_more: hasMore,
      next,
      previous,
      ...linksTo(input.asked, format.param, { next, previous }),
    },
  };
}

/** A key is a true place in the listing; all else is counted by the client, so every later page moves up. */
function isDropped({ bend, format, number }: { bend: Bend; format: PageFormat; number: number }): boolean {
  if (bend.droppedPage === null) return false;
  return format.keyField === null ? number >= bend.droppedPage : number === bend.droppedPage;
}

function orderedBy(keyField: string | null, listed: readonly Stored[]): readonly Stored[] {
  if (keyField === null) return listed;
  return listed.toSorted((a, b) => compareValues(readAt(a.record, keyField), readAt(b.record, keyField), false) ?? 0);
}

/** The record the client saw last decides; its count only where that record is gone. */
function placeOf(turn: Turn, listed: readonly Stored[], keyField: string | null): number {
  if (keyField !== null && turn.key !== null) {
    const after = listed.findIndex(
      (stored) => (compareValues(readAt(stored.record, keyField), turn.key, false) ?? -1) > 0,
    );
    return after === -1 ? listed.length : after;
  }
  if (turn.anchor !== null) {
    const last = listed.findIndex((stored) => stored.seq === turn.anchor);
    if (last !== -1) return last + 1;
  }
  return turn.offset;
}

interface BoundsInput {
  readonly offset: number;
  readonly size: number;
  readonly shift: number;
  readonly cut: readonly Stored[];
  readonly keyField: string | null;
}

function boundsOf({ offset, size, cut, shift, keyField }: BoundsInput): PageBounds {
  const last = cut.at(-1);
  const key = last === undefined || keyField === null ? null : readAt(last.record, keyField);
  return {
    offset,
    size,
    end: offset + size,
    // A dropped page shifts what the client counts, so an anchor would bring it back.
    lastSeq: shift === 0 ? (last?.seq ?? null) : null,
    lastKey: key === null || key === undefined ? null : String(key),
  };
}

type Links = Pick<PageFacts, 'next_url' | 'next_path' | 'previous_url'>;

function linksTo(
  asked: Asked,
  param: string,
  to: { next: string | number | null; previous: string | number | null },
): Links {
  const path = (value: string | number | null) => {
    if (value === null) return null;
    const search = new URLSearchParams(asked.search);
    search.set(param, String(value));
    return `/${asked.mountName}${asked.path}?${search}`;
  };
  const next = path(to.next);
  const previous = path(to.previous);
  return {
    next_path: next,
    next_url: next && `${asked.origin}${next}`,
    previous_url: previous && `${asked.origin}${previous}`,
  };
}
