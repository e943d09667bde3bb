/** Day partitions of the request log, in UTC: made ahead, dropped when older than the retention. Touches no other table. */
import { sql, type QueryExecutorProvider } from 'kysely';

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 2;
/** Advisory lock: several processes keep the same partitions. */
const LOCK = 7_418_554;
const PREFIX = 'request_log_';

/** Idempotent, and safe to run in several processes at once. */
export async function keepPartitions(
  db: QueryExecutorProvider,
  input: { nowMs: number; retentionDays: number },
): Promise<void> {
  const today = Math.floor(input.nowMs / DAY_MS);
  const existing = await listPartitions(db);
  // Yesterday too: rows that were waiting at midnight, or came from a process whose clock is a little behind.
  for (let day = today - 1; day <= today + DAYS_AHEAD; day += 1) {
    if (!existing.has(nameOf(day))) await guarded(db, createStatement(day));
  }
  const oldestKept = nameOf(today - input.retentionDays);
  for (const name of existing) {
    if (/^request_log_\d{8}$/.test(name) && name < oldestKept) await guarded(db, `drop table if exists ${name}`);
  }
}

async function listPartitions(db: QueryExecutorProvider): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'request_log'::regclass
  `.execute(db);
  return new Set(rows.map((row) => row.name));
}

function createStatement(day: number): string {
  const [from, to] = [dateOf(day), dateOf(day + 1)];
  return `create table if not exists ${nameOf(day)} partition of request_log for values from ('${from}T00:00:00Z') to ('${to}T00:00:00Z')`;
}

/** One statement under the lock, in one round trip; the lock ends with the block's transaction. */
async function guarded(db: QueryExecutorProvider, statement: string): Promise<void> {
  const quoted = statement.replaceAll("'", "''");
  await sql.raw(`do $$ begin perform pg_advisory_xact_lock(${LOCK}); execute '${quoted}'; end $$`).execute(db);
}

function nameOf(day: number): string {
  return PREFIX + dateOf(day).replaceAll('-', '');
}

/** `day` in days since 1970. */
function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
