/**
 * The five statements every admin document needs, for one table: page, get, insert, update one version, remove.
 * Each carries the environment in its where clause, so that another environment's id finds nothing. No SQL beyond that.
 */
import { sql, type Insertable, type RawBuilder, type Selectable, type Updateable } from 'kysely';
import type { Database, Tables } from './tables.ts';

/** Tables whose rows belong to one environment, or (catalog rows) to all of them. */
export type ScopedTable = {
  [Name in keyof Tables]: Tables[Name] extends { version: unknown; environment_id: unknown } ? Name : never;
}[keyof Tables];

export interface RowKey {
  readonly environmentId: string;
  readonly id: string;
}

/** Keyset paging by id. `edge` is the id just outside the page on the side we come from; null starts at the first row. */
export interface PageInput {
  readonly environmentId: string;
  readonly filters: Readonly<Record<string, unknown>>;
  readonly edge: string | null;
  readonly direction: 'forward' | 'backward';
  readonly limit: number;
}

export interface UpdateInput<Name extends ScopedTable> extends RowKey {
  /** The version that was read; another one in the table updates nothing. */
  readonly version: number;
  readonly changes: Updateable<Tables[Name]>;
}

export interface Rows<Name extends ScopedTable> {
  page(input: PageInput): Promise<Selectable<Tables[Name]>[]>;
  get(key: RowKey): Promise<Selectable<Tables[Name]> | null>;
  insert(values: Insertable<Tables[Name]>): Promise<Selectable<Tables[Name]>>;
  /** Null when there is no such row at that version. */
  update(input: UpdateInput<Name>): Promise<Selectable<Tables[Name]> | null>;
  remove(key: RowKey): Promise<boolean>;
}

/** `own`: rows of the environment only. `shared`: catalog rows can be read too; never written. */
export type RowScope = 'own' | 'shared';

export function rowsOf<Name extends ScopedTable>(db: Database, table: Name, scope: RowScope): Rows<Name> {
  type Row = Selectable<Tables[Name]>;
  const name = sql.table(table);
  const readable = (environmentId: string): RawBuilder<unknown> =>
    scope === 'own'
      ? sql`environment_id = ${environmentId}`
      : sql`(environment_id = ${environmentId} or environment_id is null)`;

  return {
    async page({ environmentId, filters, edge, direction, limit }) {
      const isForward = direction === 'forward';
      const conditions = [readable(environmentId)];
      for (const [column, value] of Object.entries(filters)) conditions.push(sql`${sql.ref(column)} = ${value}`);
      if (edge !== null) conditions.push(isForward ? sql`id > ${edge}` : sql`id < ${edge}`);
      const order = isForward ? sql`asc` : sql`desc`;
      const { rows } = await sql<Row>`
        select * from ${name} where ${sql.join(conditions, sql` and `)} order by id ${order} limit ${limit}
      `.execute(db);
      return isForward ? rows : rows.reverse();
    },
    async get({ environmentId, id }) {
      const { rows } = await sql<Row>`select * from ${name} where id = ${id} and ${readable(environmentId)}`.execute(
        db,
      );
      return rows[0] ?? null;
    },
    async insert(values) {
      const entries = Object.entries(values).filter(([, value]) => value !== undefined);
      const columns = sql.join(entries.map(([column]) => sql.ref(column)));
      const { rows } = await sql<Row>`
        insert into ${name} (${columns}) values (${sql.join(entries.map(([, value]) => value))}) returning *
      `.execute(db);
      return rows[0]!;
    },
    async update({ environmentId, id, version, changes }) {
      const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
      const assignments = entries.map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
      assignments.push(sql`version = version + 1`, sql`updated_at = now()`);
      const { rows } = await sql<Row>`
        update ${name} set ${sql.join(assignments)}
        where id = ${id} and environment_id = ${environmentId} and version = ${version} returning *
      `.execute(db);
      return rows[0] ?? null;
    },
    async remove({ environmentId, id }) {
      const { rows } = await sql<{ id: string }>`
        delete from ${name} where id = ${id} and environment_id = ${environmentId} returning id
      `.execute(db);
      return rows.length > 0;
    },
  };
}
