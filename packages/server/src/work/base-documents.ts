/** What lies below an override when it is linted: the integration, its mappings and the models, lower levels merged in. Reads, never writes. */
import { mergeConfig, type DocumentOf, type JsonObject, type lintOverride } from '@sluice/engine';
import type { NamedEnvironmentMappingRow, NamedMappingRow } from '../adapters/store/mapping-row.ts';
import type { EnvironmentIntegrationRow, IntegrationRow, UnifiedModelRow } from '../adapters/store/tables.ts';
import type { AdminDeps } from './deps.ts';
import { requireRow } from './revising.ts';
import { environmentOverrideSeal } from './seals.ts';

export type Integration = DocumentOf<'integration'>;
export type Mapping = DocumentOf<'mapping'>;
export type OverrideBase = Parameters<typeof lintOverride>[2];

export interface BaseInput {
  readonly environmentId: string;
  readonly integration: IntegrationRow;
  /** Level of the override that is linted: an account's lies on the environment's too. */
  readonly level: 'environment' | 'account';
  /** Null where the environment has not installed the integration, or its own level is what is linted. */
  readonly installation: EnvironmentIntegrationRow | null;
  /** Names the override in findings: `account override`. */
  readonly file: string;
}

export function openOverride({ vault }: Pick<AdminDeps, 'vault'>, row: EnvironmentIntegrationRow): JsonObject {
  if (row.override_sealed === null) return {};
  return JSON.parse(vault.open(row.override_sealed, environmentOverrideSeal(row.id))) as JsonObject;
}

export function mergedIntegration(
  deps: Pick<AdminDeps, 'vault'>,
  { integration, installation }: Pick<BaseInput, 'integration' | 'installation'>,
): Integration {
  const override = installation === null ? {} : openOverride(deps, installation);
  return mergeConfig(integration.document, override) as Integration;
}

export async function baseOf(deps: AdminDeps, input: BaseInput): Promise<OverrideBase> {
  const { environmentId, integration, level, file } = input;
  const key = { environmentId, integrationName: integration.name };
  const [models, base, environment] = await Promise.all([
    deps.statements.unifiedModels.visible(environmentId),
    deps.statements.mappingRows.ofIntegration(key),
    level === 'environment' ? [] : deps.statements.environmentMappingRows.ofIntegration(key),
  ]);
  return {
    integration: mergedIntegration(deps, input),
    mappings: mappingsOf([...base, ...environment]),
    models: Object.fromEntries(
      models.map((row) => [row.name, { resources: row.resources, types: row.types }]),
    ) as OverrideBase['models'],
    file,
  };
}

function mappingsOf(rows: readonly (NamedMappingRow | NamedEnvironmentMappingRow)[]): Record<string, Mapping> {
  const mappings: Record<string, JsonObject> = {};
  for (const { model_name: model, resource_name: resource, method_name: method, config } of rows) {
    mappings[model] = mergeConfig(mappings[model] ?? { model, resources: {} }, {
      resources: { [resource]: { [method]: config } },
    }) as JsonObject;
  }
  return mappings as Record<string, Mapping>;
}

/** A unified model by id or by name. Throws `config.not_found`. */
export function requireModel(
  { statements }: Pick<AdminDeps, 'statements'>,
  wanted: { environmentId: string; id?: string | undefined; name?: string | undefined },
): Promise<UnifiedModelRow> {
  const { environmentId, id, name = '' } = wanted;
  const found =
    id === undefined
      ? statements.unifiedModels.findByName({ environmentId, name })
      : statements.unifiedModels.get({ environmentId, id });
  return requireRow('unified model', found);
}
