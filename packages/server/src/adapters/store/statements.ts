/** All statements, by noun, on one database. The only list of them; nothing is decided here. */
import { apiTokens } from './api-token.ts';
import { catalogFolders } from './catalog-folder.ts';
import { environmentIntegrations } from './environment-integration.ts';
import { environmentUnifiedModels } from './environment-unified-model.ts';
import { environmentVariables } from './environment-variable.ts';
import { environments } from './environment.ts';
import { integratedAccounts } from './integrated-account.ts';
import { integrations } from './integration.ts';
import { environmentMappingRows, mappingRows } from './mapping-row.ts';
import { requestLog } from './request-log.ts';
import type { Database } from './tables.ts';
import { unifiedModels } from './unified-model.ts';

export function createStatements(db: Database) {
  return {
    apiTokens: apiTokens(db),
    catalogFolders: catalogFolders(db),
    environmentIntegrations: environmentIntegrations(db),
    environmentMappingRows: environmentMappingRows(db),
    environmentUnifiedModels: environmentUnifiedModels(db),
    environmentVariables: environmentVariables(db),
    environments: environments(db),
    integratedAccounts: integratedAccounts(db),
    integrations: integrations(db),
    mappingRows: mappingRows(db),
    requestLog: requestLog(db),
    unifiedModels: unifiedModels(db),
  };
}

export type Statements = ReturnType<typeof createStatements>;
