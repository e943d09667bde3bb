/** Statements of table `environment_variable`. Values come and go sealed. */
import { rowsOf } from './rows.ts';
import type { Database, EnvironmentVariableRow } from './tables.ts';

export const environmentVariables = (db: Database) => ({
  ...rowsOf(db, 'environment_variable', 'own'),
  all(environmentId: string): Promise<EnvironmentVariableRow[]> {
    return db.selectFrom('environment_variable').selectAll().where('environment_id', '=', environmentId).execute();
  },
  findByName(key: { environmentId: string; name: string }): Promise<EnvironmentVariableRow | undefined> {
    return db
      .selectFrom('environment_variable')
      .selectAll()
      .where('environment_id', '=', key.environmentId)
      .where('name', '=', key.name)
      .executeTakeFirst();
  },
});
