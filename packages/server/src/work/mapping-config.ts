/** What mapping rows of both levels share: how their key is written, and how a config is checked against what lies below it. */
import { isPlainObject, type JsonObject } from '@sluice/engine';
import { z } from 'zod';
import { baseOf, type Mapping } from './base-documents.ts';
import type { AdminDeps } from './deps.ts';
import { acceptOverride } from './linting.ts';
import { requireRow } from './revising.ts';

export const rowKeyShape = {
  unified_model_id: z.string().optional().meta({ description: 'The unified model by id.' }),
  unified_model: z.string().optional().meta({ description: 'Or by name.' }),
  resource_name: z.string().min(1).meta({ description: 'Unified resource.' }),
  method_name: z.string().min(1).meta({ description: 'Unified method.' }),
  integration_name: z.string().min(1).meta({ description: 'Integration.' }),
};

export interface MappingProposal {
  readonly environmentId: string;
  readonly model: string;
  readonly resource: string;
  readonly method: string;
  readonly integrationName: string;
  readonly config: JsonObject;
  /** `base`: the config is the whole mapping of the method. `environment`: a part, laid over the base. */
  readonly level: 'base' | 'environment';
}

/** The canonical config. Throws `config.invalid` with findings, `config.not_found` for an unknown integration. */
export async function acceptMapping(deps: AdminDeps, proposal: MappingProposal): Promise<JsonObject> {
  const { environmentId, model, resource, method, integrationName, level } = proposal;
  const integration = await requireRow(
    `integration "${integrationName}"`,
    deps.statements.integrations.findByName({ environmentId, name: integrationName }),
  );
  const file = level === 'base' ? 'mapping row' : 'environment override';
  const base = await baseOf(deps, { environmentId, integration, installation: null, level: 'environment', file });
  const known: Mapping = base.mappings[model] ?? { model, resources: {} };
  const below = level === 'base' ? without(known, { resource, method }) : known;
  const accepted = acceptOverride('mapping', {
    override: { [model]: { [resource]: { [method]: proposal.config } } },
    base: { ...base, mappings: { ...base.mappings, [model]: below } },
  });
  return configAt(accepted, [model, resource, method]);
}

function without(mapping: Mapping, { resource, method }: { resource: string; method: string }): Mapping {
  const { [method]: _own, ...others } = mapping.resources[resource] ?? {};
  return { ...mapping, resources: { ...mapping.resources, [resource]: others } };
}

/** The config out of `model -> resource -> method -> config`; empty where nothing was said. */
function configAt(override: JsonObject, keys: readonly string[]): JsonObject {
  let at: unknown = override;
  for (const key of keys) at = isPlainObject(at) ? at[key] : undefined;
  return isPlainObject(at) ? at : {};
}
