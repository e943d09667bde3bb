/** Statements of table `environment_unified_model`: what one environment adds to a model. */
import { rowsOf } from './rows.ts';
import type { Database, EnvironmentUnifiedModelRow } from './tables.ts';

export const environmentUnifiedModels = (db: Database) => ({
  ...rowsOf(db, 'environment_unified_model', 'own'),
  /** Undefined when the environment extends the model already. */
  insertUnlessThere(values: { id: string; environment_id: string; unified_model_id: string; override: string }) {
    const insert = db.insertInto('environment_unified_model').values(values);
    return insert
      .onConflict((conflict) => conflict.columns(['environment_id', 'unified_model_id']).doNothing())
      .returningAll()
      .executeTakeFirst();
  },
  all(environmentId: string): Promise<EnvironmentUnifiedModelRow[]> {
    return db.selectFrom('environment_unified_model').selectAll().where('environment_id', '=', environmentId).execute();
  },
  findByModel(key: { environmentId: string; unifiedModelId: string }): Promise<EnvironmentUnifiedModelRow | undefined> {
    return db
      .selectFrom('environment_unified_model')
      .selectAll()
      .where('environment_id', '=', key.environmentId)
      .where('unified_model_id', '=', key.unifiedModelId)
      .executeTakeFirst();
  },
});
