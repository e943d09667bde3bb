/** Reads a content-type header: media type, charset, and which response format it stands for. Never looks at a body. */
import type { ResponseFormat } from './format.ts';

export interface ContentType {
  /** Lower case, without parameters; empty where the header is missing. */
  readonly mediaType: string;
  /** Lower case; null where the header does not say. */
  readonly charset: string | null;
}

const charsetPattern = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

/** RFC 9110 section 8.3. */
export function readContentType(header: string | undefined): ContentType {
  if (header === undefined) return { mediaType: '', charset: null };
  const end = header.indexOf(';');
  if (end === -1) return { mediaType: header.trim().toLowerCase(), charset: null };
  const charset = charsetPattern.exec(header)?.[1];
  return { mediaType: header.slice(0, end).trim().toLowerCase(), charset: charset?.toLowerCase() ?? null };
}

/** First match wins. HTML counts as JSON: where nothing else is declared it is an error page, and is refused as one. */
const formats: readonly (readonly [pattern: RegExp, format: ResponseFormat])[] = [
  [/[/-](?:ndjson|jsonl|json-seq)$/, 'text'],
  [/[/+]json$|^$|^text\/html$|^application\/(?:xhtml\+xml|x?-?javascript)$/, 'json'],
  [/[/+]xml$/, 'xml'],
  [/^(?:text|application)\/csv$/, 'csv'],
  [/^text\/|^application\/(?:x-www-form-urlencoded|yaml|x-yaml|graphql)$/, 'text'],
];

/** Format of an answer whose method declares none: JSON without a content-type, bytes for what is not text. */
export function formatOfMediaType(mediaType: string): ResponseFormat {
  if (mediaType === 'application/json') return 'json';
  return formats.find(([pattern]) => pattern.test(mediaType))?.[1] ?? 'binary';
}
