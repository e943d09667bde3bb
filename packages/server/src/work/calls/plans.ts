/** Compiled plans, made once for every combination of revisions and shared by all accounts that have it. */
import { createIntegrationPlan, createMappingPlan, isPlainObject } from '@sluice/engine';
import type { IntegrationPlan, JsonObject, Level, MappingPlan } from '@sluice/engine';
import type { Directory } from './directory.ts';
import type { OpenAccount } from './load-account.ts';
import type { EnvironmentView } from './load-environment.ts';
import type { InstallationView } from './load-installation.ts';

export interface PlanSubject {
  readonly installation: InstallationView;
  readonly environment: EnvironmentView;
  /** Null: as an account without overrides would have it. */
  readonly open: OpenAccount | null;
}

const accountLevel = (revision: number, document: JsonObject): Level<JsonObject> => ({
  level: 'account',
  revision,
  source: 'account override',
  document,
});

export function integrationPlanOf(
  { integrationPlans }: Directory,
  { installation, open }: PlanSubject,
): IntegrationPlan {
  const key = `${installation.stamp} ${open?.integrationStamp ?? ''}`;
  const known = integrationPlans.get(key);
  if (known !== undefined) return known;
  const override = open?.integrationOverride ?? null;
  const levels =
    override === null ? installation.levels : [...installation.levels, accountLevel(open!.account.version, override)];
  const plan = createIntegrationPlan({ slug: installation.name, levels });
  integrationPlans.set(key, plan);
  return plan;
}

export interface UnifiedMethod {
  readonly model: string;
  readonly resource: string;
  readonly method: string;
}

/** Throws what the engine throws for unknown or unmapped methods, and for configs that do not compile. */
export function mappingPlanOf({ mappingPlans }: Directory, subject: PlanSubject, wanted: UnifiedMethod): MappingPlan {
  const { installation, environment, open } = subject;
  const name = `${wanted.model}/${wanted.resource}/${wanted.method}`;
  const base = installation.base.get(name);
  const own = installation.environment.get(name);
  const stamp = environment.stamps[wanted.model] ?? '';
  const key = `${name} ${installation.name} ${stamp} ${base?.stamp ?? ''} ${own?.stamp ?? ''} ${open?.mappingStamp ?? ''}`;
  const known = mappingPlans.get(key);
  if (known !== undefined) return known;
  const levels: Level<JsonObject>[] = [];
  if (base !== undefined) levels.push(base.level);
  if (own !== undefined) levels.push(own.level);
  const override = open === null ? undefined : mappingOverrideOf(open.mappingOverride, wanted);
  if (override !== undefined) levels.push(accountLevel(open!.account.version, override));
  const plan = createMappingPlan({ models: environment.models, ...wanted, integration: installation.name, levels });
  mappingPlans.set(key, plan);
  return plan;
}

function mappingOverrideOf(document: JsonObject | null, wanted: UnifiedMethod): JsonObject | undefined {
  let at: unknown = document ?? undefined;
  for (const key of [wanted.model, wanted.resource, wanted.method]) {
    at = isPlainObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return isPlainObject(at) ? at : undefined;
}

/** Every method that some level maps. */
export function mappedMethods({ installation, open }: Pick<PlanSubject, 'installation' | 'open'>): UnifiedMethod[] {
  const names = new Set([...installation.base.keys(), ...installation.environment.keys()]);
  for (const [model, resources] of Object.entries(open?.mappingOverride ?? {})) {
    for (const [resource, methods] of Object.entries((resources ?? {}) as JsonObject)) {
      for (const method of Object.keys((methods ?? {}) as JsonObject)) names.add(`${model}/${resource}/${method}`);
    }
  }
  return [...names].sort().map((name) => {
    const [model, resource, method] = name.split('/') as [string, string, string];
    return { model, resource, method };
  });
}
