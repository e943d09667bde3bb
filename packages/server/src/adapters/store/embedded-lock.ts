/**
 * The lock file that keeps two servers off one embedded database. A lock whose process is gone (kill -9, power loss) is
 * taken over; process ids are compared with the start time, since ids are used again. Never waits for a lock.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SluiceError } from '@sluice/engine/terms';
import { startMarkOf } from './processes.ts';

export interface DirectoryLock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly started: string | null;
}

/** `directory` is locked; `shownAs` is the data directory as the operator knows it. Throws `store.in_use`. */
export function lockDirectory(input: { directory: string; shownAs: string }): DirectoryLock {
  const path = join(input.directory, 'lock');
  const own: Holder = { pid: process.pid, started: startMarkOf(process.pid) };
  const text = JSON.stringify(own);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      if (isLinked(draft, path)) return { release: () => releaseLock(path, text) };
      const found = readText(path);
      if (found === null) continue;
      const holder = parseHolder(found);
      if (holder !== null && isHeld(holder)) {
        throw new SluiceError('store.in_use', inUse(input.shownAs, `process ${holder.pid}`));
      }
      removeStale(path, found);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new SluiceError('store.in_use', inUse(input.shownAs, 'a process that is starting at this moment'));
}

function inUse(directory: string, by: string): string {
  return `The data directory ${directory} is in use by ${by}. Stop it, or set SLUICE_DATA_DIR (and PORT) for a second copy.`;
}

/** A hard link is made only where nothing is, and appears with its content whole. */
function isLinked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isHeld(holder: Holder): boolean {
  const started = startMarkOf(holder.pid);
  return started !== null && started === holder.started;
}

/** Renames first: should another starting process have replaced the stale lock meanwhile, its lock is put back. */
function removeStale(path: string, found: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readText(aside) !== found) isLinked(aside, path);
  rmSync(aside, { force: true });
}

function releaseLock(path: string, text: string): void {
  if (readText(path) === text) rmSync(path, { force: true });
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Null for what is no lock of ours, such as an empty file after a power loss: nobody holds that. */
function parseHolder(text: string): Holder | null {
  try {
    const { pid, started } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : null;
  } catch {
    return null;
  }
}
