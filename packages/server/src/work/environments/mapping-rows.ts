/** Admin noun `environment-unified-model-resource-method`: a part of a mapping this environment lays over the base. */
import type { JsonObject } from '@sluice/engine';
import { z } from 'zod';
import type { EnvironmentMappingRow, UnifiedModelRow } from '../../adapters/store/tables.ts';
import { requireModel } from '../base-documents.ts';
import { checkBody, objectField, orConflict, versionField } from '../checking.ts';
import type { AdminDeps } from '../deps.ts';
import { acceptMapping, rowKeyShape } from '../mapping-config.ts';
import { patchDocument } from '../merging.ts';
import type { Noun } from '../noun.ts';
import { readsOf } from '../reading.ts';
import { removeRow, requireRow, reviseRow } from '../revising.ts';

const what = 'environment mapping row';
const config = objectField('Part of a mapping method, laid over the base row.');
const shapes = {
  create: z.strictObject({ ...rowKeyShape, environment_unified_model_id: z.string().optional(), config }),
  update: z.strictObject({ config, version: versionField }),
};

const show = ({ environment_id: _environment, ...row }: EnvironmentMappingRow): JsonObject => ({ ...row });

export const environmentMappingRow: Noun = {
  ...readsOf({
    path: 'environment-unified-model-resource-method',
    what,
    filters: {
      environment_unified_model_id: { column: 'environment_unified_model_id' },
      integration_name: { column: 'integration_name' },
      resource_name: { column: 'resource_name' },
      method_name: { column: 'method_name' },
    },
    rows: ({ environmentMappingRows }) => environmentMappingRows,
    show,
  }),
  means: "This environment's part of the mapping of one unified method of one integration.",
  shapes,
  async create(deps, { caller: { environmentId }, body }) {
    const given = checkBody(shapes.create, body);
    const { resource_name: resource, method_name: method, integration_name: integrationName } = given;
    const model = await modelOf(deps, { environmentId, ...given });
    const place = {
      environmentId,
      model: model.name,
      resource,
      method,
      integrationName,
      level: 'environment' as const,
    };
    const accepted = await acceptMapping(deps, { ...place, config: given.config });
    const extended = await extendedModel(deps, { environmentId, unifiedModelId: model.id });
    const insert = deps.statements.environmentMappingRows.insert({
      id: deps.newId(),
      environment_id: environmentId,
      environment_unified_model_id: extended,
      resource_name: resource,
      method_name: method,
      integration_name: integrationName,
      config: JSON.stringify(accepted),
    });
    return show(await orConflict(what, insert));
  },
  async update(deps, { caller: { environmentId }, id, body }) {
    const { version, config: patch } = checkBody(shapes.update, body);
    const row = await reviseRow(deps.statements.environmentMappingRows, {
      environmentId,
      id,
      what,
      version,
      async change(stored) {
        const model = await modelOf(deps, {
          environmentId,
          environment_unified_model_id: stored.environment_unified_model_id,
        });
        const { resource_name: resource, method_name: method, integration_name: integrationName } = stored;
        const place = {
          environmentId,
          model: model.name,
          resource,
          method,
          integrationName,
          level: 'environment' as const,
        };
        return {
          config: JSON.stringify(await acceptMapping(deps, { ...place, config: patchDocument(stored.config, patch) })),
        };
      },
    });
    return show(row);
  },
  remove: ({ statements }, { caller, id }) =>
    removeRow(statements.environmentMappingRows, { environmentId: caller.environmentId, id, what }),
};

async function modelOf(
  deps: AdminDeps,
  wanted: {
    environmentId: string;
    unified_model_id?: string | undefined;
    unified_model?: string | undefined;
    environment_unified_model_id?: string | undefined;
  },
): Promise<UnifiedModelRow> {
  const { environmentId, unified_model_id: id, unified_model: name, environment_unified_model_id: extendedId } = wanted;
  if (extendedId === undefined) return requireModel(deps, { environmentId, id, name });
  const key = { environmentId, id: extendedId };
  const extended = await requireRow('environment unified model', deps.statements.environmentUnifiedModels.get(key));
  return requireModel(deps, { environmentId, id: extended.unified_model_id });
}

/** Id of the environment's row for the model, made where it is not there yet. */
async function extendedModel(
  { statements, newId }: AdminDeps,
  key: { environmentId: string; unifiedModelId: string },
): Promise<string> {
  const found = await statements.environmentUnifiedModels.findByModel(key);
  if (found !== undefined) return found.id;
  const values = {
    id: newId(),
    environment_id: key.environmentId,
    unified_model_id: key.unifiedModelId,
    override: '{}',
  };
  const inserted = await statements.environmentUnifiedModels.insertUnlessThere(values);
  return (
    inserted?.id ??
    (await requireRow('environment unified model', statements.environmentUnifiedModels.findByModel(key))).id
  );
}
