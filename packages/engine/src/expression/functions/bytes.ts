/** Bytes and their spellings: base64, base64url, hex. Text is UTF-8. */
import { FunctionFailure } from '../function-failure.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8');

export const bytesOfText = (text: string): Uint8Array => encoder.encode(text);
export const textOfBytes = (bytes: Uint8Array): string => decoder.decode(bytes);

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(binary);
}

export const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** Accepts both alphabets, with or without padding. */
export function fromBase64(text: string): Uint8Array {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/').replaceAll('=', '');
  if (!/^[A-Za-z0-9+/\s]*$/.test(plain)) throw new FunctionFailure('the text is not base64');
  const binary = atob(plain.replace(/\s/g, ''));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** A text, a byte array, or the JSON form of a buffer; undefined for anything else. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return bytesOfText(value);
  if (typeof value === 'number' || typeof value === 'boolean') return bytesOfText(String(value));
  const listed = typeof value === 'object' && value !== null && 'data' in value ? value.data : value;
  return Array.isArray(listed) && listed.every(Number.isInteger) ? Uint8Array.from(listed as number[]) : undefined;
}
