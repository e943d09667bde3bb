/** The two overrides of an account: checked against everything below them before anything is written. */
import type { JsonObject } from '@sluice/engine';
import type { EnvironmentIntegrationRow, IntegrationRow } from '../../adapters/store/tables.ts';
import { baseOf } from '../base-documents.ts';
import type { AdminDeps } from '../deps.ts';
import { acceptOverride } from '../linting.ts';
import { patchDocument, withoutEmpty } from '../merging.ts';

export interface Overrides {
  readonly integration: JsonObject;
  readonly mapping: JsonObject;
}

export interface OverridePatch {
  /** Undefined: left as it is. */
  readonly integration: unknown;
  readonly mapping: unknown;
}

export interface OverrideInput {
  readonly environmentId: string;
  readonly integration: IntegrationRow;
  /** Null while the integration is not installed yet. */
  readonly installation: EnvironmentIntegrationRow | null;
  readonly stored: Overrides;
  readonly patch: OverridePatch;
}

/** The canonical overrides after the patch. Throws `config.invalid` with findings, `request.invalid_body` for a stray mask. */
export async function patchOverrides(deps: AdminDeps, input: OverrideInput): Promise<Overrides> {
  const { stored, patch, environmentId, integration, installation } = input;
  if (patch.integration === undefined && patch.mapping === undefined) return stored;
  const base = await baseOf(deps, {
    environmentId,
    integration,
    installation,
    level: 'account',
    file: 'account override',
  });
  const merged = {
    integration: patchDocument(stored.integration, patch.integration),
    mapping: withoutEmpty(patchDocument(stored.mapping, patch.mapping)),
  };
  return {
    integration:
      patch.integration === undefined
        ? stored.integration
        : acceptOverride('integration', { override: merged.integration, base }),
    mapping:
      patch.mapping === undefined ? stored.mapping : acceptOverride('mapping', { override: merged.mapping, base }),
  };
}
