/** Tells the reference's functions, which are plain objects, from data. A record cannot pass for one: JSON holds no environment and no code. */

export function isEngineFunction(value: object): boolean {
  if (Object.hasOwn(value, '_jsonata_function'))
    return typeof (value as { implementation?: unknown }).implementation === 'function';
  if (!Object.hasOwn(value, '_jsonata_lambda')) return false;
  const { environment } = value as { environment?: { lookup?: unknown } };
  return typeof environment?.lookup === 'function';
}
