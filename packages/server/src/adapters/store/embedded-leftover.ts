/**
 * Deals with what a killed server leaves behind: a database that still runs on the directory is stopped in order, a stale
 * pid file is removed. Called only while the directory's lock is held; never touches a process that is not that database.
 */
import { readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SluiceError } from '@sluice/engine/terms';
import { commandOf, startMarkOf } from './processes.ts';

export const temporarySocketPrefix = 'sluice-socket-';

/** What the database writes of itself into `postmaster.pid`. */
export interface PidFile {
  readonly pid: number;
  readonly socketDirectory: string;
  readonly isReady: boolean;
}

export function readPidFile(cluster: string): PidFile | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), socketDirectory: lines[4] ?? '', isReady: lines[7]?.trim() === 'ready' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** True when a database was still running there and is stopped now. */
export async function clearLeftover(cluster: string): Promise<boolean> {
  const found = readPidFile(cluster);
  if (found === null) return false;
  const isRunning = isDatabaseOf(cluster, found.pid);
  if (isRunning) await stopDatabase(found.pid);
  // A pid file of a process that is no database would make PostgreSQL refuse to start.
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
  removeTemporarySocket(found.socketDirectory);
  return isRunning;
}

/**
 * Ends a database: first in order (SIGINT: connections are closed, all is written), then at once (SIGQUIT: the next start
 * replays its log), then by force. Throws `store.start_failed` if it is still there after that.
 */
export async function stopDatabase(pid: number): Promise<void> {
  const mark = startMarkOf(pid);
  const isAlive = (): boolean => mark !== null && startMarkOf(pid) === mark;
  for (const { signal, waitMs } of stopSteps) {
    if (!isAlive()) return;
    process.kill(pid, signal);
    for (let waited = 0; waited < waitMs && isAlive(); waited += STEP_MS) await sleep(STEP_MS);
  }
  if (isAlive()) throw new SluiceError('store.start_failed', `The database process ${pid} cannot be stopped.`);
}

const STEP_MS = 10;
const stopSteps = [
  { signal: 'SIGINT', waitMs: 10_000 },
  { signal: 'SIGQUIT', waitMs: 3_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
] as const;

export function removeTemporarySocket(directory: string): void {
  const isOurs = basename(directory) === 'socket' && basename(dirname(directory)).startsWith(temporarySocketPrefix);
  if (isOurs) rmSync(dirname(directory), { recursive: true, force: true });
}

function isDatabaseOf(cluster: string, pid: number): boolean {
  const command = Number.isInteger(pid) && pid > 1 ? commandOf(pid) : null;
  return command !== null && command.includes('postgres') && command.includes(cluster);
}
