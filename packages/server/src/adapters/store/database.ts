/**
 * The connection to PostgreSQL: a pool behind Kysely, and one listening connection. Knows no table and no statement.
 * A lost or refused connection is told as `store.unavailable`; errors of statements pass through as the driver's.
 */
import { Kysely, PostgresDialect, sql, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { SluiceError } from '@sluice/engine/terms';
import { createListener } from './listener.ts';
import type { Tables } from './tables.ts';

export interface Store {
  readonly db: Kysely<Tables>;
  /**
   * Hears the channel from the moment it resolves. `lost` says that notifications may have been missed: when the
   * connection breaks, about every second while it is down, and once more when it is back.
   */
  listen(channel: string, heard: (payload: string) => void, lost: () => void): Promise<void>;
  /** At most 7,999 bytes; ids only, never content. */
  notify(channel: string, payload: string): Promise<void>;
  /** Resolves when the database answers; rejects with `store.unavailable`, after five seconds of silence too. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
const PING_LIMIT_MS = 5_000;
const IDLE_TIMEOUT_MS = 60_000;

/** Rejects with `store.unavailable` if the database cannot be reached now. */
export async function openStore(input: { connection: pg.ClientConfig; maxConnections: number }): Promise<Store> {
  const pool = new pg.Pool({
    application_name: 'sluice',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    keepAlive: true,
    ...input.connection,
    max: input.maxConnections,
  });
  // An idle connection that breaks is replaced by the pool; what uses one learns of it from its own statement.
  pool.on('error', () => undefined);
  // Nor is one that breaks while it is in use the end of the process, which it would be without a listener of its own.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const dialect = new PostgresDialect({
    pool: {
      options: pool.options,
      connect: () => pool.connect().then(guard, throwUnavailable),
      end: () => pool.end(),
    },
  });
  const db = new Kysely<Tables>({ dialect });
  const listener = createListener(input.connection);
  const store: Store = {
    db,
    listen: (channel, heard, lost) => listener.listen(channel, { heard, lost }).catch(throwUnavailable),
    async notify(channel, payload) {
      await sql`select pg_notify(${channel}, ${payload})`.execute(db);
    },
    ping: () => withinLimit(sql`select 1`.execute(db)),
    async close() {
      await listener.close();
      await db.destroy();
    },
  };
  try {
    await store.ping();
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

/** A connection whose other end fell silent neither answers nor breaks; whoever asks whether all is well must hear no. */
async function withinLimit(answer: Promise<unknown>): Promise<void> {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => limit.reject(new Error('no answer in time')), PING_LIMIT_MS);
  try {
    await Promise.race([answer, limit.promise]);
  } catch (error) {
    throwUnavailable(error);
  } finally {
    clearTimeout(timer);
  }
}

/** The part of a pool's connection that Kysely uses, with broken connections told in our words. */
function guard(client: pg.PoolClient): PostgresPoolClient {
  const query = (text: unknown, values?: readonly unknown[]): unknown =>
    client.query(text as string, values as unknown[]).catch(throwSorted);
  return {
    // Kysely's other form, with a cursor, is not reached: the dialect is given no cursor class.
    query: query as PostgresPoolClient['query'],
    release: (isBroken) => client.release(isBroken),
  };
}

/** SQLSTATE classes 08 (connection) and 57P (shutdown, crash), and 53300 (too many connections). */
const UNAVAILABLE = /^(08|57P|53300)/;
const NETWORK = /^E[A-Z_]+$/;

function throwSorted(error: unknown): never {
  const { code, message } = error as { code?: string; message?: string };
  const isBroken =
    code === undefined ? /connection/i.test(message ?? '') : UNAVAILABLE.test(code) || NETWORK.test(code);
  if (isBroken) throwUnavailable(error);
  throw error;
}

function throwUnavailable(cause: unknown): never {
  if (cause instanceof SluiceError) throw cause;
  const { code, message } = cause as { code?: string; message?: string };
  throw new SluiceError('store.unavailable', `The database cannot be reached: ${message || code || String(cause)}`, {
    cause,
  });
}
