/**
 * Finds the place and the user the embedded database lives with. PostgreSQL refuses to run as root, so root hands it to
 * an unprivileged user, who must be able to walk to every directory involved. Never moves an existing database.
 *
 * The home is `<data>/postgres`. Where the database user cannot reach that (a data directory under a 0700 home), it is a
 * symbolic link to a directory of its own under /var/lib/sluice.
 */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { SluiceError } from '@sluice/engine/terms';

/** Unprivileged user a root process hands the database to. */
export interface DatabaseUser {
  readonly uid: number;
  readonly gid: number;
}

export interface DatabaseHome {
  /** Real path. Holds `cluster/`, `socket/`, the log and the access files; for root it belongs to root. */
  readonly path: string;
  /** Null: run as ourselves. */
  readonly user: DatabaseUser | null;
}

/** Places for what the database user must reach when the data directory is out of its reach, best first. */
const shelters = ['/var/lib/sluice', '/var/tmp/sluice'];

export function prepareHome(dataDirectory: string): DatabaseHome {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) mkdirPlain(dataDirectory);
  else mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const data = realpathSync(dataDirectory);
  const link = join(data, 'postgres');
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() && !statSync(link, { throwIfNoEntry: false })) {
    const message = `${link} points to a directory that is gone. Restore it, or remove the link to start with an empty database.`;
    throw new SluiceError('store.start_failed', message);
  }
  if (!isRoot) {
    mkdirSync(link, { recursive: true, mode: 0o700 });
    return { path: checkOwn(realpathSync(link)), user: null };
  }
  const user = databaseUser(join(link, 'cluster'));
  if (!statSync(link, { throwIfNoEntry: false })) {
    if (canReach(data, user)) mkdirPlain(link);
    else symlinkSync(makeShelter({ user, dataDirectory: data }), link);
  }
  const path = realpathSync(link);
  if (!canReach(path, user)) {
    const message = `The database user (uid ${user.uid}) cannot reach ${path}. Make its parent directories passable, or set SLUICE_DATA_DIR.`;
    throw new SluiceError('store.start_failed', message);
  }
  return { path, user };
}

/** A directory under one of the shelters that root alone can write and everybody can pass. */
export function makeShelterDirectory(name: string): string {
  const refusals: string[] = [];
  for (const shelter of shelters) {
    try {
      mkdirPlain(shelter);
      const stats = lstatSync(shelter);
      if (!stats.isDirectory() || stats.uid !== 0 || (stats.mode & 0o022) !== 0) {
        refusals.push(`${shelter} is not a directory that root alone can write`);
        continue;
      }
      const path = join(shelter, name);
      mkdirPlain(path);
      return path;
    } catch (error) {
      refusals.push(`${shelter}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
    }
  }
  const message = `The data directory is out of the database user's reach and no other place could be made (${refusals.join('; ')}). Set SLUICE_DATA_DIR to a directory every user can pass, or set DATABASE_URL.`;
  throw new SluiceError('store.start_failed', message);
}

/** Whether a user other than root can walk to `path` and, for a directory, into it. Looks at mode bits, not at ACLs. */
export function canReach(path: string, user: DatabaseUser): boolean {
  for (let place = path; ; place = dirname(place)) {
    const stats = statSync(place);
    if (stats.isDirectory() && !allows(stats, user, 1)) return false;
    if (place === dirname(place)) return true;
  }
}

/** Whether the bits (4 read, 2 write, 1 pass or execute) are set for the user. */
export function allows(stats: Stats, user: DatabaseUser, bits: number): boolean {
  const shift = stats.uid === user.uid ? 6 : stats.gid === user.gid ? 3 : 0;
  return ((stats.mode >> shift) & bits) === bits;
}

/** Whoever owns an existing database keeps it; a new one goes to `postgres`, or to `nobody` where there is none. */
function databaseUser(cluster: string): DatabaseUser {
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [askId('-u', name), askId('-g', name)];
    if (uid !== null && gid !== null && uid !== 0) return { uid, gid };
  }
  const message =
    'PostgreSQL does not run as root and there is no user `postgres` or `nobody` to hand it to. Start as an ordinary user, or set DATABASE_URL.';
  throw new SluiceError('store.start_failed', message);
}

function askId(flag: string, name: string): number | null {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : null;
}

function makeShelter(input: { user: DatabaseUser; dataDirectory: string }): string {
  const path = makeShelterDirectory(`database-${randomUUID()}`);
  writeFileSync(join(path, 'belongs-to'), `${input.dataDirectory}\n`);
  return path;
}

/** Passable but not readable for others, whatever the umask. */
function mkdirPlain(path: string): void {
  if (mkdirSync(path, { recursive: true, mode: 0o711 }) !== undefined) chmodSync(path, 0o711);
}

function checkOwn(path: string): string {
  const cluster = join(path, 'cluster');
  const owner = statSync(cluster, { throwIfNoEntry: false })?.uid;
  const uid = process.getuid?.();
  if (owner === undefined || owner === uid) return path;
  const message = `The database in ${cluster} belongs to uid ${owner}, this process runs as uid ${uid}. Start as that user or as root.`;
  throw new SluiceError('store.start_failed', message);
}
