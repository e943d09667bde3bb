/** Takes the record or records out of a body: a plain dotted path directly, anything else as JSONata. */
import { withoutBigIntegers } from '../codec/big-integer.ts';
import { compileExpression } from '../expression/expression.ts';
import type { Place, Run, Scope } from '../terms/index.ts';
import { parsePath, type PathSegments } from '../values/path.ts';

/** What is not there is null: the caller decides whether that is an empty list, no record or a mistake. */
export type ReadData = (body: unknown, hasBigIntegers: boolean, run: Run) => unknown | Promise<unknown>;

const name = String.raw`[A-Za-z_@][\w@-]*`;
const plainPath = new RegExp(String.raw`^${name}(?:\.(?:${name}|\d+)|\[(?:\d+|"[^"]*"|'[^']*')\])*$`);

/** JSONata sees the body as its root. Throws `expression.syntax`. */
export function compileResponsePath(path: string | undefined, place: Place): ReadData {
  if (path === undefined || path.trim() === '') return (body) => body;
  const text = path.trim();
  if (plainPath.test(text)) {
    const segments = parsePath(text);
    return (body) => readAlong(body, segments, 0) ?? null;
  }
  const expression = compileExpression(text, place);
  return async (body, hasBigIntegers, run) => {
    // Expressions cannot hold big integers, so they see them as text.
    const input = hasBigIntegers ? withoutBigIntegers(body) : body;
    return (await expression.evaluate(input as Scope, run)) ?? null;
  };
}

/** A name asked of a list is asked of each of its entries, as JSONata does (`edges.node`); the answer is then always a list. */
function readAlong(value: unknown, segments: PathSegments, from: number): unknown {
  let current = value;
  for (let at = from; at < segments.length; at += 1) {
    const segment = segments[at]!;
    if (Array.isArray(current) && typeof segment === 'string') {
      return current.flatMap((entry) => readAlong(entry, segments, at) ?? []);
    }
    if (current === null || typeof current !== 'object' || !Object.hasOwn(current, segment)) return undefined;
    current = (current as Record<string | number, unknown>)[segment];
  }
  return current;
}
