/** Reads query strings: `a[b]=c` nests, `a[]=1&a[]=2` lists. Plain ones, which are nearly all, take the short way. */
import type { JsonObject } from '@sluice/engine';
import { parse as parseNested } from 'qs';

const MAX_DEPTH = 5;
const MAX_PARAMETERS = 200;

export function parseQuery(text: string): JsonObject {
  if (text === '') return {};
  if (!text.includes('[') && !/%5b/i.test(text)) {
    const plain = parsePlain(text);
    if (plain !== null) return plain;
  }
  // qs drops `__proto__` and limits depth and length; dots stay dots, they are no nesting here.
  return parseNested(text, {
    depth: MAX_DEPTH,
    parameterLimit: MAX_PARAMETERS,
    arrayLimit: MAX_PARAMETERS,
  }) as JsonObject;
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
