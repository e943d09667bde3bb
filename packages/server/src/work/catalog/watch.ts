/**
 * Keeps the catalog live: file events for speed, a look at all file times every second for certainty (mounts and editors that
 * raise no events). A change is loaded once nothing has moved for a moment, so that half a save is not read.
 */
import { watch } from 'node:fs';
import type { Log } from '../deps.ts';
import { loadCatalog, type LoadSummary } from './load.ts';
import type { CatalogDeps } from './refuse.ts';
import { fingerprintCatalog, scanCatalog, type CatalogRoot, type Folder, type Scan } from './scan.ts';

export interface CatalogWatch {
  /** Looks now, and loads what changed. Null when nothing did. */
  check(): Promise<LoadSummary | null>;
  /** Starts looking by itself. */
  start(): void;
  stop(): Promise<void>;
}

export interface WatchInput {
  readonly roots: readonly CatalogRoot[];
  /** Between two looks; a slow look makes the pause longer. */
  readonly pollMs?: number;
  /** Nothing may have moved for so long. */
  readonly settleMs?: number;
}

const POLL_MS = 1000;
const SETTLE_MS = 120;
/** Looking takes at most a twentieth of one core. */
const REST_FACTOR = 20;

/** The catalog as last loaded. */
interface Seen {
  readonly fingerprint: string;
  readonly scan: Scan;
}

/** Loads everything once, then watches. Rejects when the database cannot be written; a refused folder is no failure. */
export async function openCatalog(
  deps: CatalogDeps,
  input: WatchInput,
): Promise<{ summary: LoadSummary; watch: CatalogWatch }> {
  const { roots, pollMs = POLL_MS, settleMs = SETTLE_MS } = input;
  // The fingerprint is taken before the content: what changes in between is seen by the next look.
  const fingerprint = await fingerprintCatalog(roots);
  const scan = await scanCatalog(roots);
  const summary = await loadCatalog(deps, { scan, only: null });
  let seen: Seen = { fingerprint, scan };
  let looking: Promise<LoadSummary | null> | null = null;

  const look = async (): Promise<LoadSummary | null> => {
    let current = await fingerprintCatalog(roots);
    if (current === seen.fingerprint) return null;
    for (;;) {
      await pause(settleMs);
      const later = await fingerprintCatalog(roots);
      if (later === current) break;
      current = later;
    }
    const next = await scanCatalog(roots);
    const changed = await loadCatalog(deps, { scan: next, only: changedFolders(seen.scan, next) });
    seen = { fingerprint: current, scan: next };
    deps.log.info({ ...changed }, 'The catalog changed.');
    return changed;
  };
  const check = (): Promise<LoadSummary | null> => (looking ??= look().finally(() => (looking = null)));
  const rounds = startRounds({ check, roots, pollMs, log: deps.log });
  return { summary, watch: { check, start: rounds.start, stop: rounds.stop } };
}

/** Slugs whose content differs; all of them when a model changed. */
function changedFolders(before: Scan, after: Scan): ReadonlySet<string> | null {
  if (!isSame(before.models, after.models)) return null;
  const slugs = [...after.integrations].filter(
    ([slug, folder]) => !isSameFolder(before.integrations.get(slug), folder),
  );
  return new Set(slugs.map(([slug]) => slug));
}

function isSameFolder(before: Folder | undefined, after: Folder): boolean {
  return before !== undefined && before.source === after.source && isSame(before.files, after.files);
}

function isSame(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): boolean {
  const paths = Object.keys(after);
  return paths.length === Object.keys(before).length && paths.every((path) => before[path] === after[path]);
}

interface RoundsInput {
  readonly check: () => Promise<LoadSummary | null>;
  readonly roots: readonly CatalogRoot[];
  readonly pollMs: number;
  readonly log: Log;
}

function startRounds({ check, roots, pollMs, log }: RoundsInput): { start(): void; stop(): Promise<void> } {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const plan = (ms: number): void => {
    clearTimeout(timer);
    if (!stopping.signal.aborted) timer = setTimeout(() => (running = round()), ms).unref();
  };
  const round = async (): Promise<void> => {
    const startedMs = performance.now();
    try {
      await check();
    } catch (error) {
      log.error({ reason: String(error) }, 'The catalog could not be looked at; trying again.');
    }
    plan(Math.max(pollMs, (performance.now() - startedMs) * REST_FACTOR));
  };
  return {
    start() {
      for (const { directory } of roots)
        watchDirectory(directory, { signal: stopping.signal, changed: () => plan(0), log });
      plan(pollMs);
    },
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

/** Events only bring the next look forward, so a directory that cannot be watched loses speed, not changes. */
function watchDirectory(
  directory: string,
  { signal, changed, log }: { signal: AbortSignal; changed: () => void; log: Log },
): void {
  const unwatched = (error: unknown): void => {
    if (!signal.aborted)
      log.warn(
        { directory, reason: String(error) },
        'A catalog directory raises no events; it is looked at every second.',
      );
  };
  try {
    watch(directory, { recursive: true, persistent: false, signal }, changed).on('error', unwatched);
  } catch (error) {
    unwatched(error);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
