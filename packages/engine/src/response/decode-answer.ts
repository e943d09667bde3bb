/** Bytes of an answer to a value, whatever the status. Never judges the answer, and never puts its content into a message. */
import { decodeBody, type Decoded, type ResponseFormat } from '../codec/body.ts';
import { decodeJson } from '../codec/json.ts';
import { SluiceError, type HttpResponse } from '../terms/index.ts';

export type Answer =
  | { readonly kind: 'value'; readonly decoded: Decoded }
  | { readonly kind: 'unreadable'; readonly error: SluiceError };

/** Rejects with `provider.unreachable` and `provider.timeout`, where the body stopped on its way. */
export async function decodeAnswer(format: ResponseFormat | null, response: HttpResponse): Promise<Answer> {
  try {
    return {
      kind: 'value',
      decoded: response.status >= 400 ? await decodeRefusal(format, response) : await decodeBody(format, response),
    };
  } catch (error) {
    if (
      error instanceof SluiceError &&
      (error.code === 'provider.invalid_response' || error.code === 'provider.response_too_large')
    ) {
      return { kind: 'unreadable', error };
    }
    throw error;
  }
}

/**
 * Error bodies keep to no declared format: an API of files answers JSON, an API of JSON answers text. The content-type
 * chooses between JSON and XML; everything else is text, which may turn out to be JSON.
 */
async function decodeRefusal(format: ResponseFormat | null, response: HttpResponse): Promise<Decoded> {
  const type = response.headers['content-type']?.toLowerCase() ?? '';
  if (type.includes('json')) return decodeBody('json', response);
  if (!type.includes('html') && (type.includes('xml') || (type === '' && format === 'xml')))
    return decodeBody('xml', response);
  const decoded = await decodeBody('text', response);
  if (typeof decoded.value !== 'string' || !/^\s*[[{]/.test(decoded.value)) return decoded;
  const json = decodeJson(decoded.value);
  return json.kind === 'value' ? { value: json.value, hasBigIntegers: json.hasBigIntegers, format: 'json' } : decoded;
}

/** True for a web page where an API should answer: of no use as a message. */
export function isWebPage(value: unknown): boolean {
  return typeof value === 'string' && /^\s*<(?:!doctype|html|head|body|\?xml)/i.test(value.slice(0, 200));
}
