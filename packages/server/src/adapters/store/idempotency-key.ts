/**
 * Statements of table `idempotency_key`: who may send a write, and how it ended. Knows hashes, never a key. Time is the
 * database's, since several processes look at one row.
 */
import { sql, type RawBuilder } from 'kysely';
import type { Database } from './tables.ts';

/** A key that is held. Only its holder can put it off, finish it or give it back. */
export interface KeyClaim {
  readonly hashes: readonly Buffer[];
  readonly claim: string;
}

export type KeyState =
  | { readonly kind: 'claimed'; readonly claim: KeyClaim }
  | { readonly kind: 'under_way' }
  | { readonly kind: 'done'; readonly status: number; readonly recordId: string | null };

/** Expired rows that go whenever a key is claimed: more than come, so that no timer is needed to keep the table small. */
const SWEPT_AT_ONCE = 5;

const inMs = (ms: number): RawBuilder<Date> => sql`now() + ${ms}::double precision * interval '1 millisecond'`;

export const idempotencyKeys = (db: Database) => {
  const held = ({ hashes, claim }: KeyClaim): RawBuilder<boolean> =>
    sql`hash = any(${hashes}::bytea[]) and claim = ${claim}`;

  async function free(claim: KeyClaim): Promise<void> {
    await sql`delete from idempotency_key where ${held(claim)}`.execute(db);
  }

  return {
    /**
     * Takes a key that nobody holds, or whose row has expired. `hashes` are of one key under every master key, and all of
     * them are taken: processes that know different master keys have one in common while keys are rotated.
     */
    async claim({ hashes, leaseMs }: { hashes: readonly Buffer[]; leaseMs: number }): Promise<KeyState> {
      const { rows } = await sql<{ claim: string }>`
        with swept as (
          delete from idempotency_key where hash = any(array(
            select hash from idempotency_key where expires_at < now() and hash <> all(${hashes}::bytea[])
            order by expires_at limit ${SWEPT_AT_ONCE} for update skip locked
          ))
        ), fresh as materialized (select gen_random_uuid() as claim)
        insert into idempotency_key (hash, claim, expires_at)
        select hash, fresh.claim, ${inMs(leaseMs)} from unnest(${hashes}::bytea[]) as hash, fresh order by hash
        on conflict (hash) do update
          set claim = excluded.claim, status = null, record_id = null, expires_at = excluded.expires_at
          where idempotency_key.expires_at < now()
        returning claim
      `.execute(db);
      const own = rows[0];
      if (own !== undefined) {
        const claim = { hashes, claim: own.claim };
        if (rows.length === hashes.length) return { kind: 'claimed', claim };
        await free(claim);
      }
      const { rows: found } = await sql<{ status: number | null; record_id: string | null }>`
        select status, record_id from idempotency_key where hash = any(${hashes}::bytea[])
        order by status nulls last limit 1
      `.execute(db);
      // No row: its call ended between the two statements and gave the key back. It was under way when we asked.
      const { status = null, record_id: recordId = null } = found[0] ?? {};
      return status === null ? { kind: 'under_way' } : { kind: 'done', status, recordId };
    },
    /** A sign of life: the call is still under way. */
    async extend(claim: KeyClaim, leaseMs: number): Promise<void> {
      await sql`
        update idempotency_key set expires_at = ${inMs(leaseMs)} where ${held(claim)} and status is null
      `.execute(db);
    },
    async finish(claim: KeyClaim, end: { status: number; recordId: string | null; keepMs: number }): Promise<void> {
      await sql`
        update idempotency_key set status = ${end.status}, record_id = ${end.recordId}, expires_at = ${inMs(end.keepMs)}
        where ${held(claim)}
      `.execute(db);
    },
    free,
  };
};
