/** Phase `database`: the embedded PostgreSQL or the operator's own, connected. Migrates nothing. */
import type { Logger } from 'pino';
import { openStore, type Store } from '../adapters/store/database.ts';
import { startEmbedded } from '../adapters/store/embedded.ts';
import type { Lifetime } from './lifetime.ts';

export interface DatabaseInput {
  /** Null: the embedded database in the data directory. */
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
  readonly maxConnections: number;
  readonly log: Logger;
}

/** Rejects with `store.in_use`, `store.start_failed` or `store.unavailable`. */
export async function openDatabase(input: DatabaseInput, life: Lifetime): Promise<Store> {
  const { databaseUrl, dataDirectory, maxConnections, log } = input;
  const connection =
    databaseUrl === null ? await openEmbedded({ dataDirectory, log }, life) : { connectionString: databaseUrl };
  const store = await openStore({ connection, maxConnections });
  life.stops.add('database connections', () => store.close());
  return store;
}

async function openEmbedded(input: { dataDirectory: string; log: Logger }, life: Lifetime) {
  const embedded = await startEmbedded(input);
  life.stops.add('database', () => embedded.stop());
  life.onForce(() => embedded.kill());
  void embedded.died.then(life.fail);
  return embedded.connection;
}
