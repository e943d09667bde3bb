/** Undoes content encodings, whole or as a stream, never beyond a limit. Knows nothing of HTTP beyond the header's words. */
import {
  brotliDecompress,
  brotliDecompressSync,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  gunzip,
  gunzipSync,
  inflate,
  inflateRaw,
  inflateRawSync,
  inflateSync,
} from 'node:zlib';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';

/** What the wire asks for and can undo. */
export const acceptedEncodings = 'gzip, deflate, br';

export type Encoding = 'gzip' | 'deflate' | 'br';

/** Smaller pieces are undone at once: handing them to a worker thread costs more than it saves. */
const SMALL_BYTES = 32 * 1024;

interface Codec {
  readonly sync: (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer;
  readonly whole: (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>;
  readonly stream: () => Duplex;
}

const rawDeflate: Codec = { sync: inflateRawSync, whole: promisify(inflateRaw), stream: () => createInflateRaw() };

const codecs: Readonly<Record<Encoding, Codec>> = {
  gzip: { sync: gunzipSync, whole: promisify(gunzip), stream: () => createGunzip() },
  deflate: { sync: inflateSync, whole: promisify(inflate), stream: () => createInflate() },
  br: { sync: brotliDecompressSync, whole: promisify(brotliDecompress), stream: () => createBrotliDecompress() },
};

/** The encoding of a content-encoding header; null for none, for an unknown one, and for several on top of each other. */
export function readEncoding(header: string | undefined): Encoding | null {
  if (header === undefined) return null;
  const name = header.trim().toLowerCase();
  if (name === 'gzip' || name === 'x-gzip') return 'gzip';
  return name === 'deflate' || name === 'br' ? name : null;
}

/** Rejects with the code ERR_BUFFER_TOO_LARGE beyond the limit, and with a zlib code for bytes that are not so encoded. */
export async function inflateWhole(bytes: Uint8Array, how: { encoding: Encoding; maxBytes: number }): Promise<Buffer> {
  if (bytes.length === 0) return Buffer.alloc(0);
  const codec = codecOf(how.encoding, bytes);
  const options = { maxOutputLength: how.maxBytes };
  return bytes.length <= SMALL_BYTES ? codec.sync(bytes, options) : codec.whole(bytes, options);
}

/** `start` is the first piece of the body. */
export function inflateStream(encoding: Encoding, start: Uint8Array): Duplex {
  return codecOf(encoding, start).stream();
}

/** `deflate` means the zlib format (RFC 9110, 8.4.1.2), but some servers send bare deflate: the first byte tells. */
function codecOf(encoding: Encoding, bytes: Uint8Array): Codec {
  const isBare = encoding === 'deflate' && (bytes[0]! & 0x0f) !== 8;
  return isBare ? rawDeflate : codecs[encoding];
}
