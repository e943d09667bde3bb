/**
 * Brings the database to this release's shape: the SQL files of a directory, in the order of their numbers, each once and
 * in a transaction of its own. Never undoes one, and refuses a database that another history made.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { sql, type Kysely } from 'kysely';
import { SluiceError } from '@sluice/engine/terms';
import type { Store } from './database.ts';
import type { Tables } from './tables.ts';

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

const FILE_NAME = /^\d{4}-[a-z0-9-]+\.sql$/;
/** Advisory lock of one database: several processes start at once, one migrates. The number is ours by choice. */
const LOCK = 7_418_553;

/** Names of the files applied now, in order. Throws `store.migration_failed`. */
export async function migrate(store: Store, directory: URL): Promise<string[]> {
  const migrations = await readMigrations(directory);
  return store.db.connection().execute(async (db) => {
    await sql`select pg_advisory_lock(${LOCK}::bigint)`.execute(db);
    try {
      return await applyMissing(db, migrations);
    } finally {
      await sql`select pg_advisory_unlock(${LOCK}::bigint)`.execute(db);
    }
  });
}

async function applyMissing(db: Kysely<Tables>, migrations: readonly Migration[]): Promise<string[]> {
  await sql`
    create table if not exists schema_migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default now()
    )
  `.execute(db);
  const { rows } = await sql<{ name: string; checksum: string }>`select name, checksum from schema_migration`.execute(
    db,
  );
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  checkHistory(applied, migrations);
  const missing = migrations.filter(({ name }) => !applied.has(name));
  for (const migration of missing) await apply(db, migration);
  return missing.map(({ name }) => name);
}

async function apply(db: Kysely<Tables>, { name, text, checksum }: Migration): Promise<void> {
  try {
    await db.transaction().execute(async (transaction) => {
      await sql.raw(text).execute(transaction);
      await sql`insert into schema_migration (name, checksum) values (${name}, ${checksum})`.execute(transaction);
    });
  } catch (cause) {
    if (cause instanceof SluiceError) throw cause;
    throw new SluiceError('store.migration_failed', `Migration ${name} failed: ${(cause as Error).message}`, { cause });
  }
}

function checkHistory(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const [name, checksum] of applied) {
    const own = known.get(name);
    if (own === checksum) continue;
    const message =
      own === undefined
        ? `The database has migration ${name}, which this release does not know: it was used by a newer one. Start that release, or use another database.`
        : `Migration ${name} was changed after it was applied. Restore the file, or start with an empty database.`;
    throw new SluiceError('store.migration_failed', message);
  }
}

async function readMigrations(directory: URL): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const strange = names.find((name) => !FILE_NAME.test(name));
  if (strange !== undefined) {
    throw new SluiceError('store.migration_failed', `Migration ${strange} is not named like 0001-what-it-does.sql.`);
  }
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, directory), 'utf8');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}
