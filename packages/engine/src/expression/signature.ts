/** Reads of a function signature such as `<s-nn?:s>` what the walk and the engine want to know; checking arguments is the engine's work. */

/** Letters of the parameters with their marks: `s-`, `n`, `n?`. */
function parametersOf(signature: string): string[] {
  const inside = signature.replace(/^</, '').replace(/>$/, '').split(':')[0]!;
  const flat = inside.replace(/\([^)]*\)/g, 'x').replace(/<[^>]*>/g, '');
  return flat.match(/[a-z][-?+]*/g) ?? [];
}

export const parameterCount = (signature: string): number => parametersOf(signature).length;

/**
 * Whether a call takes the context for its first argument: `<s-nn?:s>` does below two arguments,
 * and with two when the first is written out as a number.
 */
export function takesContext(signature: string, written: readonly { readonly type: string }[]): boolean {
  const parameters = parametersOf(signature);
  const [first] = parameters;
  if (first === undefined || !first.includes('-')) return false;
  if (written.length < parameters.filter((parameter) => !parameter.includes('?')).length) return true;
  return written.length < parameters.length && first.startsWith('s') && written[0]?.type === 'number';
}
