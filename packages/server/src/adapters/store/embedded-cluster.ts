/**
 * The database's own files: makes them once with initdb, and writes who may connect before every start. A half-made
 * cluster of a killed first start is thrown away; a finished one never is.
 */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  lchownSync,
  readdirSync,
  readFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { SluiceError } from '@sluice/engine/terms';
import type { DatabaseHome, DatabaseUser } from './embedded-home.ts';
import type { Programs } from './embedded-programs.ts';

export const ROLE = 'sluice';

/** `C.UTF-8` of PostgreSQL itself: code point order, Unicode upper and lower case, nothing of the machine's locales. */
const initOptions = [
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
];

/** The environment of the database's processes: nothing of ours, where secrets may be. */
export const cleanEnvironment = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Real path of the cluster, made if there is none. Throws `store.start_failed`. */
export async function prepareCluster(home: DatabaseHome, programs: Programs): Promise<string> {
  const cluster = join(home.path, 'cluster');
  const draft = join(home.path, 'cluster.new');
  rmSync(draft, { recursive: true, force: true });
  if (existsSync(cluster)) {
    checkVersion(cluster, programs);
    if (home.user !== null && statSync(cluster).uid !== home.user.uid) giveTo(cluster, home.user);
    return cluster;
  }
  mkdirSync(draft, { mode: 0o700 });
  if (home.user !== null) giveTo(draft, home.user);
  await runInit([`--pgdata=${draft}`, `--username=${ROLE}`, '--auth=reject', ...initOptions], { home, programs });
  renameSync(draft, cluster);
  return cluster;
}

/**
 * Who may connect: by the unix socket only, and only the user this process runs as, as the kernel tells it (`peer`). The
 * files lie beside the cluster, since root must not write where the database user could have put a link.
 */
export function writeAccessFiles(home: DatabaseHome): readonly string[] {
  const access = join(home.path, 'pg_hba.conf');
  const identities = join(home.path, 'pg_ident.conf');
  writeAnew(access, `local all ${ROLE} peer map=${ROLE}\n`);
  writeAnew(identities, `${ROLE} "${userInfo().username}" ${ROLE}\n`);
  return [`hba_file=${access}`, `ident_file=${identities}`];
}

/** Root may be working in a directory of the database's owner: what stands there is replaced, never written through. */
function writeAnew(path: string, text: string): void {
  rmSync(path, { force: true });
  writeFileSync(path, text, { mode: 0o644, flag: 'wx' });
  chmodSync(path, 0o644);
}

function checkVersion(cluster: string, programs: Programs): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (found === programs.majorVersion) return;
  const message = `${cluster} was made by PostgreSQL ${found}; this release brings ${programs.majorVersion}. Dump it with the release that made it and restore it here.`;
  throw new SluiceError('store.start_failed', message);
}

function giveTo(path: string, user: DatabaseUser): void {
  lchownSync(path, user.uid, user.gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveTo(join(path, name), user);
}

async function runInit(
  options: readonly string[],
  { home, programs }: { home: DatabaseHome; programs: Programs },
): Promise<void> {
  const child = spawn(programs.initdb, options, {
    cwd: '/',
    env: cleanEnvironment,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...home.user,
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2000)));
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  const code = await promise.catch((cause: unknown) => {
    throw new SluiceError('store.start_failed', `initdb could not be run: ${String(cause)}`, { cause });
  });
  if (code !== 0) throw new SluiceError('store.start_failed', `initdb ended with ${code}: ${complaint.trim()}`);
}
