/** Statements of table `unified_model`: catalog rows for all environments, API rows for their own. */
import { sql } from 'kysely';
import { rowsOf } from './rows.ts';
import type { CatalogRow, Database, RefusalRow, UnifiedModelRow } from './tables.ts';

export interface CatalogModel {
  readonly id: string;
  readonly name: string;
  readonly source_path: string;
  /** JSON text. */
  readonly resources: string;
  readonly types: string;
  readonly content_hash: string;
  readonly source_hash: string;
}

export const unifiedModels = (db: Database) => ({
  ...rowsOf(db, 'unified_model', 'shared'),
  /** Every model the environment sees, its own after the catalog's. */
  visible(environmentId: string): Promise<UnifiedModelRow[]> {
    return db
      .selectFrom('unified_model')
      .selectAll()
      .where((or) => or.or([or('environment_id', '=', environmentId), or('environment_id', 'is', null)]))
      .orderBy('environment_id', (order) => order.asc().nullsFirst())
      .execute();
  },
  findByName(key: { environmentId: string; name: string }): Promise<UnifiedModelRow | undefined> {
    return db
      .selectFrom('unified_model')
      .selectAll()
      .where('name', '=', key.name)
      .where((or) => or.or([or('environment_id', '=', key.environmentId), or('environment_id', 'is', null)]))
      .orderBy('environment_id', (order) => order.asc().nullsLast())
      .limit(1)
      .executeTakeFirst();
  },
  catalog(): Promise<CatalogRow[]> {
    return db
      .selectFrom('unified_model')
      .select(['id', 'name', 'source_path', 'source_hash', 'last_refusal', 'removed_at'])
      .where('source', '=', 'catalog')
      .execute();
  },
  /** Writes a catalog model; its revision grows only when the content differs. */
  async saveCatalog(model: CatalogModel): Promise<void> {
    await sql`
      insert into unified_model (id, name, source, source_path, resources, types, content_hash, source_hash)
      values (${model.id}, ${model.name}, 'catalog', ${model.source_path}, ${model.resources}, ${model.types}, ${model.content_hash}, ${model.source_hash})
      on conflict (coalesce(environment_id, ''), name) do update set
        source_path = excluded.source_path, resources = excluded.resources, types = excluded.types,
        content_hash = excluded.content_hash, source_hash = excluded.source_hash, last_refusal = null, removed_at = null, updated_at = now(),
        version = unified_model.version + 1,
        revision = unified_model.revision + (unified_model.content_hash <> excluded.content_hash)::int
    `.execute(db);
  },
  async refuseCatalog(input: { name: string; refusal: RefusalRow }): Promise<void> {
    await db
      .updateTable('unified_model')
      .set({ last_refusal: JSON.stringify(input.refusal) })
      .where('source', '=', 'catalog')
      .where('name', '=', input.name)
      .execute();
  },
  /** Takes a catalog model out; one that is mapped or extended somewhere is only marked. */
  async retireCatalog(input: { id: string; at: Date }): Promise<void> {
    const { rows } = await sql<{ id: string }>`
      delete from unified_model where id = ${input.id} and source = 'catalog'
        and not exists (select 1 from environment_unified_model where unified_model_id = ${input.id})
        and not exists (select 1 from unified_model_resource_method where unified_model_id = ${input.id})
      returning id
    `.execute(db);
    if (rows.length > 0) return;
    await db
      .updateTable('unified_model')
      .set({ removed_at: input.at })
      .where('id', '=', input.id)
      .where('removed_at', 'is', null)
      .execute();
  },
});
