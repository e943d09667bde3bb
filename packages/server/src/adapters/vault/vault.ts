/**
 * Seals secrets before they are stored and opens them again: AES-256-GCM, a fresh data key for every value, wrapped by a
 * master key. Never stores anything and never shows a key.
 *
 * Layout of a sealed value: version (1 byte, 1) | length of the key id (1) | key id | nonce (12) | wrapped data key (32) |
 * tag (16) | nonce (12) | ciphertext | tag (16). Both layers authenticate the head and `about`.
 */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { SluiceError, type CursorSeal } from '@sluice/engine/terms';
import { createCursorSeal } from './cursor-seal.ts';
import { createNonces } from './nonces.ts';

export interface MasterKey {
  /** 1 to 64 characters; stands in clear in every value the key sealed. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

export interface Vault {
  /** Seals with the first master key. `about` names table, column and row: a value moved elsewhere does not open. */
  seal(plain: string, about: string): Buffer;
  /** Opens a value of any master key; throws `vault.cannot_open`. */
  open(sealed: Buffer, about: string): string;
  /** Keyed hash (HMAC-SHA-256 under the first master key) of a token or an idempotency key. 32 bytes. */
  hash(text: string): Buffer;
  /** The same under every master key, first key first: what to look a stored hash up by, so that a rotation breaks none. */
  hashes(text: string): readonly Buffer[];
  readonly cursors: CursorSeal;
}

const VERSION = 1;
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const WRAP_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES;
const LONGEST_KEY_ID = 64;

/** At least one key; the first seals, all open. Throws `settings.invalid` for a key that is no 32 bytes or an id used twice. */
export function createVault(keys: readonly MasterKey[]): Vault {
  checkKeys(keys);
  const sealing = keys[0]!;
  const byId = new Map(keys.map((entry) => [entry.id, deriveKey(entry.key, 'sluice wrap 1')]));
  // Every call hashes its token: with a prepared key that takes a sixth of the time it takes with plain bytes.
  const hashKeys = keys.map((entry) => createSecretKey(deriveKey(entry.key, 'sluice hash 1')));
  const nonces = createNonces();
  const head = Buffer.concat([Buffer.from([VERSION, Buffer.byteLength(sealing.id)]), Buffer.from(sealing.id)]);
  const wrapKey = byId.get(sealing.id)!;

  return {
    seal(plain, about) {
      const dataKey = randomBytes(KEY_BYTES);
      const aad = Buffer.concat([head, Buffer.from(about)]);
      const wrapped = encrypt(wrapKey, nonces.next(), dataKey, aad);
      // The data key is used once, so any nonce will do; a random one keeps the layout the same for both layers.
      return Buffer.concat([head, wrapped, encrypt(dataKey, randomBytes(NONCE_BYTES), Buffer.from(plain), aad)]);
    },
    open(sealed, about) {
      const headBytes = 2 + (sealed[1] ?? 0);
      if (sealed[0] !== VERSION || sealed.length < headBytes + WRAP_BYTES + NONCE_BYTES + TAG_BYTES) {
        throw new SluiceError('vault.cannot_open', `The sealed value of ${about} is not in the vault's format.`);
      }
      const keyId = sealed.toString('utf8', 2, headBytes);
      const key = byId.get(keyId);
      if (key === undefined) {
        throw new SluiceError(
          'vault.cannot_open',
          `${about} is sealed with master key "${keyId}", which is not given.`,
        );
      }
      const aad = Buffer.concat([sealed.subarray(0, headBytes), Buffer.from(about)]);
      try {
        const dataKey = decrypt(key, sealed.subarray(headBytes, headBytes + WRAP_BYTES), aad);
        return decrypt(dataKey, sealed.subarray(headBytes + WRAP_BYTES), aad).toString('utf8');
      } catch (cause) {
        const message = `The sealed value of ${about} does not open with master key "${keyId}": changed, moved, or another key of that id.`;
        throw new SluiceError('vault.cannot_open', message, { cause });
      }
    },
    hash: (text) => createHmac('sha256', hashKeys[0]!).update(text).digest(),
    hashes: (text) => hashKeys.map((key) => createHmac('sha256', key).update(text).digest()),
    cursors: createCursorSeal(keys.map((entry) => deriveKey(entry.key, 'sluice cursor 1'))),
  };
}

function checkKeys(keys: readonly MasterKey[]): void {
  if (keys.length === 0) throw new SluiceError('settings.invalid', 'No master key is given.');
  const seen = new Set<string>();
  for (const { id, key } of keys) {
    const idBytes = Buffer.byteLength(id);
    if (idBytes === 0 || idBytes > LONGEST_KEY_ID) {
      throw new SluiceError(
        'settings.invalid',
        `A master key id has ${idBytes} bytes; 1 to ${LONGEST_KEY_ID} are allowed.`,
      );
    }
    if (seen.has(id)) throw new SluiceError('settings.invalid', `The master key id "${id}" is given twice.`);
    if (key.length !== KEY_BYTES) {
      throw new SluiceError('settings.invalid', `Master key "${id}" has ${key.length} bytes; ${KEY_BYTES} are needed.`);
    }
    seen.add(id);
  }
}

/** HKDF-SHA-256 (RFC 5869): one purpose, one key. */
function deriveKey(master: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', purpose, KEY_BYTES));
}

function encrypt(key: Buffer, nonce: Buffer, plain: Buffer, aad: Buffer): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(aad);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, sealed: Buffer, aad: Buffer): Buffer {
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(aad).setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, end)), decipher.final()]);
}
