/** Loads an integration as one environment has it: the base document, the environment's override, both levels of mapping rows. */
import { SluiceError, type JsonObject, type Level } from '@sluice/engine';
import type { IntegrationRow } from '../../adapters/store/tables.ts';
import { environmentOverrideSeal } from '../seals.ts';
import type { LoadDeps } from './load-deps.ts';

/** `model/resource/method` -> level, with the stamp that goes into plan keys. */
export type MappingLevels = ReadonlyMap<string, { readonly level: Level<JsonObject>; readonly stamp: string }>;

export interface InstallationView {
  readonly environmentId: string;
  readonly integrationId: string;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly levels: readonly Level<JsonObject>[];
  readonly stamp: string;
  /** Revisions for the request log: `base.environment`. */
  readonly revision: string;
  readonly base: MappingLevels;
  readonly environment: MappingLevels;
}

export async function loadInstallation(
  deps: LoadDeps,
  key: { environmentId: string; id: string },
): Promise<InstallationView> {
  const found = await deps.statements.environmentIntegrations.withIntegration(key);
  if (found === null)
    throw new SluiceError('config.not_found', 'The integration is not installed in this environment.');
  const { installation, integration } = found;
  const sealed = installation.override_sealed;
  const override =
    sealed === null
      ? null
      : (JSON.parse(deps.vault.open(sealed, environmentOverrideSeal(installation.id))) as JsonObject);
  return viewOf(deps, {
    environmentId: key.environmentId,
    integration,
    isEnabled: installation.is_enabled,
    override: override === null ? null : { id: installation.id, version: installation.version, document: override },
  });
}

interface Parts {
  readonly environmentId: string;
  readonly integration: IntegrationRow;
  readonly isEnabled: boolean;
  readonly override: { readonly id: string; readonly version: number; readonly document: JsonObject } | null;
}

/** The same for an integration that is not installed: no override, base rows as they are. */
export async function viewOf(deps: LoadDeps, parts: Parts): Promise<InstallationView> {
  const { environmentId, integration, override, isEnabled } = parts;
  const { statements, intern } = deps;
  const key = { environmentId, integrationName: integration.name };
  const [base, environment] = await Promise.all([
    statements.mappingRows.ofIntegration(key),
    statements.environmentMappingRows.ofIntegration(key),
  ]);
  const baseStamp = `${integration.id}@${integration.revision}`;
  const levels: Level<JsonObject>[] = [
    {
      level: 'base',
      revision: integration.revision,
      source: integration.source_path,
      document: intern(`integration/${baseStamp}`, () => integration.document),
    },
  ];
  if (override !== null) {
    levels.push({
      level: 'environment',
      revision: override.version,
      source: 'environment override',
      document: override.document,
    });
  }
  return {
    environmentId,
    integrationId: integration.id,
    name: integration.name,
    isEnabled,
    levels,
    stamp: override === null ? baseStamp : `${baseStamp}+${override.id}@${override.version}`,
    revision: `${integration.revision}.${override?.version ?? 0}`,
    base: new Map(
      base.map((row) => {
        const stamp = `${row.id}@${row.revision}`;
        const document = intern(`mapping/${stamp}`, () => row.config);
        return [
          keyOf(row),
          { stamp, level: { level: 'base', revision: row.revision, source: row.source_path, document } },
        ];
      }),
    ),
    environment: new Map(
      environment.map((row) => {
        const level = {
          level: 'environment' as const,
          revision: row.version,
          source: 'environment override',
          document: row.config,
        };
        return [keyOf(row), { stamp: `${row.id}@${row.version}`, level }];
      }),
    ),
  };
}

const keyOf = (row: { model_name: string; resource_name: string; method_name: string }) =>
  `${row.model_name}/${row.resource_name}/${row.method_name}`;
