/** Text: from bytes in any charset, without its byte order mark. Never guesses a charset from the content. */
import type { ByteSource } from '../terms/index.ts';
import type { DecodedText, ResponseFormat } from './format.ts';
import { invalidResponse } from './invalid-response.ts';

export interface TextKind {
  readonly expected: ResponseFormat;
  /** Of the content-type header; null where it says none. */
  readonly charset: string | null;
  readonly contentType: string | undefined;
}

const byteOrderMark = 0xfeff;
/** An XML document may name its encoding where the header does not (XML 1.0 section 4.3.3). */
const xmlEncodingPattern = /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/;

/** UTF-8 unless the header, or an XML declaration, says otherwise. Throws `provider.invalid_response` on an unknown charset. */
export async function readText(body: ByteSource, kind: TextKind): Promise<string> {
  const { charset, expected } = kind;
  if (isUtf8(charset) && (charset !== null || expected !== 'xml')) return withoutMark(await body.text());
  const bytes = await body.bytes();
  return withoutMark(decodeBytes(bytes, charset ?? declaredEncoding(bytes), kind));
}

function isUtf8(charset: string | null): boolean {
  return charset === null || charset === 'utf-8' || charset === 'utf8' || charset === 'us-ascii';
}

function declaredEncoding(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 200)).replace(/^\u00ef\u00bb\u00bf/, '');
  return xmlEncodingPattern.exec(start)?.[1] ?? 'utf-8';
}

function decodeBytes(bytes: Uint8Array, charset: string, { expected, contentType }: TextKind): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalidResponse({
      expected,
      contentType,
      length: null,
      problem: `is in the unknown charset ${charset.slice(0, 40)}`,
    });
  }
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text;
}

export function decodePlain(text: string): DecodedText {
  return { kind: 'value', value: text, hasBigIntegers: false };
}
