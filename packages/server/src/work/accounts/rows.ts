/** Between an account's row and its parts: opens and seals them, and shows rows with secrets masked. */
import { isPlainObject, redactDocument, type JsonObject } from '@sluice/engine';
import type { IntegratedAccountRow } from '../../adapters/store/tables.ts';
import type { Integration } from '../base-documents.ts';
import type { AdminDeps } from '../deps.ts';
import type { Split } from '../masking.ts';
import { accountOverrideSeal, credentialsSeal } from '../seals.ts';
import type { Overrides } from './overrides.ts';
import { shownContext, splitContext } from './secrets.ts';

type Sealing = Pick<AdminDeps, 'vault'>;

export interface OpenedRow {
  readonly row: IntegratedAccountRow;
  readonly context: Split;
  readonly overrides: Overrides;
}

export function openAccountRow({ vault }: Sealing, row: IntegratedAccountRow): OpenedRow {
  const open = (sealed: Buffer | null, about: string): JsonObject =>
    sealed === null ? {} : (JSON.parse(vault.open(sealed, about)) as JsonObject);
  return {
    row,
    context: { open: row.context, secret: open(row.credentials_sealed, credentialsSeal(row.id)) },
    overrides: {
      integration: open(row.integration_override_sealed, accountOverrideSeal(row.id)),
      mapping: row.unified_model_override ?? {},
    },
  };
}

export function sealContext({ vault }: Sealing, input: { id: string; context: JsonObject; integration: Integration }) {
  const { open, secret } = splitContext(input.context, input.integration);
  const isEmpty = Object.keys(secret).length === 0;
  return {
    context: JSON.stringify(open),
    credentials_sealed: isEmpty ? null : vault.seal(JSON.stringify(secret), credentialsSeal(input.id)),
  };
}

export function sealOverride(
  { vault }: Sealing,
  { id, override }: { id: string; override: JsonObject },
): Buffer | null {
  return Object.keys(override).length === 0 ? null : vault.seal(JSON.stringify(override), accountOverrideSeal(id));
}

export async function showAccounts(
  deps: AdminDeps,
  { environmentId, rows }: { environmentId: string; rows: readonly IntegratedAccountRow[] },
): Promise<JsonObject[]> {
  const ids = [...new Set(rows.map((row) => row.environment_integration_id))];
  const names = await deps.statements.environmentIntegrations.namesOf({ environmentId, ids });
  const nameById = new Map(names.map(({ id, integration_id, ...rest }) => [id, { id: integration_id, ...rest }]));
  return rows.map((row) => {
    const { context, overrides } = openAccountRow(deps, row);
    const shownOverride = redactDocument('integration_override', overrides.integration);
    return {
      id: row.id,
      tenant_id: row.tenant_id,
      environment_integration_id: row.environment_integration_id,
      integration: nameById.get(row.environment_integration_id) ?? { name: row.integration_name },
      status: row.status,
      authentication_method: row.authentication_method,
      context: shownContext(context),
      integration_override: isPlainObject(shownOverride) ? shownOverride : {},
      unified_model_override: redactDocument('mapping_override', overrides.mapping),
      last_error: row.last_error,
      last_forbidden_error: row.last_forbidden_error,
      version: row.version,
      created_at: row.created_at,
      updated_at: row.updated_at,
    };
  });
}
