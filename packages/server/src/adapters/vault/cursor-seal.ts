/**
 * Seals paging cursors with AES-256-GCM so that callers can hold but neither read nor change them. Never stores one.
 * Text form: base64url of key tag (4 bytes) | nonce (12) | ciphertext | tag (16).
 */
import { createCipheriv, createDecipheriv, createHash, createSecretKey, type KeyObject } from 'node:crypto';
import type { CursorSeal } from '@sluice/engine/terms';
import { createNonces } from './nonces.ts';

const CIPHER = 'aes-256-gcm';
const KEY_TAG_BYTES = 4;
const HEAD_BYTES = KEY_TAG_BYTES + 12;
const TAG_BYTES = 16;

interface CursorKey {
  /** First bytes of the key's hash: says which key to open with, tells nothing about it. */
  readonly tag: Buffer;
  /** Prepared once: sealing with plain bytes takes four times as long. */
  readonly key: KeyObject;
}

/** `keys` are 32 bytes each; the first seals, all open. */
export function createCursorSeal(keys: readonly Buffer[]): CursorSeal {
  const known: CursorKey[] = keys.map((key) => ({
    key: createSecretKey(key),
    tag: createHash('sha256').update('sluice cursor tag').update(key).digest().subarray(0, KEY_TAG_BYTES),
  }));
  const sealing = known[0]!;
  const nonces = createNonces();

  return {
    seal(text) {
      const nonce = nonces.next();
      const cipher = createCipheriv(CIPHER, sealing.key, nonce).setAAD(sealing.tag);
      const parts = [sealing.tag, nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(parts).toString('base64url');
    },
    open(cursor) {
      const bytes = Buffer.from(cursor, 'base64url');
      // Decoding skips strange characters and spare bits, so a changed cursor could decode to the same bytes.
      if (bytes.length < HEAD_BYTES + TAG_BYTES || bytes.toString('base64url') !== cursor) return null;
      const entry = known.find(({ tag }) => bytes.subarray(0, KEY_TAG_BYTES).equals(tag));
      return entry === undefined ? null : openWith(entry, bytes);
    },
  };
}

function openWith({ key, tag }: CursorKey, bytes: Buffer): string | null {
  const end = bytes.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(KEY_TAG_BYTES, HEAD_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(tag).setAuthTag(bytes.subarray(end));
  const head = decipher.update(bytes.subarray(HEAD_BYTES, end));
  try {
    return Buffer.concat([head, decipher.final()]).toString('utf8');
  } catch {
    // The tag does not match: the cursor was changed. That is an answer, not a fault.
    return null;
  }
}
