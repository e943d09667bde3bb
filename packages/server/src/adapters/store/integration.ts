/** Statements of table `integration`: catalog rows for all environments, API rows for their own. */
import { rowsOf } from './rows.ts';
import type { CatalogRow, Database, IntegrationRow, RefusalRow } from './tables.ts';

export const integrations = (db: Database) => ({
  ...rowsOf(db, 'integration', 'shared'),
  /** An environment's own integration comes before a catalog one of the same name. */
  findByName(key: { environmentId: string; name: string }): Promise<IntegrationRow | undefined> {
    return db
      .selectFrom('integration')
      .selectAll()
      .where('name', '=', key.name)
      .where((or) => or.or([or('environment_id', '=', key.environmentId), or('environment_id', 'is', null)]))
      .orderBy('environment_id', (order) => order.asc().nullsLast())
      .limit(1)
      .executeTakeFirst();
  },
  catalog(): Promise<CatalogRow[]> {
    return db
      .selectFrom('integration')
      .select(['id', 'name', 'source_path', 'source_hash', 'last_refusal', 'removed_at'])
      .where('source', '=', 'catalog')
      .execute();
  },
  /** Keeps the document and says why newer content was refused. */
  async refuseCatalog(input: { name: string; refusal: RefusalRow }): Promise<void> {
    await db
      .updateTable('integration')
      .set({ last_refusal: JSON.stringify(input.refusal) })
      .where('source', '=', 'catalog')
      .where('name', '=', input.name)
      .execute();
  },
  /** Takes a catalog integration out; one with accounts or overrides is only marked. True when it is gone. */
  async retireCatalog(input: { id: string; at: Date }): Promise<boolean> {
    return db.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('integration')
        .select(['id', 'name'])
        .where('id', '=', input.id)
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined) return true;
      const installed = trx
        .selectFrom('environment_integration as installed')
        .where('installed.integration_id', '=', row.id);
      const overridden = installed
        .select('installed.id')
        .where('override_sealed', 'is not', null)
        .limit(1)
        .executeTakeFirst();
      const used = installed
        .innerJoin('integrated_account as account', 'account.environment_integration_id', 'installed.id')
        .select('account.id')
        .limit(1)
        .executeTakeFirst();
      if ((await overridden) !== undefined || (await used) !== undefined) {
        const mark = trx.updateTable('integration').set({ removed_at: input.at });
        await mark.where('id', '=', row.id).where('removed_at', 'is', null).execute();
        return false;
      }
      await trx.deleteFrom('environment_integration').where('integration_id', '=', row.id).execute();
      await trx
        .deleteFrom('unified_model_resource_method')
        .where('source', '=', 'catalog')
        .where('integration_name', '=', row.name)
        .execute();
      await trx.deleteFrom('integration').where('id', '=', row.id).execute();
      return true;
    });
  },
});
