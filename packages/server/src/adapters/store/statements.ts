/** All statements, by noun, on one database. The only place that gathers them; nothing is decided here. */
import { catalogFolders } from './catalog-folder.ts';
import { environmentStatements } from './environment-statements.ts';
import { idempotencyKeys } from './idempotency-key.ts';
import { integratedAccounts } from './integrated-account.ts';
import { integrations } from './integration.ts';
import { mappingRows } from './mapping-row.ts';
import { requestLog } from './request-log.ts';
import type { Database } from './tables.ts';
import { unifiedModels } from './unified-model.ts';

export function createStatements(db: Database) {
  return {
    ...environmentStatements(db),
    catalogFolders: catalogFolders(db),
    idempotencyKeys: idempotencyKeys(db),
    integratedAccounts: integratedAccounts(db),
    integrations: integrations(db),
    mappingRows: mappingRows(db),
    requestLog: requestLog(db),
    unifiedModels: unifiedModels(db),
  };
}

export type Statements = ReturnType<typeof createStatements>;
