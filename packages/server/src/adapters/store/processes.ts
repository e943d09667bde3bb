/** What the system tells about a process by its id: whether it is the one we mean. Signals nothing. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A text that is the same as long as this very process lives and differs for any other; null when there is none. */
export function startMarkOf(pid: number): string | null {
  if (process.platform !== 'linux') return askPs(pid, 'lstart=');
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; after it, the first field is the state and the twentieth the start time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** The command line, arguments separated by blanks; null when there is no such process. */
export function commandOf(pid: number): string | null {
  if (process.platform !== 'linux') return askPs(pid, 'command=');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

function askPs(pid: number, column: string): string | null {
  const { stdout } = spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' });
  return stdout === null || stdout.trim() === '' ? null : stdout.trim();
}

function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ESRCH';
}
