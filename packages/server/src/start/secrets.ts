/**
 * The secrets nobody gave: generated once, kept in `secrets.json` of the data directory, readable by its owner alone.
 * Never prints one and never replaces one.
 */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { SluiceError } from '@sluice/engine/terms';
import { parseMasterKeys, writeMasterKey } from '../adapters/vault/master-keys.ts';
import type { MasterKey } from '../adapters/vault/vault.ts';

export interface Secrets {
  readonly masterKeys: readonly MasterKey[];
  readonly adminToken: string;
  readonly demoToken: string;
}

export interface SecretsInput {
  readonly dataDirectory: string;
  /** Null for those to be generated. */
  readonly given: { readonly [Name in keyof Secrets]: Secrets[Name] | null };
  readonly warn: (message: string) => void;
}

/** As kept in the file; every one is optional, since it may have been given when the file was made. */
interface Kept {
  readonly master_key?: string;
  readonly admin_token?: string;
  readonly demo_token?: string;
}

/** The order of the names, for comparing. */
const unnamed: Kept = { master_key: undefined, admin_token: undefined, demo_token: undefined };

/** Throws `settings.invalid` for a file that holds something else. */
export function loadSecrets({ dataDirectory, given, warn }: SecretsInput): Secrets {
  makeDataDirectory(dataDirectory);
  const file = secretsFile(dataDirectory);
  for (;;) {
    const kept = readKept(file, warn);
    const wanted: Kept = {
      master_key: kept?.master_key ?? (given.masterKeys === null ? newMasterKey() : undefined),
      admin_token: kept?.admin_token ?? (given.adminToken === null ? newToken() : undefined),
      demo_token: kept?.demo_token ?? (given.demoToken === null ? newToken() : undefined),
    };
    const masterKeys = given.masterKeys ?? keysOf(wanted.master_key!, file);
    const isNeeded = Object.values(wanted).some((value) => value !== undefined);
    const isKept = kept !== null && JSON.stringify(wanted) === JSON.stringify({ ...unnamed, ...kept });
    // Another process may have made the file meanwhile; then what it wrote counts.
    if (isNeeded && !isKept && !isWritten(file, { kept: wanted, isNew: kept === null })) continue;
    return {
      masterKeys,
      adminToken: given.adminToken ?? wanted.admin_token!,
      demoToken: given.demoToken ?? wanted.demo_token!,
    };
  }
}

export function secretsFile(dataDirectory: string): string {
  return join(dataDirectory, 'secrets.json');
}

/** As root others may pass, not look: the embedded database of another user lives inside. */
function makeDataDirectory(path: string): void {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  try {
    if (makeMissing(path, mode)) chmodSync(path, mode);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new SluiceError('settings.invalid', `SLUICE_DATA_DIR: ${path} cannot be made (${code}).`, { cause });
  }
}

/** One directory at a time: where none can be made although its parent is there (/proc), `recursive` tries for ever. */
function makeMissing(path: string, mode: number): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return false;
  const parent = dirname(path);
  if (parent !== path) makeMissing(parent, mode);
  mkdirSync(path, { mode });
  return true;
}

function readKept(file: string, warn: (message: string) => void): Kept | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if ((stats.mode & 0o077) !== 0 && process.platform !== 'win32') {
    chmodSync(file, 0o600);
    warn(`${file} could be read by others; only its owner can now. If others had access, make new secrets.`);
  }
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof kept === 'object' && kept !== null && !Array.isArray(kept)) return kept;
  } catch (cause) {
    throw new SluiceError('settings.invalid', `${file} cannot be read: ${reasonOf(cause)}. Restore it from a backup.`);
  }
  throw new SluiceError('settings.invalid', `${file} holds no JSON object. Restore it from a backup.`);
}

/** The message of a JSON error quotes the text, which is secret here. */
function reasonOf(cause: unknown): string {
  return cause instanceof SyntaxError ? 'not valid JSON' : ((cause as NodeJS.ErrnoException).code ?? 'unknown error');
}

function keysOf(text: string, file: string): readonly MasterKey[] {
  const keys = parseMasterKeys(text);
  if (keys !== undefined) return keys;
  throw new SluiceError('settings.invalid', `master_key in ${file} is not id:base64 of 32 bytes.`);
}

/** On the disk, whole, before it is used: a lost master key loses the accounts. False when another process was first. */
function isWritten(file: string, { kept, isNew }: { kept: Kept; isNew: boolean }): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flush: true });
  try {
    if (isNew) linkSync(draft, file);
    else renameSync(draft, file);
    syncDirectory(dirname(file));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function syncDirectory(path: string): void {
  if (process.platform === 'win32') return;
  const directory = openSync(path, 'r');
  fsyncSync(directory);
  closeSync(directory);
}

const newMasterKey = (): string => writeMasterKey({ id: `k${randomBytes(4).toString('hex')}`, key: randomBytes(32) });
const newToken = (): string => `sluice_${randomBytes(32).toString('base64url')}`;
