/** Statements of table `environment_integration`: an integration as one environment has it. */
import { rowsOf } from './rows.ts';
import type { Database, EnvironmentIntegrationRow, IntegrationRow } from './tables.ts';

export interface Installed {
  readonly installation: EnvironmentIntegrationRow;
  readonly integration: IntegrationRow;
}

export const environmentIntegrations = (db: Database) => {
  const rows = rowsOf(db, 'environment_integration', 'own');
  const integrationOf = (id: string) =>
    db.selectFrom('integration').selectAll().where('id', '=', id).executeTakeFirst();
  const findByIntegration = (key: {
    environmentId: string;
    integrationId: string;
  }): Promise<EnvironmentIntegrationRow | undefined> =>
    db
      .selectFrom('environment_integration')
      .selectAll()
      .where('environment_id', '=', key.environmentId)
      .where('integration_id', '=', key.integrationId)
      .executeTakeFirst();
  return {
    ...rows,
    findByIntegration,
    /** Installs the integration, or gives the row that is there already. */
    async ensure(values: {
      id: string;
      environmentId: string;
      integrationId: string;
    }): Promise<EnvironmentIntegrationRow> {
      const inserted = await db
        .insertInto('environment_integration')
        .values({
          id: values.id,
          environment_id: values.environmentId,
          integration_id: values.integrationId,
          override_sealed: null,
        })
        .onConflict((conflict) => conflict.columns(['environment_id', 'integration_id']).doNothing())
        .returningAll()
        .executeTakeFirst();
      return inserted ?? (await findByIntegration(values))!;
    },
    async withIntegration(key: { environmentId: string; id: string }): Promise<Installed | null> {
      const installation = await rows.get(key);
      const integration = installation === null ? undefined : await integrationOf(installation.integration_id);
      return installation === null || integration === undefined ? null : { installation, integration };
    },
    /** Names and labels of the integrations behind some installations, for lists. */
    namesOf(key: { environmentId: string; ids: readonly string[] }) {
      return db
        .selectFrom('environment_integration as installed')
        .innerJoin('integration', 'integration.id', 'installed.integration_id')
        .select([
          'installed.id',
          'integration.id as integration_id',
          'integration.name',
          'integration.label',
          'integration.category',
        ])
        .where('installed.environment_id', '=', key.environmentId)
        .where('installed.id', 'in', [...key.ids, ''])
        .execute();
    },
    async accountCount(key: { environmentId: string; id: string }): Promise<number> {
      const { count } = await db
        .selectFrom('integrated_account')
        .select((select) => select.fn.countAll<string>().as('count'))
        .where('environment_id', '=', key.environmentId)
        .where('environment_integration_id', '=', key.id)
        .executeTakeFirstOrThrow();
      return Number(count);
    },
  };
};
