/**
 * Keyed hashes of bearer tokens, remembered for the busiest. Says nothing of whether a token is good: that is looked up by the
 * hash on every call, so a revoked token stops as fast as without this. Tokens stay in memory, which holds them anyway.
 */
import { LRUCache } from 'lru-cache';
import type { Vault } from '../../adapters/vault/vault.ts';

/** A call takes 20 us to hash its token; more than this many tokens at once are rare. */
const REMEMBERED = 1_000;

/** Gives the hashes (hex) under every master key, first key first. */
export function createTokenHashes(vault: Pick<Vault, 'hashes'>): (token: string) => readonly string[] {
  const known = new LRUCache<string, readonly string[]>({ max: REMEMBERED });
  return (token) => {
    const remembered = known.get(token);
    if (remembered !== undefined) return remembered;
    const hashes = vault.hashes(token).map((hash) => hash.toString('hex'));
    known.set(token, hashes);
    return hashes;
  };
}
