/** One connection pool for every origin in use, the least used closed first. Every connection passes the address guard. */
import { LRUCache } from 'lru-cache';
import { Pool } from 'undici';
import type { AddressGuard } from './address-guard.ts';

export interface Pools {
  /** Throws `egress.refused` for an address that may not be reached; names are checked when a connection is made. */
  of(url: URL): Pool;
  /** Waits a moment for requests under way, then ends them. */
  close(): Promise<void>;
}

const MAX_ORIGINS = 500;
const CONNECTIONS_PER_ORIGIN = 128;
const CONNECT_TIMEOUT_MS = 10_000;
/** Below what servers usually allow (Node.js 5 s, which it announces and undici heeds; nginx 75 s). */
const KEEP_ALIVE_MS = 10_000;
const CLOSE_GRACE_MS = 2_000;

export function createPools(guard: AddressGuard): Pools {
  const pools = new LRUCache<string, Pool>({ max: MAX_ORIGINS, dispose: (pool) => void close(pool) });
  return {
    of(url) {
      return pools.get(url.origin) ?? open(url);
    },
    async close() {
      const open = [...pools.values()];
      const grace = setTimeout(() => void Promise.all(open.map((pool) => pool.destroy())), CLOSE_GRACE_MS);
      await Promise.all(open.map(close));
      clearTimeout(grace);
    },
  };

  function open(url: URL): Pool {
    const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
    guard.checkLiteral(url.hostname, port);
    const pool = new Pool(url.origin, {
      connections: CONNECTIONS_PER_ORIGIN,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // The whole call has one deadline of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
      allowH2: false,
      connect: { timeout: CONNECT_TIMEOUT_MS, lookup: guard.lookup(url.hostname, port) },
    });
    pools.set(url.origin, pool);
    return pool;
  }
}

/** Lets requests under way end. A pool that was destroyed meanwhile is closed as well. */
function close(pool: Pool): Promise<void> {
  return pool.close().catch(() => pool.destroy());
}
