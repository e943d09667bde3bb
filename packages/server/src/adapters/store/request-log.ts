/** Reads table `request_log`, newest first. Its rows are written by the call recorder. */
import { sql } from 'kysely';
import type { Database, RequestLogRow } from './tables.ts';

export interface LogPageInput {
  readonly environmentId: string;
  readonly filters: Readonly<Record<string, unknown>>;
  readonly from: Date | null;
  readonly until: Date | null;
  /** Time (text with microseconds, as `at_text` gave it) and id of the last row seen. */
  readonly after: { readonly at: string; readonly id: string } | null;
  readonly limit: number;
}

export type LogRow = RequestLogRow & { readonly at_text: string };

export const requestLog = (db: Database) => ({
  async page(input: LogPageInput): Promise<LogRow[]> {
    const conditions = [sql`environment_id = ${input.environmentId}`];
    for (const [column, value] of Object.entries(input.filters)) conditions.push(sql`${sql.ref(column)} = ${value}`);
    if (input.from !== null) conditions.push(sql`at > ${input.from}`);
    if (input.until !== null) conditions.push(sql`at < ${input.until}`);
    if (input.after !== null)
      conditions.push(sql`(at, id) < (${input.after.at}::timestamptz, ${input.after.id}::bigint)`);
    const { rows } = await sql<LogRow>`
      select *, at::text as at_text from request_log where ${sql.join(conditions, sql` and `)}
      order by at desc, id desc limit ${input.limit}
    `.execute(db);
    return rows;
  },
});
