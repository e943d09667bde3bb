/** Loads one account with its secrets opened, in memory only. */
import { createHash } from 'node:crypto';
import { canonicalJson, SluiceError, type Account, type JsonObject } from '@sluice/engine';
import { accountOverrideSeal, credentialsSeal } from '../seals.ts';
import type { LoadDeps } from './load-deps.ts';

export interface OpenAccount {
  readonly account: Account;
  readonly environmentIntegrationId: string;
  /** The account's override of the integration; null without one. */
  readonly integrationOverride: JsonObject | null;
  /** model -> resource -> method -> partial mapping. */
  readonly mappingOverride: JsonObject | null;
  /** Digests of the overrides, with the version: part of the key of compiled plans. Empty without an override. */
  readonly integrationStamp: string;
  readonly mappingStamp: string;
  readonly lastError: JsonObject | null;
  readonly lastForbiddenError: JsonObject | null;
}

/** Throws `account.not_found`, also for an account of another environment. */
export async function loadAccount(
  { statements, vault }: LoadDeps,
  key: { environmentId: string; id: string },
): Promise<OpenAccount> {
  const row = await statements.integratedAccounts.get(key);
  if (row === null)
    throw new SluiceError('account.not_found', 'There is no such integrated account in this environment.');
  const open = (sealed: Buffer | null, about: string): JsonObject | null =>
    sealed === null ? null : (JSON.parse(vault.open(sealed, about)) as JsonObject);
  const integrationOverride = open(row.integration_override_sealed, accountOverrideSeal(row.id));
  return {
    account: {
      id: row.id,
      environmentId: row.environment_id,
      tenantId: row.tenant_id,
      integration: row.integration_name,
      status: row.status,
      authenticationMethod: row.authentication_method,
      context: row.context,
      credentials: open(row.credentials_sealed, credentialsSeal(row.id)) ?? {},
      version: row.version,
    },
    environmentIntegrationId: row.environment_integration_id,
    integrationOverride,
    mappingOverride: row.unified_model_override,
    integrationStamp: stampOf(integrationOverride, row.version),
    mappingStamp: stampOf(row.unified_model_override, row.version),
    lastError: row.last_error,
    lastForbiddenError: row.last_forbidden_error,
  };
}

/** A cryptographic digest: two accounts must never share a plan because their overrides collide. */
function stampOf(override: JsonObject | null, version: number): string {
  if (override === null || Object.keys(override).length === 0) return '';
  return `${version}#${createHash('sha256').update(canonicalJson(override)).digest('base64')}`;
}
