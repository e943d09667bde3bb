/** The text form of master keys: `id:base64`, several divided by commas. Never shows a key, not even a wrong one. */
import type { MasterKey } from './vault.ts';

const ENTRY = /^([A-Za-z0-9_-]{1,64}):([A-Za-z0-9+/_-]{43}=?)$/;

/** Undefined for anything that is not one or more keys of 32 bytes under ids used once. */
export function parseMasterKeys(text: string): readonly MasterKey[] | undefined {
  const keys: MasterKey[] = [];
  for (const entry of text.split(',')) {
    const [, id, encoded] = ENTRY.exec(entry.trim()) ?? [];
    if (id === undefined || encoded === undefined || keys.some((known) => known.id === id)) return undefined;
    const key = Buffer.from(encoded, 'base64');
    if (key.length !== 32) return undefined;
    keys.push({ id, key });
  }
  return keys;
}

export function writeMasterKey({ id, key }: MasterKey): string {
  return `${id}:${key.toString('base64')}`;
}
