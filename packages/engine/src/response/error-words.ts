/** Finds message and code in the usual shapes of error bodies. Knows shapes, never providers; prints nothing else of a body. */
import { isPlainObject } from '../values/merge.ts';

export interface ErrorWords {
  readonly message: string | null;
  readonly code: string | null;
}

const maxCharacters = 300;
const maxDepth = 5;

/** Keys are looked up in lower case and without a namespace (`Message`, `soap:Fault`, `o:errorCode`); the first that holds text wins. */
const messageKeys = [
  'message',
  'error_description',
  'description',
  'detail',
  'title',
  'error_info',
  'faultstring',
  'reason',
  'msg',
  'error',
  '#text',
];
const codeKeys = ['errorcode', 'error_code', 'code', 'errno', 'errornumber', 'faultcode', 'category', 'type'];
/** Where the error itself sits inside a body, or a better message inside an error. */
const nestedKeys = [
  'error',
  'errors',
  'errorinfo',
  'fault',
  'errordetails',
  '_error',
  'response',
  'envelope',
  'body',
  'errormessages',
  'extensions',
  'message',
];

/**
 * `{message, code}`, `{error: {message, code}}`, `{error, error_description}`, `{errors: [{message}]}`, `{errors: ["text"]}`,
 * `[{message, errorCode}]`, `{detail}`, `{title, detail}` (RFC 9457), `{errorMessages: ["text"]}`, `{Fault: {Error: [{Message}]}}`,
 * a SOAP fault, plain text. Text is capped at 300 characters; both are null where nothing fits.
 */
export function wordsOf(body: unknown): ErrorWords {
  const found = search(body, 0);
  return { message: capText(found.message), code: capText(found.code) };
}

/** Text cut to what an error may carry, white space in one piece. */
export function capText(text: string | null): string | null {
  if (text === null) return null;
  const line = text
    .slice(0, 4 * maxCharacters)
    .replace(/\s+/g, ' ')
    .trim();
  return line === '' ? null : line.length > maxCharacters ? `${line.slice(0, maxCharacters - 1)}…` : line;
}

const nothing: ErrorWords = { message: null, code: null };

function search(value: unknown, depth: number): ErrorWords {
  if (depth > maxDepth) return nothing;
  if (typeof value === 'string') return { message: value, code: null };
  if (Array.isArray(value)) return value.length === 0 ? nothing : search(value[0], depth + 1);
  if (!isPlainObject(value)) return nothing;
  const keys = new Map(Object.keys(value).map((key) => [key.slice(key.indexOf(':') + 1).toLowerCase(), key]));
  const first = (names: readonly string[], read: (value: unknown) => string | null): string | null => {
    for (const name of names) {
      const key = keys.get(name);
      const text = key === undefined ? null : read(value[key]);
      if (text !== null) return text;
    }
    return null;
  };
  const message = first(messageKeys, textOf) ?? translated(value[keys.get('message') ?? 'message']);
  const code = first(codeKeys, scalarOf) ?? bareCode(value[keys.get('error') ?? 'error'], message);
  if (message !== null && code !== null) return { message, code };
  for (const name of nestedKeys) {
    const key = keys.get(name);
    const inner = key === undefined || typeof value[key] === 'string' ? nothing : search(value[key], depth + 1);
    if (inner.message !== null || inner.code !== null)
      return { message: message ?? inner.message, code: code ?? inner.code };
  }
  return { message, code };
}

/** `{error: "invalid_grant", error_description: "..."}`: the error is the code where something else is the message. */
function bareCode(error: unknown, message: string | null): string | null {
  return typeof error === 'string' && error !== message && error !== '' ? error : null;
}

/** `{message: {lang: "en", value: "..."}}` */
function translated(message: unknown): string | null {
  return isPlainObject(message) ? textOf(message['value']) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function scalarOf(value: unknown): string | null {
  return typeof value === 'number' ? String(value) : textOf(value);
}
