/**
 * The loop guard of every listing: the same cursor twice, the same page twice, more pages than allowed. It lives in the
 * sealed cursor, so it outlasts the process. It never ends a listing silently: it throws.
 */
import { SluiceError, type PagePosition } from '../terms/index.ts';
import { fingerprint, ValuePrint } from '../values/fingerprint.ts';
import type { Paginator } from './paginator.ts';

export interface GuardState {
  /** Pages answered so far. */
  readonly pages: number;
  /** Fingerprints of the last 16 positions, oldest first. */
  readonly seen: readonly string[];
  /** Fingerprint of the last page that had records. */
  readonly page: string | null;
}

const rememberedPositions = 16;
/** Evenly spaced records that stand for a page, the first and the last among them. */
const sampledRecords = 10;
/** About 41 bits: short in the cursor, and a false alarm in 10,000 pages is one in ten million. */
const printLength = 8;

/** The guard of a listing that begins, and of one that turns back. */
export function startGuard(): GuardState {
  return { pages: 0, seen: [], page: null };
}

/**
 * The guard after one more page, whose records are given and after which `next` follows (null: nothing).
 * Throws `pagination.loop`. Empty pages are not compared, since many may follow one another.
 */
export function checkGuard(
  guard: GuardState,
  { paginator, next, records }: { paginator: Paginator; next: PagePosition | null; records: readonly unknown[] },
): GuardState {
  const pages = guard.pages + 1;
  if (pages > paginator.maxPages)
    throw loop(`The listing has more than ${paginator.maxPages} pages, the limit set by max_pages.`);
  const isCompared = records.length > 0 && !paginator.allowsRepeatedPages && (next !== null || guard.page !== null);
  const page = isCompared ? printPage(records) : guard.page;
  if (isCompared && page === guard.page) throw loop(`Page ${pages} has the same content as the page before it.`);
  if (next === null) return { pages, seen: guard.seen, page };
  const position = short(JSON.stringify(next));
  if (guard.seen.includes(position)) throw loop(`Page ${pages} leads back to a page that was already read.`);
  const seen = guard.seen.length < rememberedPositions ? [...guard.seen, position] : [...guard.seen.slice(1), position];
  return { pages, seen, page };
}

/** Cheap on purpose: number of records, and up to ten of them, the first and the last included. */
function printPage(records: readonly unknown[]): string {
  const last = records.length - 1;
  const steps = Math.min(sampledRecords - 1, last);
  const print = new ValuePrint();
  print.add(records.length);
  for (let step = 0; step <= steps; step += 1) {
    print.add(records[steps === 0 ? 0 : Math.round((step * last) / steps)]);
  }
  return sized(print.toString());
}

function short(text: string): string {
  return sized(fingerprint(text));
}

function sized(print: string): string {
  return print.slice(-printLength).padStart(printLength, '0');
}

function loop(message: string): SluiceError {
  return new SluiceError('pagination.loop', message);
}
