/** Section `rate_limit`: published keys that hold a bare header name, or seconds to wait as JSONata, become readings. */
import { rateLimitSpec } from '../spec/rate-limit.ts';
import { childOf, mapFrom, scalarOf, textOf, withChild, without, type MapTree } from '../tree.ts';
import type { AliasFamily, ShapeAlias } from './alias.ts';

const rateLimitAlias: ShapeAlias = (tree) => (tree.kind === 'map' ? withReset(withRetryAfter(tree)) : tree);

/** Seconds, as published; a header with a date is understood too, so a bare name gets no unit. */
function withRetryAfter(section: MapTree): MapTree {
  const key = 'retry_after_header_expression';
  const text = textOf(section, key);
  if (text === undefined || section.entries.has('retry_after')) return section;
  const { spot } = childOf(section, key)!;
  const reading = isHeaderName(text)
    ? mapFrom(spot, { header: scalarOf(spot, text) })
    : mapFrom(spot, { expression: childOf(section, key)!, unit: scalarOf(spot, 'seconds_left') });
  return withChild(without(section, key), 'retry_after', reading);
}

/** A bare header name holds the absolute reset in epoch seconds, as published; JSONata stays as it is. */
function withReset(section: MapTree): MapTree {
  const key = 'rate_limit_header_expression';
  const text = textOf(section, key);
  if (text === undefined || !isHeaderName(text) || section.entries.has('reset')) return section;
  const { spot } = childOf(section, key)!;
  return withChild(
    without(section, key),
    'reset',
    mapFrom(spot, { header: scalarOf(spot, text), unit: scalarOf(spot, 'epoch_seconds') }),
  );
}

/** `X-RateLimit-Reset` would also read as a subtraction in JSONata; no expression subtracts bare names that are not in its scope. */
function isHeaderName(text: string): boolean {
  return (
    /^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$/.test(text.trim()) && !['headers', 'status', 'now'].includes(text.trim())
  );
}

export const rateLimitFamily: AliasFamily = [[rateLimitSpec, rateLimitAlias]];
