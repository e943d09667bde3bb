/** Saves an account under an id of the server's own choosing, as the demo does. Leaves overrides and tenant of one that is there. */
import { canonicalJson, type JsonObject } from '@sluice/engine';
import { mergedIntegration } from '../base-documents.ts';
import type { AdminDeps } from '../deps.ts';
import { requireRow, reviseRow } from '../revising.ts';
import { openAccountRow, sealContext } from './rows.ts';
import { wholeContext } from './secrets.ts';

export interface GivenAccount {
  readonly environmentId: string;
  readonly id: string;
  readonly tenantId: string;
  readonly environmentIntegrationId: string;
  readonly authenticationMethod: string | null;
  /** Whole: variables and secrets. */
  readonly context: JsonObject;
}

/** Writes nothing when the stored account has this context already. */
export async function saveAccount(deps: AdminDeps, given: GivenAccount): Promise<void> {
  const { environmentId, id, environmentIntegrationId } = given;
  const { integratedAccounts, environmentIntegrations } = deps.statements;
  const installed = await requireRow(
    'environment integration',
    environmentIntegrations.withIntegration({ environmentId, id: environmentIntegrationId }),
  );
  const sealed = () =>
    sealContext(deps, { id, context: given.context, integration: mergedIntegration(deps, installed) });
  const row = await integratedAccounts.get({ environmentId, id });
  if (row === null) {
    await integratedAccounts.insert({
      id,
      environment_id: environmentId,
      environment_integration_id: environmentIntegrationId,
      tenant_id: given.tenantId,
      integration_name: installed.integration.name,
      status: 'active',
      authentication_method: given.authenticationMethod,
      ...sealed(),
      integration_override_sealed: null,
      unified_model_override: '{}',
    });
    return;
  }
  const stored = wholeContext(openAccountRow(deps, row).context);
  if (canonicalJson(stored) === canonicalJson(given.context) && row.status === 'active') return;
  const what = 'integrated account';
  const change = () => ({ ...sealed(), status: 'active' as const, last_error: null });
  await reviseRow(integratedAccounts, { environmentId, id, what, version: row.version, change });
}
