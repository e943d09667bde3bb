/** Admin noun `environment-unified-model`: what this environment adds to a unified model. */
import { isPlainObject, mergeConfig, parseDocument, type JsonObject } from '@sluice/engine';
import { z } from 'zod';
import type { EnvironmentUnifiedModelRow, UnifiedModelRow } from '../../adapters/store/tables.ts';
import { requireModel } from '../base-documents.ts';
import { checkBody, objectField, orConflict, versionField } from '../checking.ts';
import { refuseFindings } from '../linting.ts';
import { patchDocument } from '../merging.ts';
import type { Noun } from '../noun.ts';
import { readsOf } from '../reading.ts';
import { removeRow, reviseRow } from '../revising.ts';

const what = 'environment unified model';
const override = z
  .strictObject({
    resources: z.record(z.string(), z.unknown()).optional(),
    $replace: objectField('The whole override anew.').optional(),
  })
  .meta({ description: '`resources`: deep-merged over the resources of the model.' });
const shapes = {
  create: z.strictObject({
    unified_model_id: z.string().optional().meta({ description: 'The model by id.' }),
    unified_model: z.string().optional().meta({ description: 'Or by name.' }),
    override: override.default({}),
  }),
  update: z.strictObject({ override: override.nullable(), version: versionField }),
};

const show = (row: EnvironmentUnifiedModelRow): JsonObject => ({
  id: row.id,
  unified_model_id: row.unified_model_id,
  override: row.override,
  version: row.version,
  created_at: row.created_at,
  updated_at: row.updated_at,
});

export const environmentUnifiedModel: Noun = {
  ...readsOf({
    path: 'environment-unified-model',
    what,
    filters: { unified_model_id: { column: 'unified_model_id' } },
    rows: ({ environmentUnifiedModels }) => environmentUnifiedModels,
    show,
  }),
  means: 'What this environment adds to a unified model.',
  shapes,
  async create(deps, { caller: { environmentId }, body }) {
    const given = checkBody(shapes.create, body);
    const model = await requireModel(deps, { environmentId, id: given.unified_model_id, name: given.unified_model });
    const insert = deps.statements.environmentUnifiedModels.insert({
      id: deps.newId(),
      environment_id: environmentId,
      unified_model_id: model.id,
      override: JSON.stringify(accept(model, patchDocument({}, given.override))),
    });
    return show(await orConflict(what, insert));
  },
  async update(deps, { caller: { environmentId }, id, body }) {
    const { version, override: patch } = checkBody(shapes.update, body);
    const row = await reviseRow(deps.statements.environmentUnifiedModels, {
      environmentId,
      id,
      what,
      version,
      async change(stored) {
        const model = await requireModel(deps, { environmentId, id: stored.unified_model_id });
        return { override: JSON.stringify(accept(model, patchDocument(stored.override, patch))) };
      },
    });
    return show(row);
  },
  remove: ({ statements }, { caller, id }) =>
    removeRow(statements.environmentUnifiedModels, { environmentId: caller.environmentId, id, what }),
};

/** The override, once every resource it touches is still a valid model. Throws `config.invalid` with findings. */
function accept(model: UnifiedModelRow, override: JsonObject): JsonObject {
  const merged = mergeConfig(model.resources, override['resources']) as JsonObject;
  const touched = isPlainObject(override['resources']) ? Object.keys(override['resources']) : [];
  for (const resource of touched) {
    if (!Object.hasOwn(merged, resource)) continue;
    const { findings } = parseDocument('model', JSON.stringify(merged[resource], null, 2), {
      file: `environment override, ${model.name}/${resource}`,
    });
    refuseFindings('environment override', findings);
  }
  return override;
}
