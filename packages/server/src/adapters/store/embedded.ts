/**
 * A private PostgreSQL for one server: real, with fsync, from the programs npm installed, reachable by a unix socket of
 * this process's user alone, never by TCP. Several servers on one database need DATABASE_URL instead.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import { SluiceError } from '@sluice/engine/terms';
import { cleanEnvironment, prepareCluster, ROLE, writeAccessFiles } from './embedded-cluster.ts';
import { prepareHome, type DatabaseHome } from './embedded-home.ts';
import {
  clearLeftover,
  readPidFile,
  removeTemporarySocket,
  stopDatabase,
  temporarySocketPrefix,
} from './embedded-leftover.ts';
import { lockDirectory } from './embedded-lock.ts';
import { preparePrograms, type Programs } from './embedded-programs.ts';

export interface EmbeddedLog {
  warn(fields: object, message: string): void;
}

export interface Embedded {
  readonly connection: ClientConfig;
  /** Stops the database in order and gives the directory back. */
  stop(): Promise<void>;
  /** Ends the database at once, for the second Ctrl-C; the next start repairs what that leaves. */
  kill(): void;
  /** Resolves only if the database ends without having been stopped. */
  readonly died: Promise<SluiceError>;
}

const PORT = 5432;
/** Longest path of a unix socket (`sun_path`) on macOS, the shorter of the two; Linux has 107. */
const LONGEST_SOCKET_PATH = 103;
const LARGEST_LOG = 1024 * 1024;
const READY_STEP_MS = 5;

/** Small, since it serves one process; what guards the data (fsync, full_page_writes, synchronous_commit) stays as it is. */
const options = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  port: String(PORT),
  max_connections: '100',
  shared_buffers: '16MB',
  dynamic_shared_memory_type: 'mmap',
  io_method: 'sync',
  wal_level: 'minimal',
  max_wal_senders: '0',
  min_wal_size: '32MB',
  max_wal_size: '128MB',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Statements and details could hold values; the log says what failed, never with what.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** Throws `store.in_use` (another copy runs on the directory) or `store.start_failed`. */
export async function startEmbedded(input: { dataDirectory: string; log: EmbeddedLog }): Promise<Embedded> {
  if (process.platform === 'win32') {
    const message =
      'The embedded database needs unix sockets, which Node.js does not offer on Windows. Set DATABASE_URL.';
    throw new SluiceError('store.start_failed', message);
  }
  const home = prepareHome(input.dataDirectory);
  const lock = lockDirectory({ directory: home.path, shownAs: input.dataDirectory });
  try {
    const programs = preparePrograms({ user: home.user, ownPlace: home.path });
    const cluster = await prepareCluster(home, programs);
    if (await clearLeftover(cluster)) {
      input.log.warn({ directory: cluster }, 'stopped the database a killed server left running');
    }
    const socketDirectory = prepareSocketDirectory(home);
    const child = run({ home, programs, cluster, socketDirectory });
    await waitUntilReady({ child, cluster, home });
    return supervise({ child, socketDirectory, release: lock.release, home });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** In the home, or, where that path is too long for a socket, in a fresh directory under the temporary one. */
function prepareSocketDirectory(home: DatabaseHome): string {
  let directory = join(home.path, 'socket');
  if (Buffer.byteLength(join(directory, `.s.PGSQL.${PORT}`)) > LONGEST_SOCKET_PATH) {
    const parent = mkdtempSync(join(tmpdir(), temporarySocketPrefix));
    chmodSync(parent, 0o711);
    directory = join(parent, 'socket');
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (home.user !== null) chownSync(directory, home.user.uid, home.user.gid);
  return directory;
}

/** In a session of its own, so that Ctrl-C in a terminal does not reach it before we have shut down in order. */
function run(input: {
  home: DatabaseHome;
  programs: Programs;
  cluster: string;
  socketDirectory: string;
}): ChildProcess {
  const { home, programs, cluster, socketDirectory } = input;
  const pairs = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  pairs.push(`unix_socket_directories=${socketDirectory}`, ...writeAccessFiles(home));
  const log = openLog(home);
  try {
    const child = spawn(programs.postgres, ['-D', cluster, ...pairs.flatMap((pair) => ['-c', pair])], {
      cwd: '/',
      env: cleanEnvironment,
      stdio: ['ignore', log, log],
      detached: true,
      ...home.user,
    });
    // An error here (no such program, not allowed) is followed by no exit; readiness asks for the pid.
    child.once('error', (error) => child.emit('exit', null, error.message));
    return child;
  } finally {
    closeSync(log);
  }
}

function logPath(home: DatabaseHome): string {
  return join(home.path, 'postgres.log');
}

function openLog(home: DatabaseHome): number {
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
  const file = openSync(logPath(home), O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY, 0o600);
  if (fstatSync(file).size > LARGEST_LOG) ftruncateSync(file);
  return file;
}

/** However long it takes while the process lives: replaying the log after a crash is not to be interrupted. */
async function waitUntilReady(input: { child: ChildProcess; cluster: string; home: DatabaseHome }): Promise<void> {
  const { child, cluster, home } = input;
  let ended: string | null = null;
  child.once('exit', (code, signal) => (ended = String(signal ?? code)));
  for (;;) {
    const pidFile = readPidFile(cluster);
    if (pidFile !== null && pidFile.pid === child.pid && pidFile.isReady) return;
    if (ended !== null)
      throw new SluiceError('store.start_failed', `The database ended at start (${ended}): ${lastWords(home)}`);
    await sleep(READY_STEP_MS);
  }
}

function lastWords(home: DatabaseHome): string {
  const lines = readFileSync(logPath(home), 'utf8').trimEnd().split('\n');
  return `${lines.slice(-3).join(' | ')} (${logPath(home)})`;
}

function supervise(input: {
  child: ChildProcess;
  socketDirectory: string;
  release: () => void;
  home: DatabaseHome;
}): Embedded {
  const { child, socketDirectory, home } = input;
  const pid = child.pid!;
  let isExpected = false;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lastResort = (): void => void child.kill('SIGINT');
  process.once('exit', lastResort);
  const tidy = (): void => {
    process.off('exit', lastResort);
    removeTemporarySocket(socketDirectory);
    input.release();
  };

  return {
    connection: { host: socketDirectory, port: PORT, user: ROLE, database: 'postgres' },
    async stop() {
      if (isExpected) return exited;
      isExpected = true;
      await stopDatabase(pid);
      await exited;
      tidy();
    },
    kill() {
      isExpected = true;
      child.kill('SIGQUIT');
      tidy();
    },
    died: exited.then(() => {
      if (isExpected) return new Promise<SluiceError>(() => {});
      tidy();
      return new SluiceError('store.unavailable', `The embedded database ended by itself: ${lastWords(home)}`);
    }),
  };
}
