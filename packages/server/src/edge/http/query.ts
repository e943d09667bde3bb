/** Reads query strings: `a[b]=c` nests, `a[]=1&a[]=2` lists. Plain ones, which are nearly all, take the short way. Drops nothing. */
import { SluiceError, type JsonObject } from '@sluice/engine';
import { parse as parseNested } from 'qs';

const MAX_DEPTH = 5;
const MAX_PARAMETERS = 200;

/** Throws `request.invalid_query` for what would get lost: too many, too deep, or names every object has already. */
export function parseQuery(text: string): JsonObject {
  if (text === '') return {};
  if (text.includes('%00')) throw unreadable('it holds a NUL character (%00)');
  if (!text.includes('[') && !/%5b/i.test(text)) {
    const plain = parsePlain(text);
    if (plain !== null) return plain;
  }
  refuseInherited(text);
  try {
    // Dots stay dots, they are no nesting here.
    return parseNested(text, {
      depth: MAX_DEPTH,
      strictDepth: true,
      parameterLimit: MAX_PARAMETERS,
      arrayLimit: MAX_PARAMETERS,
      throwOnLimitExceeded: true,
    }) as JsonObject;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw unreadable(`more than ${MAX_PARAMETERS} parameters or list items, or names nested deeper than ${MAX_DEPTH}`);
  }
}

/** Null where a name comes twice, so that the long way makes a list of it. */
function parsePlain(text: string): JsonObject | null {
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    if (Object.hasOwn(query, name) || name === '__proto__') return null;
    query[name] = value;
  }
  return query;
}

/** Names like `constructor` and `__proto__`, which qs would leave out without a word: a filter less than was asked for. */
function refuseInherited(text: string): void {
  for (const name of new URLSearchParams(text).keys()) {
    const inherited = name.split(/[[\]]+/).find((part) => part !== '' && part in Object.prototype);
    if (inherited !== undefined) throw unreadable(`no parameter can be named ${inherited}`);
  }
}

function unreadable(why: string): SluiceError {
  return new SluiceError('request.invalid_query', `The query cannot be read: ${why}.`);
}
