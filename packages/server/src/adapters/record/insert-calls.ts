/** The one statement that writes a batch of the request log, and what happens when the database will not take it. */
import { sql, type QueryExecutorProvider } from 'kysely';
import type { CallRecord } from './call-record.ts';

/** SQLSTATE of a row no partition takes. */
const NO_PARTITION = '23514';
/** Classes 22 (data) and 23 (constraint): the rows themselves are at fault, so trying again would not help. */
const BAD_ROWS = /^2[23]/;
const LONGEST_TEXT = 500;

export interface InsertInput {
  readonly batch: readonly CallRecord[];
  /** Makes the partitions that should be there. */
  readonly keep: () => Promise<void>;
}

/** How many rows were dropped as unwritable. Rejects when the database is away. */
export async function insertCalls(db: QueryExecutorProvider, { batch, keep }: InsertInput): Promise<number> {
  try {
    await insert(db, batch);
    return 0;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === NO_PARTITION) await keep();
    else if (code === undefined || !BAD_ROWS.test(code)) throw error;
  }
  return insertOneByOne(db, batch);
}

/** Finds out which rows of a refused batch are the bad ones. */
async function insertOneByOne(db: QueryExecutorProvider, batch: readonly CallRecord[]): Promise<number> {
  let dropped = 0;
  for (const entry of batch) {
    try {
      await insert(db, [entry]);
    } catch (error) {
      if (!BAD_ROWS.test((error as { code?: string }).code ?? '')) throw error;
      dropped += 1;
    }
  }
  return dropped;
}

async function insert(db: QueryExecutorProvider, batch: readonly CallRecord[]): Promise<void> {
  const column = <Key extends keyof CallRecord>(key: Key): CallRecord[Key][] => batch.map((entry) => entry[key]);
  const texts = (key: TextColumn): (string | null)[] => batch.map((entry) => cleanText(entry[key]));
  await sql`
    insert into request_log (
      at, environment_id, integrated_account_id, integration, api, model, resource, method, status, code,
      duration_ms, provider_ms, provider_requests, record_count, request_id, config_revision
    )
    select * from unnest(
      ${column('at')}::timestamptz[], ${texts('environment_id')}::text[], ${texts('integrated_account_id')}::text[],
      ${texts('integration')}::text[], ${texts('api')}::text[], ${texts('model')}::text[], ${texts('resource')}::text[],
      ${texts('method')}::text[], ${column('status')}::smallint[], ${texts('code')}::text[],
      ${column('duration_ms')}::real[], ${column('provider_ms')}::real[], ${column('provider_requests')}::integer[],
      ${column('record_count')}::integer[], ${texts('request_id')}::text[], ${texts('config_revision')}::text[]
    )
  `.execute(db);
}

type TextColumn = {
  [Key in keyof CallRecord]: CallRecord[Key] extends string | null ? Key : never;
}[keyof CallRecord];

/** Names come from URLs: PostgreSQL takes no NUL in a text, and nobody needs a name of a thousand letters. */
function cleanText(text: string | null): string | null {
  return text === null ? null : text.replaceAll('\0', '').slice(0, LONGEST_TEXT);
}
