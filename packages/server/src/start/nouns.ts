/** Every admin noun of the API, in the order the reference shows them. The only list of them. */
import { integratedAccount } from '../work/accounts/accounts.ts';
import { integration } from '../work/catalog/integrations.ts';
import { mappingRow } from '../work/catalog/mapping-rows.ts';
import { unifiedModel } from '../work/catalog/models.ts';
import { environment } from '../work/environments/environments.ts';
import { environmentIntegration } from '../work/environments/integrations.ts';
import { environmentMappingRow } from '../work/environments/mapping-rows.ts';
import { environmentUnifiedModel } from '../work/environments/models.ts';
import { apiToken } from '../work/environments/tokens.ts';
import { environmentVariable } from '../work/environments/variables.ts';
import type { Noun } from '../work/noun.ts';

export const nouns: readonly Noun[] = [
  environment,
  apiToken,
  environmentVariable,
  integration,
  unifiedModel,
  mappingRow,
  environmentIntegration,
  environmentUnifiedModel,
  environmentMappingRow,
  integratedAccount,
];
