/** Small conversions: JSON text, numbers, ids, media types. */
import type { Run } from '../../terms/index.ts';
import { FunctionFailure } from '../function-failure.ts';

/** The value a JSON text stands for. */
export function jsonParse(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's message quotes the text, so it is not passed on.
    throw new FunctionFailure('the text is not valid JSON');
  }
}

/** A number from a text or boolean; missing where there is none. */
export function toNumber(value: unknown): unknown {
  if (value === null || value === undefined || typeof value === 'object') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** A random UUID (RFC 9562 version 4) from the call's randomness. */
export function uuid(run: Run): string {
  const digits = Array.from({ length: 32 }, (_, index) => {
    const nibble = Math.floor(run.random() * 16);
    return (index === 12 ? 4 : index === 16 ? (nibble & 3) | 8 : nibble).toString(16);
  }).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Media types by file extension, IANA names. */
const mediaTypes: Readonly<Record<string, string>> = {
  aac: 'audio/aac',
  avi: 'video/x-msvideo',
  bin: 'application/octet-stream',
  bmp: 'image/bmp',
  csv: 'text/csv',
  css: 'text/css',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  eml: 'message/rfc822',
  epub: 'application/epub+zip',
  gif: 'image/gif',
  gz: 'application/gzip',
  heic: 'image/heic',
  htm: 'text/html',
  html: 'text/html',
  ico: 'image/vnd.microsoft.icon',
  ics: 'text/calendar',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  md: 'text/markdown',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  mpeg: 'video/mpeg',
  odp: 'application/vnd.oasis.opendocument.presentation',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odt: 'application/vnd.oasis.opendocument.text',
  ogg: 'audio/ogg',
  pdf: 'application/pdf',
  png: 'image/png',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  rtf: 'application/rtf',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  txt: 'text/plain',
  vcf: 'text/vcard',
  wav: 'audio/wav',
  webm: 'video/webm',
  webp: 'image/webp',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xml: 'application/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  zip: 'application/zip',
};

/** Media type of a file name, path or extension; null for one we do not know. */
export function getMimeType(name: unknown): unknown {
  if (typeof name !== 'string') return null;
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(mediaTypes, extension) ? mediaTypes[extension] : null;
}
