/** Statements of the mapping rows: base ones (`unified_model_resource_method`) and what one environment lays over them. */
import { rowsOf } from './rows.ts';
import type { Database, EnvironmentMappingRow, MappingRow } from './tables.ts';

export type NamedMappingRow = MappingRow & { readonly model_name: string };

export type NamedEnvironmentMappingRow = EnvironmentMappingRow & { readonly model_name: string };

export const mappingRows = (db: Database) => ({
  ...rowsOf(db, 'unified_model_resource_method', 'shared'),
  /** All base rows of one integration as an environment sees them, its own after the catalog's. */
  ofIntegration(key: { environmentId: string; integrationName: string }): Promise<NamedMappingRow[]> {
    return db
      .selectFrom('unified_model_resource_method as row')
      .innerJoin('unified_model as model', 'model.id', 'row.unified_model_id')
      .selectAll('row')
      .select('model.name as model_name')
      .where('row.integration_name', '=', key.integrationName)
      .where((or) => or.or([or('row.environment_id', '=', key.environmentId), or('row.environment_id', 'is', null)]))
      .orderBy('row.environment_id', (order) => order.asc().nullsFirst())
      .execute();
  },
});

export const environmentMappingRows = (db: Database) => ({
  ...rowsOf(db, 'environment_unified_model_resource_method', 'own'),
  ofIntegration(key: { environmentId: string; integrationName: string }): Promise<NamedEnvironmentMappingRow[]> {
    return db
      .selectFrom('environment_unified_model_resource_method as row')
      .innerJoin('environment_unified_model as extended', 'extended.id', 'row.environment_unified_model_id')
      .innerJoin('unified_model as model', 'model.id', 'extended.unified_model_id')
      .selectAll('row')
      .select('model.name as model_name')
      .where('row.environment_id', '=', key.environmentId)
      .where('row.integration_name', '=', key.integrationName)
      .execute();
  },
});
