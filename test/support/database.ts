/** A database of a test's own: embedded PostgreSQL in a throw-away directory, migrated, with the work bound to it. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../packages/server/src/adapters/store/database.ts';
import { startEmbedded } from '../../packages/server/src/adapters/store/embedded.ts';
import { migrate } from '../../packages/server/src/adapters/store/migrate.ts';
import { createIds } from '../../packages/server/src/adapters/store/new-id.ts';
import { createStatements } from '../../packages/server/src/adapters/store/statements.ts';
import { createVault } from '../../packages/server/src/adapters/vault/vault.ts';
import type { AdminDeps } from '../../packages/server/src/work/deps.ts';

export interface Database {
  readonly deps: AdminDeps;
  readonly store: Store;
  /** Another process's connection to the same database. */
  connect(): Promise<Store>;
  stop(): Promise<void>;
}

export const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function startDatabase(): Promise<Database> {
  const root = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  chmodSync(root, 0o755);
  const dataDirectory = join(root, 'data');
  const embedded = await startEmbedded({ dataDirectory, log: silent });
  const stores: Store[] = [];
  const connect = async (): Promise<Store> => {
    const store = await openStore({ connection: embedded.connection, maxConnections: 3 });
    stores.push(store);
    return store;
  };
  const store = await connect();
  await migrate(store, new URL('../../packages/server/src/adapters/store/migrations/', import.meta.url));
  const vault = createVault([{ id: 'k1', key: Buffer.alloc(32, 7) }]);
  const deps: AdminDeps = {
    statements: createStatements(store.db),
    vault,
    newId: createIds({ clock: Date.now, random: randomBytes }),
    clock: Date.now,
    random: randomBytes,
  };
  return {
    deps,
    store,
    connect,
    async stop() {
      for (const open of stores) await open.close();
      await embedded.stop();
      const home = join(dataDirectory, 'postgres');
      if (existsSync(home)) rmSync(realpathSync(home), { recursive: true, force: true });
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Resolves when the condition holds; rejects after a second. */
export async function within1s(condition: () => Promise<boolean>): Promise<void> {
  const untilMs = performance.now() + 1000;
  while (!(await condition())) {
    if (performance.now() > untilMs) throw new Error('still not so after a second');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
