/** Dotted paths into plain JSON: `paging.next.after`, `data.0.id`, `["odd key"].x`. Own properties only. */

export type PathSegments = readonly (string | number)[];

const segmentPattern = /\[(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\d+))\]|([^.[\]]+)/g;

/** Throws a RangeError on an empty path; callers check config at load. */
export function parsePath(path: string): PathSegments {
  const segments: (string | number)[] = [];
  for (const match of path.matchAll(segmentPattern)) {
    const quoted = match[1] ?? match[2];
    if (quoted !== undefined) segments.push(quoted.replace(/\\(.)/g, '$1'));
    else if (match[3] !== undefined) segments.push(Number(match[3]));
    else segments.push(/^\d+$/.test(match[4]!) ? Number(match[4]) : match[4]!);
  }
  if (segments.length === 0) throw new RangeError('A path has at least one segment');
  return segments;
}

export function readPath(value: unknown, segments: PathSegments): unknown {
  let current = value;
  for (const segment of segments) {
    if (current === null || typeof current !== 'object' || !Object.hasOwn(current, segment)) return undefined;
    current = (current as Record<string | number, unknown>)[segment];
  }
  return current;
}

export function compilePath(path: string): (value: unknown) => unknown {
  const segments = parsePath(path);
  return (value) => readPath(value, segments);
}

/** A copy of `value` with `replacement` at the path; objects on the way are made where missing. */
export function withPath(value: unknown, segments: PathSegments, replacement: unknown): unknown {
  const [head, ...rest] = segments;
  if (head === undefined) return replacement;
  if (Array.isArray(value)) {
    const copy = [...value];
    copy[Number(head)] = withPath(copy[Number(head)], rest, replacement);
    return copy;
  }
  const base = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const inner = Object.hasOwn(base, head) ? base[head] : undefined;
  return { ...base, [head]: withPath(inner, rest, replacement) };
}
