/** Every function an expression can call without defining it: built-in or extension. */
import { functionTable } from './functions/table.ts';
import { nativeOf } from './reference-natives.ts';

/** Bound to every evaluation, so not part of the reference's library. */
const bound: Readonly<Record<string, string>> = { now: '<s?s?:s>', millis: '<:n>' };

/** Null for a name that is not known; `$eval` is off. */
export function signatureOf(name: string): string | null {
  if (Object.hasOwn(functionTable, name)) return functionTable[name as keyof typeof functionTable].signature;
  if (Object.hasOwn(bound, name)) return bound[name]!;
  if (name === 'eval') return null;
  const signature = nativeOf(name)?.signature as { readonly definition: string } | undefined;
  return signature?.definition ?? null;
}
