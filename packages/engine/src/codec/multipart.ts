/** Bodies of multipart/form-data (RFC 7578): text, JSON, bytes and files. Whole in memory, since provider uploads here are records' attachments. */
import { isPlainObject } from '../values/merge.ts';
import { SluiceError } from '../terms/index.ts';
import type { ArrayFormat, Encoded, EncodeOptions } from './format.ts';
import { itemNames, scalarText } from './query.ts';

interface Part {
  readonly name: string;
  readonly filename: string | null;
  readonly contentType: string | null;
  readonly content: Uint8Array;
}

const encoder = new TextEncoder();
const mediaTypePattern = /^[\w.+*/-]+(?:\s*;\s*[\w.-]+="?[\w.:+-]+"?)*$/;

/**
 * An object of fields. `undefined` and `null` are left out; scalars are text parts; bytes and `{filename, content_type,
 * data}` (data as bytes or base64) are files; other objects are JSON parts; lists give one part an item.
 * Throws `body.invalid_field` naming the field, `system.bug` without a boundary.
 */
export function encodeMultipart(value: unknown, { boundary, arrayFormat = 'repeat' }: EncodeOptions): Encoded {
  if (value === null) return { body: null, contentType: null };
  if (!isPlainObject(value))
    throw new SluiceError(
      'body.invalid_field',
      'A multipart body is made of a JSON object of fields; a file is {"filename", "content_type", "data"} with data in base64.',
    );
  if (boundary === undefined) throw new SluiceError('system.bug', 'A multipart body was encoded without a boundary.');
  const chunks: Uint8Array[] = [];
  for (const name of Object.keys(value)) {
    for (const part of partsOf(name, value[name], arrayFormat)) {
      chunks.push(encoder.encode(headOf(part, boundary)), part.content, encoder.encode('\r\n'));
    }
  }
  chunks.push(encoder.encode(`--${boundary}--\r\n`));
  return { body: joined(chunks), contentType: `multipart/form-data; boundary=${boundary}` };
}

function partsOf(name: string, value: unknown, arrayFormat: ArrayFormat): readonly Part[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      partsOf(itemNames[arrayFormat](name, index), Array.isArray(item) ? { ...item } : item, arrayFormat),
    );
  }
  const scalar = scalarText(value);
  if (scalar !== null) return [{ name, filename: null, contentType: null, content: encoder.encode(scalar) }];
  if (value instanceof Uint8Array)
    return [{ name, filename: name, contentType: 'application/octet-stream', content: value }];
  if (isFile(value)) return [filePart(name, value)];
  return [{ name, filename: null, contentType: 'application/json', content: encoder.encode(JSON.stringify(value)) }];
}

interface File {
  readonly filename: string;
  readonly content_type?: unknown;
  readonly data: string | Uint8Array;
}

function isFile(value: unknown): value is File {
  if (!isPlainObject(value) || typeof value['filename'] !== 'string') return false;
  return typeof value['data'] === 'string' || value['data'] instanceof Uint8Array;
}

function filePart(
  name: string,
  { filename, content_type: contentType = 'application/octet-stream', data }: File,
): Part {
  if (typeof contentType !== 'string' || !mediaTypePattern.test(contentType)) {
    throw invalidField(name, 'content_type is not a media type');
  }
  return { name, filename, contentType, content: typeof data === 'string' ? fromBase64(name, data) : data };
}

function fromBase64(name: string, text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    // The browser's error has nothing to add, and its type differs between runtimes.
    throw invalidField(name, 'data is not base64');
  }
  return Uint8Array.from(binary, (unit) => unit.charCodeAt(0));
}

function invalidField(name: string, problem: string): SluiceError {
  return new SluiceError('body.invalid_field', `The file in field ${name} cannot be sent: ${problem}.`, {
    details: { field: name },
  });
}

function headOf({ name, filename, contentType }: Part, boundary: string): string {
  const file = filename === null ? '' : `; filename="${escapeName(filename)}"`;
  const type = contentType === null ? '' : `Content-Type: ${contentType}\r\n`;
  return `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"${file}\r\n${type}\r\n`;
}

/** As browsers do it (HTML, "multipart/form-data encoding algorithm"). */
function escapeName(text: string): string {
  return text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
