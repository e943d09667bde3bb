/** Admin noun `unified-model`: catalog models to read, and an environment's own to write. */
import { lintModels, SluiceError, type JsonObject } from '@sluice/engine';
import { z } from 'zod';
import type { UnifiedModelRow } from '../../adapters/store/tables.ts';
import { checkBody, objectField, orConflict, versionField } from '../checking.ts';
import { refuseFindings } from '../linting.ts';
import { listPage } from '../listing.ts';
import { patchDocument } from '../merging.ts';
import type { Noun } from '../noun.ts';
import { removeRow, requireRow, reviseRow } from '../revising.ts';
import { contentHash } from './content-hash.ts';

const what = 'unified model';
const resources = objectField('Resource -> {description, schema, methods}.');
const shapes = {
  create: z.strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,99}$/)
      .meta({ description: 'Becomes /unified/{name}.' }),
    resources,
  }),
  update: z.strictObject({ resources, version: versionField }),
};

const show = (row: UnifiedModelRow): JsonObject => ({
  id: row.id,
  name: row.name,
  source: row.source,
  source_path: row.source_path,
  resources: row.resources,
  revision: row.revision,
  version: row.version,
  last_refusal: row.last_refusal,
  removed_at: row.removed_at,
  created_at: row.created_at,
  updated_at: row.updated_at,
});

export const unifiedModel: Noun = {
  path: 'unified-model',
  means: 'A unified model: its resources, their schemas and methods.',
  filters: { name: { column: 'name' }, source: { column: 'source' } },
  shapes,
  list: ({ statements, vault }, { caller, query }) =>
    listPage(vault.cursors, {
      name: 'unified-model',
      environmentId: caller.environmentId,
      query,
      filters: unifiedModel.filters,
      page: statements.unifiedModels.page,
      show: (rows) => rows.map(show),
    }),
  async get({ statements }, { caller: { environmentId }, id }) {
    const byId = await statements.unifiedModels.get({ environmentId, id });
    return show(byId ?? (await requireRow(what, statements.unifiedModels.findByName({ environmentId, name: id }))));
  },
  async create({ statements, newId }, { caller: { environmentId }, body }) {
    const { name, resources } = checkBody(shapes.create, body);
    if ((await statements.unifiedModels.findByName({ environmentId, name })) !== undefined) {
      throw new SluiceError('config.conflict', `There is already a unified model "${name}"; extend it instead.`);
    }
    const id = newId();
    const insert = statements.unifiedModels.insert({
      id,
      environment_id: environmentId,
      name,
      source: 'api',
      source_path: `unified model ${id}`,
      ...modelColumns({ name, resources }),
    });
    return show(await orConflict(what, insert));
  },
  async update({ statements }, { caller: { environmentId }, id, body }) {
    const { version, resources: patch } = checkBody(shapes.update, body);
    const row = await reviseRow(statements.unifiedModels, {
      environmentId,
      id,
      what,
      version,
      change(stored) {
        const columns = modelColumns({ name: stored.name, resources: patchDocument(stored.resources, patch) });
        return { ...columns, revision: stored.revision + (columns.content_hash === stored.content_hash ? 0 : 1) };
      },
    });
    return show(row);
  },
  async remove({ statements }, { caller: { environmentId }, id }) {
    if ((await statements.environmentUnifiedModels.findByModel({ environmentId, unifiedModelId: id })) !== undefined) {
      throw new SluiceError('config.conflict', 'The environment extends this model; remove that first.');
    }
    return removeRow(statements.unifiedModels, { environmentId, id, what });
  },
};

/** Throws `config.invalid` with findings. */
function modelColumns({ name, resources }: { name: string; resources: JsonObject }) {
  const texts = Object.entries(resources).map(([resource, document]) => [
    `${name}/${resource}.json`,
    JSON.stringify(document, null, 2),
  ]);
  const { models, findings } = lintModels(Object.fromEntries(texts) as Record<string, string>);
  refuseFindings('unified model', findings);
  const model = models[name] ?? { resources: {}, types: {} };
  return {
    resources: JSON.stringify(model.resources),
    types: JSON.stringify(model.types),
    content_hash: contentHash(model),
  };
}
