/** The error of an answer that is not what its format promises. Names format, content-type and length; never the content. */
import { SluiceError } from '../terms/index.ts';
import type { ResponseFormat } from './format.ts';

export interface Unreadable {
  readonly expected: ResponseFormat;
  /** The content-type header as it came. */
  readonly contentType: string | undefined;
  /** Null where the text could not even be read. */
  readonly length: number | null;
  /** What is wrong with it, in words of ours: parsers' own messages quote the content. */
  readonly problem: string;
}

/** Code `provider.invalid_response`. `length` is in characters. */
export function invalidResponse({ expected, contentType, length, problem }: Unreadable): SluiceError {
  const found = contentType === undefined ? 'no content-type' : `content-type ${contentType.slice(0, 100)}`;
  const size = length === null ? '' : `, ${length} characters`;
  return new SluiceError(
    'provider.invalid_response',
    `Expected ${expected}, but the provider's answer ${problem} (${found}${size}).`,
    { details: { expected_format: expected, content_type: contentType ?? null, length } },
  );
}

const htmlPattern = /^\s*<(?:!doctype\s+html|html|head|body)\b/i;

/** What to call a text that is not in the format expected. */
export function problemOf(text: string, otherwise: string): string {
  return htmlPattern.test(text.slice(0, 200)) ? 'is an HTML page' : otherwise;
}
