/** What is written when an account is made or changed. Everything that can be refused is refused before anything is written. */
import type { JsonObject } from '@sluice/engine';
import type { IntegratedAccountRow } from '../../adapters/store/tables.ts';
import { mergedIntegration, type Integration } from '../base-documents.ts';
import type { AdminDeps } from '../deps.ts';
import { patchDocument } from '../merging.ts';
import { completeContext, chooseMethod } from './authentication-method.ts';
import { findInstalled, install } from './installation.ts';
import { patchOverrides } from './overrides.ts';
import { openAccountRow, sealContext, sealOverride, type OpenedRow } from './rows.ts';
import { wholeContext } from './secrets.ts';
import type { AccountChanges, NewAccount } from './shapes.ts';

export async function insertAccount(
  deps: AdminDeps,
  environmentId: string,
  given: NewAccount,
): Promise<IntegratedAccountRow> {
  const found = await findInstalled(deps, { environmentId, ...given });
  const merged = mergedIntegration(deps, found);
  const method = chooseMethod(merged, given.authentication_method ?? null);
  const patched = await patchOverrides(deps, {
    environmentId,
    ...found,
    stored: { integration: {}, mapping: {} },
    patch: { integration: asWhole(given.integration_override), mapping: asWhole(given.unified_model_override) },
  });
  const id = deps.newId();
  const context = completeContext(patchDocument({}, given.context), { integration: merged, method });
  const installation = found.installation ?? (await install(deps, { environmentId, integration: found.integration }));
  return deps.statements.integratedAccounts.insert({
    id,
    environment_id: environmentId,
    environment_integration_id: installation.id,
    tenant_id: given.tenant_id,
    integration_name: found.integration.name,
    status: 'active',
    authentication_method: method,
    ...sealContext(deps, { id, context, integration: merged }),
    integration_override_sealed: sealOverride(deps, { id, override: patched.integration }),
    unified_model_override: JSON.stringify(patched.mapping),
  });
}

/** A document written for the first time is kept as given, nulls too: they take lower levels' keys away. */
function asWhole(override: JsonObject | null | undefined): unknown {
  return override === null || override === undefined ? undefined : { $replace: override };
}

/** New credentials make an account that lost its authorisation active again: the next call shows whether they are good. */
export async function changedAccount(deps: AdminDeps, stored: IntegratedAccountRow, given: AccountChanges) {
  const opened = openAccountRow(deps, stored);
  const { row } = opened;
  const installed = await findInstalled(deps, {
    environmentId: row.environment_id,
    environment_integration_id: row.environment_integration_id,
  });
  const merged = mergedIntegration(deps, installed);
  const overrides = await patchOverrides(deps, {
    environmentId: row.environment_id,
    ...installed,
    stored: opened.overrides,
    patch: { integration: given.integration_override, mapping: given.unified_model_override },
  });
  const isReconnected = given.context !== undefined && row.status === 'needs_reauth';
  return {
    ...(given.tenant_id === undefined ? {} : { tenant_id: given.tenant_id }),
    ...(given.authentication_method === undefined
      ? {}
      : { authentication_method: chooseMethod(merged, given.authentication_method) }),
    ...(given.context === undefined ? {} : newContext(deps, { opened, patch: given.context, integration: merged })),
    ...(isReconnected ? { status: 'active' as const, last_error: null } : {}),
    integration_override_sealed: sealOverride(deps, { id: row.id, override: overrides.integration }),
    unified_model_override: JSON.stringify(overrides.mapping),
  };
}

function newContext(
  deps: AdminDeps,
  { opened, patch, integration }: { opened: OpenedRow; patch: JsonObject; integration: Integration },
) {
  const context = patchDocument(wholeContext(opened.context), patch);
  return sealContext(deps, { id: opened.row.id, context, integration });
}
