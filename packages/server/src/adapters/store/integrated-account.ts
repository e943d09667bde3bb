/** Statements of table `integrated_account`. Secrets come and go sealed; errors are codes. */
import type { AccountStatus, JsonObject } from '@sluice/engine/terms';
import { rowsOf } from './rows.ts';
import type { Database } from './tables.ts';

export interface AccountHealth {
  readonly environmentId: string;
  readonly id: string;
  /** Version of the account the call was made with: what new credentials did is not undone by an older call. */
  readonly version: number;
  readonly status: AccountStatus;
  readonly lastError: JsonObject | null;
  readonly lastForbiddenError: JsonObject | null;
}

const jsonText = (value: JsonObject | null) => (value === null ? null : JSON.stringify(value));

export const integratedAccounts = (db: Database) => ({
  ...rowsOf(db, 'integrated_account', 'own'),
  /** Writes how calls go, not a new version: it must not fail an admin's update of something else. */
  async saveHealth(health: AccountHealth): Promise<void> {
    await db
      .updateTable('integrated_account')
      .set({
        status: health.status,
        last_error: jsonText(health.lastError),
        last_forbidden_error: jsonText(health.lastForbiddenError),
        updated_at: new Date(),
      })
      .where('id', '=', health.id)
      .where('environment_id', '=', health.environmentId)
      .where('version', '=', health.version)
      .execute();
  },
});
