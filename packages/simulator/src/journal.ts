/** The last requests of a mount, so that tests can assert what was sent. Credentials are masked before they get here; nothing is written out. */
import type { Asked } from './incoming/read-request.ts';

export interface JournalEntry {
  readonly at: string;
  readonly verb: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Null where no route took it. */
  readonly route: string | null;
  /** Null until it is answered. */
  status: number | null;
}

export interface Journal {
  write(asked: Asked, about: { nowMs: number; route: string | null; secrets: Secrets }): JournalEntry;
  /** Oldest first. */
  list(): readonly JournalEntry[];
  clear(): void;
}

export interface Secrets {
  readonly headers: readonly string[];
  readonly query: readonly string[];
}

const mask = '***';
const alwaysMasked = ['authorization', 'proxy-authorization', 'cookie'];
const longestBody = 65_536;

/** Keeps the last `length` requests. */
export function createJournal(length: number): Journal {
  let entries: JournalEntry[] = [];
  return {
    write(asked, { nowMs, route, secrets }) {
      const entry: JournalEntry = {
        at: new Date(nowMs).toISOString(),
        verb: asked.verb.toUpperCase(),
        path: asked.path,
        query: masked(Object.fromEntries(asked.search), secrets.query),
        headers: masked(asked.headers, [...alwaysMasked, ...secrets.headers]),
        body: asked.bodyText.length > longestBody ? `(${asked.bodyText.length} characters)` : asked.body,
        route,
        status: null,
      };
      entries.push(entry);
      // Cut in large steps: shifting a list on every request would cost more than the log is worth.
      if (entries.length >= length * 2) entries = entries.slice(-length);
      return entry;
    },
    list: () => entries.slice(-length),
    clear() {
      entries = [];
    },
  };
}

function masked(values: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  const copy = { ...values };
  for (const name of names) if (Object.hasOwn(copy, name)) copy[name] = mask;
  return copy;
}
