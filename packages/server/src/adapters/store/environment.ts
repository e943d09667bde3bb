/** Statements of table `environment`. Environments are no one's rows: who may see which is decided above. */
import type { Database, EnvironmentRow } from './tables.ts';

export const environments = (db: Database) => ({
  /** One page by id; with `only`, that environment alone. */
  page(input: { only: string | null; edge: string | null; direction: 'forward' | 'backward'; limit: number }) {
    const isForward = input.direction === 'forward';
    let query = db
      .selectFrom('environment')
      .selectAll()
      .orderBy('id', isForward ? 'asc' : 'desc')
      .limit(input.limit);
    if (input.only !== null) query = query.where('id', '=', input.only);
    if (input.edge !== null) query = query.where('id', isForward ? '>' : '<', input.edge);
    return query.execute().then((rows) => (isForward ? rows : rows.reverse()));
  },
  get(id: string): Promise<EnvironmentRow | undefined> {
    return db.selectFrom('environment').selectAll().where('id', '=', id).executeTakeFirst();
  },
  findByName(name: string): Promise<EnvironmentRow | undefined> {
    return db.selectFrom('environment').selectAll().where('name', '=', name).executeTakeFirst();
  },
  /** Undefined when the id or the name is taken. */
  insert(values: { id: string; name: string }): Promise<EnvironmentRow | undefined> {
    const insert = db.insertInto('environment').values(values);
    return insert
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
  },
  update(input: { id: string; version: number; name: string }): Promise<EnvironmentRow | undefined> {
    return db
      .updateTable('environment')
      .set((set) => ({ name: input.name, version: set('version', '+', 1), updated_at: new Date() }))
      .where('id', '=', input.id)
      .where('version', '=', input.version)
      .returningAll()
      .executeTakeFirst();
  },
  async remove(id: string): Promise<boolean> {
    const { numDeletedRows } = await db.deleteFrom('environment').where('id', '=', id).executeTakeFirst();
    return numDeletedRows > 0n;
  },
});
