/** The statements of what an environment itself is made of, by noun: a part of the list in `statements.ts`. Nothing is decided here. */
import { apiTokens } from './api-token.ts';
import { environmentIntegrations } from './environment-integration.ts';
import { environmentUnifiedModels } from './environment-unified-model.ts';
import { environmentVariables } from './environment-variable.ts';
import { environments } from './environment.ts';
import { environmentMappingRows } from './mapping-row.ts';
import type { Database } from './tables.ts';

export const environmentStatements = (db: Database) => ({
  apiTokens: apiTokens(db),
  environmentIntegrations: environmentIntegrations(db),
  environmentMappingRows: environmentMappingRows(db),
  environmentUnifiedModels: environmentUnifiedModels(db),
  environmentVariables: environmentVariables(db),
  environments: environments(db),
});
