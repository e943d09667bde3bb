/** URLs and query strings, both ways. */
import { HostObject, type HostMethods } from '../host-object.ts';
import { countNodes } from '../node-count.ts';
import { isPlainObject } from '../../values/merge.ts';
import { emptyRecord } from './selector.ts';

const MAX_PAIRS = 10_000;
const MAX_DEPTH = 20;

type Pairs = readonly (readonly [string, string])[];

/** `searchParams` of a parsed URL: `get`, `getAll`, `has`. */
const searchMethods: HostMethods = new Map<string, (pairs: Pairs, name?: unknown) => unknown>([
  ['get', (pairs, name) => pairs.find(([key]) => key === name)?.[1] ?? null],
  ['getAll', (pairs, name) => pairs.filter(([key]) => key === name).map(([, value]) => value)],
  ['has', (pairs, name) => pairs.some(([key]) => key === name)],
  ['toString', (pairs) => textOfPairs(pairs)],
]);

/** Parts of an absolute URL, as in the WHATWG URL standard, plus `query`; missing when the text is none. */
export function parseUrl(text: unknown): unknown {
  if (typeof text !== 'string' || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const pairs = pairsOf(url.search);
  const { href, origin, protocol, host, hostname, port, pathname, search, hash, username, password } = url;
  const searchParams = new HostObject(pairs, { methods: searchMethods, text: () => textOfPairs(pairs), fields: {} });
  return {
    href,
    origin,
    protocol,
    host,
    hostname,
    port,
    pathname,
    search,
    hash,
    username,
    password,
    query: nested(pairs),
    searchParams,
  };
}

/** `a[b]=c&d=1&d=2` -> {a: {b: 'c'}, d: ['1', '2']}. */
export function parseQuery(text: unknown): unknown {
  return typeof text === 'string' ? nested(pairsOf(text)) : undefined;
}

/** The reverse of `$parseQuery`; lists as `indices` (default), `brackets`, `repeat` or `comma`. Null is empty, missing is left out. */
export function stringifyQuery(query: unknown, options: unknown): unknown {
  if (!isPlainObject(query)) return undefined;
  countNodes(query);
  const format = isPlainObject(options) ? options['arrayFormat'] : undefined;
  const pairs: [string, string][] = [];
  for (const key of Object.keys(query)) spell(key, query[key], format, pairs);
  const text = textOfPairs(pairs);
  return isPlainObject(options) && options['addQueryPrefix'] === true && text !== '' ? `?${text}` : text;
}

function spell(key: string, value: unknown, format: unknown, pairs: [string, string][]): void {
  if (value === undefined) return;
  if (Array.isArray(value)) {
    if (format === 'comma') pairs.push([key, value.join(',')]);
    else
      value.forEach((item, index) =>
        spell(format === 'repeat' ? key : format === 'brackets' ? `${key}[]` : `${key}[${index}]`, item, format, pairs),
      );
  } else if (isPlainObject(value))
    for (const inner of Object.keys(value)) spell(`${key}[${inner}]`, value[inner], format, pairs);
  else pairs.push([key, value === null ? '' : String(value)]);
}

const textOfPairs = (pairs: Pairs): string =>
  pairs.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join('&');

function pairsOf(text: string): Pairs {
  const parts = text.replace(/^\?/, '').split('&', MAX_PAIRS);
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [decode(part), ''] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
    });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // A stray percent sign: the text as it stands.
    return text;
  }
}

function nested(pairs: Pairs): Record<string, unknown> {
  const result = emptyRecord();
  for (const [name, value] of pairs) {
    const [head = '', ...inner] = name.split('[').map((part, index) => (index === 0 ? part : part.replace(/\]$/, '')));
    place(result, [head, ...inner].slice(0, MAX_DEPTH), value);
  }
  return result;
}

function place(target: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: string): void {
  const existing = target[key];
  if (rest.length === 0) target[key] = existing === undefined ? value : [existing, value].flat();
  else if (rest.length === 1 && (rest[0] === '' || /^\d{1,4}$/.test(rest[0]!)))
    target[key] = [existing ?? [], value].flat();
  else {
    const inner = isPlainObject(existing) ? existing : emptyRecord();
    target[key] = inner;
    place(inner, rest, value);
  }
}
