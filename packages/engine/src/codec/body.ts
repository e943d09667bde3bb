/** Bytes <-> values: one literal table a direction. Knows formats only; what a body means is for other rooms. */
import type { HttpResponse } from '../terms/index.ts';
import { formatOfMediaType, readContentType } from './content-type.ts';
import { decodeCsv } from './csv.ts';
import { encodeForm } from './form.ts';
import type { BodyFormat, Decode, Encode, Encoded, EncodeOptions, ResponseFormat } from './format.ts';
import { encodeGraphql } from './graphql.ts';
import { invalidResponse } from './invalid-response.ts';
import { decodeJson, encodeJson } from './json.ts';
import { encodeMultipart } from './multipart.ts';
import { encodeRaw } from './raw.ts';
import { decodePlain, readText } from './text.ts';
import { decodeXml, encodeXml } from './xml.ts';

export type { BodyFormat, Encoded, EncodeOptions, ResponseFormat } from './format.ts';

const encoders: Readonly<Record<BodyFormat, Encode>> = {
  json: encodeJson,
  form: encodeForm,
  multipart: encodeMultipart,
  raw: encodeRaw,
  xml: encodeXml,
  graphql: encodeGraphql,
};

const decoders: Readonly<Record<Exclude<ResponseFormat, 'binary'>, Decode>> = {
  json: decodeJson,
  xml: decodeXml,
  csv: decodeCsv,
  text: decodePlain,
};

const noOptions: EncodeOptions = {};
const noBody: Encoded = { body: null, contentType: null };

/**
 * `undefined` is no body. Bytes are sent as they are, whatever the format: who gives bytes says their type. Throws `body.invalid_field` on a value the format cannot carry, `system.bug` on a multipart
 * body without a boundary.
 */
export function encodeBody(format: BodyFormat, value: unknown, options: EncodeOptions = noOptions): Encoded {
  if (value === undefined) return noBody;
  return value instanceof Uint8Array ? { body: value, contentType: null } : encoders[format](value, options);
}

export interface Decoded {
  readonly value: unknown;
  /** True when `value` holds integers beyond 2^53 as `JSON.rawJSON`; see `big-integer.ts`. */
  readonly hasBigIntegers: boolean;
  readonly format: ResponseFormat;
}

/**
 * Without a format the content-type chooses. An empty body is null in every format; `binary` gives the unread
 * `ByteSource`. Throws `provider.invalid_response`, and what reading the body rejects with.
 */
export async function decodeBody(format: ResponseFormat | null, response: HttpResponse): Promise<Decoded> {
  const { body, headers } = response;
  const contentType = headers['content-type'];
  const type = readContentType(contentType);
  const expected = format ?? formatOfMediaType(type.mediaType);
  if (hasNoBody(response)) {
    body.discard();
    return { value: null, hasBigIntegers: false, format: expected };
  }
  if (expected === 'binary') return { value: body, hasBigIntegers: false, format: expected };

  const text = await readText(body, { expected, charset: type.charset, contentType });
  if (text === '' || (expected !== 'text' && isBlank(text))) {
    return { value: null, hasBigIntegers: false, format: expected };
  }
  const decoded = decoders[expected](text);
  if (decoded.kind === 'unfit') {
    throw invalidResponse({ expected, contentType, length: text.length, problem: decoded.problem });
  }
  return { value: decoded.value, hasBigIntegers: decoded.hasBigIntegers, format: expected };
}

/** RFC 9110 section 6.4.1, and an explicit length of zero. */
function hasNoBody({ status, headers }: HttpResponse): boolean {
  return status === 204 || status === 205 || status === 304 || headers['content-length'] === '0';
}

/** The first character settles it for every answer that has content. */
function isBlank(text: string): boolean {
  return text.charCodeAt(0) <= 32 && text.trim() === '';
}
