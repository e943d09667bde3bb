/** Writes one accepted integration folder whole: its document and its mapping rows, or nothing. Only what changed is written. */
import { sql } from 'kysely';
import type { Database } from './tables.ts';

export interface CatalogMappingRow {
  /** Used when the row is new. */
  readonly id: string;
  readonly unified_model_id: string;
  readonly resource_name: string;
  readonly method_name: string;
  readonly source_path: string;
  /** JSON text. */
  readonly config: string;
  readonly content_hash: string;
}

export interface CatalogFolder {
  readonly id: string;
  readonly name: string;
  readonly label: string | null;
  readonly category: string | null;
  readonly source_path: string;
  readonly document: string;
  readonly content_hash: string;
  readonly source_hash: string;
  readonly mappings: readonly CatalogMappingRow[];
}

const keyOf = (row: { unified_model_id: string; resource_name: string; method_name: string }) =>
  `${row.unified_model_id}/${row.resource_name}/${row.method_name}`;

/** A revision grows only when the content differs. Folders of one name are written one at a time, whatever the process. */
export const catalogFolders = (db: Database) => ({
  save(folder: CatalogFolder): Promise<void> {
    return db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`catalog/${folder.name}`}, 0))`.execute(trx);
      await sql`
        insert into integration (id, name, label, category, source, source_path, document, content_hash, source_hash)
        values (${folder.id}, ${folder.name}, ${folder.label}, ${folder.category}, 'catalog', ${folder.source_path},
          ${folder.document}, ${folder.content_hash}, ${folder.source_hash})
        on conflict (coalesce(environment_id, ''), name) do update set
          label = excluded.label, category = excluded.category, source_path = excluded.source_path,
          document = excluded.document, content_hash = excluded.content_hash, source_hash = excluded.source_hash, last_refusal = null, removed_at = null,
          version = integration.version + 1, updated_at = now(),
          revision = integration.revision + (integration.content_hash <> excluded.content_hash)::int
        where integration.source_hash is distinct from excluded.source_hash or integration.source_path <> excluded.source_path
          or integration.last_refusal is not null or integration.removed_at is not null
      `.execute(trx);
      await saveMappings(trx, folder);
    });
  },
});

async function saveMappings(trx: Database, folder: CatalogFolder): Promise<void> {
  const present = await trx
    .selectFrom('unified_model_resource_method')
    .select(['id', 'unified_model_id', 'resource_name', 'method_name', 'content_hash'])
    .where('source', '=', 'catalog')
    .where('integration_name', '=', folder.name)
    .execute();
  const presentByKey = new Map(present.map((row) => [keyOf(row), row]));
  for (const mapping of folder.mappings) {
    const key = keyOf(mapping);
    const row = presentByKey.get(key);
    presentByKey.delete(key);
    if (row?.content_hash === mapping.content_hash) continue;
    await sql`
      insert into unified_model_resource_method
        (id, unified_model_id, resource_name, method_name, integration_name, source, source_path, config, content_hash)
      values (${mapping.id}, ${mapping.unified_model_id}, ${mapping.resource_name}, ${mapping.method_name}, ${folder.name},
        'catalog', ${mapping.source_path}, ${mapping.config}, ${mapping.content_hash})
      on conflict (coalesce(environment_id, ''), unified_model_id, integration_name, resource_name, method_name) do update set
        source_path = excluded.source_path, config = excluded.config, content_hash = excluded.content_hash,
        version = unified_model_resource_method.version + 1, updated_at = now(),
        revision = unified_model_resource_method.revision + 1
    `.execute(trx);
  }
  const gone = [...presentByKey.values()].map((row) => row.id);
  if (gone.length > 0) await trx.deleteFrom('unified_model_resource_method').where('id', 'in', gone).execute();
}
