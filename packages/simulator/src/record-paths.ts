/** Writes into records that are still being built, by dotted path. Reading is the engine's; nothing here copies. */
import { parsePath, readPath } from '@sluice/engine';
import type { Draftable } from './terms.ts';

/** Value at the path; undefined where there is none. */
export function readAt(value: unknown, path: string): unknown {
  return readPath(value, parsePath(path));
}

/** Sets the value in place; objects on the way are made where missing. */
export function writeAt(target: Draftable, path: string, value: unknown): void {
  const segments = parsePath(path);
  let current: Draftable = target;
  for (let index = 0; index < segments.length - 1; index += 1) {
    const segment = segments[index]!;
    const inner = Object.hasOwn(current, segment) ? current[segment] : undefined;
    if (typeof inner !== 'object' || inner === null) {
      own(current, segment, typeof segments[index + 1] === 'number' ? [] : {});
    }
    current = current[segment] as Draftable;
  }
  own(current, segments[segments.length - 1]!, value);
}

/** Takes the key out in place; a path that leads nowhere changes nothing. */
export function removeAt(target: Draftable, path: string): void {
  const segments = parsePath(path);
  const holder = readPath(target, segments.slice(0, -1));
  if (typeof holder === 'object' && holder !== null) Reflect.deleteProperty(holder, segments[segments.length - 1]!);
}

/** `__proto__` in a document is an ordinary key. */
function own(target: Draftable, key: string | number, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
