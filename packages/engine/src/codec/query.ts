/** Query strings: objects, nested ones and lists to text, and back to names and values. Never adds a leading `?`. */
import { digitsOf } from './big-integer.ts';
import type { ArrayFormat } from './format.ts';
import type { JsonObject } from '../terms/index.ts';

export type { ArrayFormat } from './format.ts';

const plainPattern = /^[\w.~-]*$/;
const leftByLanguage = /[!'()*]/g;

/** RFC 3986 section 2.3: everything but letters, digits and `-._~` is percent-encoded. */
export function encodeQueryText(text: string): string {
  if (plainPattern.test(text)) return text;
  return encodeURIComponent(text.toWellFormed()).replace(
    leftByLanguage,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * `undefined` and `null` are left out, in lists too: to send an empty value say `''`. Nested objects are `a[b]=c`
 * (brackets encoded, RFC 3986 section 3.4); an empty list or object writes nothing. In `comma` lists the commas
 * themselves are not encoded, so that a comma inside an item can be told apart. Lists of objects always carry indices.
 */
export function encodeQuery(query: JsonObject, arrayFormat: ArrayFormat): string {
  let text = '';
  for (const key of Object.keys(query)) {
    const value = query[key];
    // The flat case makes no names and no calls per nesting.
    if (typeof value === 'string') text += `&${encodeQueryText(key)}=${encodeQueryText(value)}`;
    else if (typeof value === 'number' || typeof value === 'boolean') text += `&${encodeQueryText(key)}=${value}`;
    else if (value !== null && value !== undefined) text += encodePair(key, value, arrayFormat);
  }
  return text.slice(1);
}

function encodePair(name: string, value: unknown, arrayFormat: ArrayFormat): string {
  if (value === null || value === undefined) return '';
  const scalar = scalarText(value);
  if (scalar !== null) return `&${encodeQueryText(name)}=${encodeQueryText(scalar)}`;
  if (Array.isArray(value)) return encodeList(name, value, arrayFormat);
  let text = '';
  for (const key of Object.keys(value)) text += encodePair(`${name}[${key}]`, (value as JsonObject)[key], arrayFormat);
  return text;
}

function encodeList(name: string, list: readonly unknown[], arrayFormat: ArrayFormat): string {
  const items = list.filter((item) => item !== null && item !== undefined);
  if (items.length === 0) return '';
  const isFlat = items.every((item) => scalarText(item) !== null);
  if (isFlat && arrayFormat === 'comma') {
    return `&${encodeQueryText(name)}=${items.map((item) => encodeQueryText(scalarText(item)!)).join(',')}`;
  }
  const names = itemNames[isFlat ? arrayFormat : 'indices'];
  return items.map((item, index) => encodePair(names(name, index), item, arrayFormat)).join('');
}

/** Name of one item of a list; also used by multipart bodies, where `comma` has no other meaning than `repeat`. */
export const itemNames: Readonly<Record<ArrayFormat, (name: string, index: number) => string>> = {
  comma: (name) => name,
  brackets: (name) => `${name}[]`,
  indices: (name, index) => `${name}[${index}]`,
  repeat: (name) => name,
};

/** Text of a string, number, boolean or big integer; null for everything that has parts. */
export function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' || value === undefined) return digitsOf(value);
  return String(value);
}

/** Names and values of a query string in order, decoded; without `?`. What cannot be decoded stays as written. */
export function readQuery(text: string): readonly (readonly [name: string, value: string])[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at === -1 ? [decodeText(pair), ''] : [decodeText(pair.slice(0, at)), decodeText(pair.slice(at + 1))];
    });
}

function decodeText(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch (error) {
    if (error instanceof URIError) return spaced;
    throw error;
  }
}
