/** Encodings, digests and signatures. Missing input gives missing output. */
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { FunctionFailure } from '../function-failure.ts';
import { bytesOf, fromBase64, textOfBytes, toBase64, toBase64Url, toHex } from './bytes.ts';

/** MD5 and SHA-1 are here because providers still ask for them. */
const hashes = { md5, sha1, sha256, sha384, sha512 } as const;

/** Like the built-in, but in UTF-8 instead of Latin-1. With `isUrlSafe` in the base64url alphabet, without padding. */
export function base64encode(value: unknown, isUrlSafe: unknown): unknown {
  const bytes = bytesOf(value);
  return bytes === undefined ? undefined : isUrlSafe === true ? toBase64Url(bytes) : toBase64(bytes);
}

export function base64decode(text: unknown): unknown {
  return typeof text === 'string' ? textOfBytes(fromBase64(text)) : undefined;
}

/** Hash of a text: SHA-256 (default), SHA-1, SHA-384, SHA-512 or MD5, written as hex (default), base64 or base64-urlSafe. */
export function digest(text: unknown, algorithm: unknown, format: unknown): unknown {
  const bytes = bytesOf(text);
  return bytes === undefined ? undefined : written(hashNamed(algorithm)(bytes), format);
}

/** HMAC (RFC 2104) of a text with a secret, in the same spellings as `$digest`. */
export function sign(text: unknown, algorithm: unknown, secret: unknown, format: unknown): unknown {
  const bytes = bytesOf(text);
  const key = bytesOf(secret);
  if (bytes === undefined) return undefined;
  if (key === undefined) throw new FunctionFailure('the secret is missing');
  return written(hmac(hashNamed(algorithm), key, bytes), format);
}

function hashNamed(algorithm: unknown): (typeof hashes)[keyof typeof hashes] {
  const name =
    algorithm === undefined || algorithm === null ? 'sha256' : String(algorithm).toLowerCase().replaceAll('-', '');
  if (!Object.hasOwn(hashes, name))
    throw new FunctionFailure('the algorithm must be SHA-256, SHA-1, SHA-384, SHA-512 or MD5');
  return hashes[name as keyof typeof hashes];
}

function written(bytes: Uint8Array, format: unknown): string {
  switch (format) {
    case undefined:
    case null:
    case 'hex':
      return toHex(bytes);
    case 'base64':
      return toBase64(bytes);
    case 'base64-urlSafe':
    case 'base64url':
      return toBase64Url(bytes);
    default:
      throw new FunctionFailure('the format must be hex, base64 or base64-urlSafe');
  }
}

/** Bytes as text: utf8 (default), base64 or hex. */
export function bufferToString(value: unknown, encoding: unknown): unknown {
  if (typeof value === 'string') return value;
  const bytes = bytesOf(value);
  if (bytes === undefined) return undefined;
  if (encoding === 'base64') return toBase64(bytes);
  return encoding === 'hex' ? toHex(bytes) : textOfBytes(bytes);
}
