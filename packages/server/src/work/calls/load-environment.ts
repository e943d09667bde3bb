/** Loads what calls need of one environment: its variables (opened) and its unified models, extended by its overrides. */
import { mergeConfig, type JsonObject, type ModelSet } from '@sluice/engine';
import type { EnvironmentUnifiedModelRow, UnifiedModelRow } from '../../adapters/store/tables.ts';
import { variableSeal } from '../seals.ts';
import type { LoadDeps } from './load-deps.ts';

export interface EnvironmentView {
  readonly id: string;
  readonly env: JsonObject;
  readonly models: ModelSet;
  /** Model -> revisions it is made of; part of the key of compiled plans. */
  readonly stamps: Readonly<Record<string, string>>;
}

export async function loadEnvironment({ statements, vault, intern }: LoadDeps, id: string): Promise<EnvironmentView> {
  const [variables, models, overrides] = await Promise.all([
    statements.environmentVariables.all(id),
    statements.unifiedModels.visible(id),
    statements.environmentUnifiedModels.all(id),
  ]);
  const overrideByModel = new Map(overrides.map((row) => [row.unified_model_id, row]));
  const set: Record<string, { resources: JsonObject }> = {};
  const stamps: Record<string, string> = {};
  for (const row of models) {
    const override = overrideByModel.get(row.id);
    const stamp = stampOf(row, override);
    stamps[row.name] = stamp;
    set[row.name] = intern(`model/${stamp}`, () => extend(row, override));
  }
  const env = Object.fromEntries(
    variables.map((row) => [row.name, vault.open(row.value_sealed, variableSeal(row.id))]),
  );
  return { id, env, models: set as ModelSet, stamps };
}

function stampOf(row: UnifiedModelRow, override: EnvironmentUnifiedModelRow | undefined): string {
  return `${row.id}@${row.revision}${override === undefined ? '' : `+${override.id}@${override.version}`}`;
}

function extend(row: UnifiedModelRow, override: EnvironmentUnifiedModelRow | undefined): { resources: JsonObject } {
  const resources = mergeConfig(row.resources, override?.override['resources']) as JsonObject;
  return { resources };
}
