/** Admin noun `unified-model-resource-method`: base mapping rows. Catalog ones change by their folder. */
import { SluiceError, type JsonObject } from '@sluice/engine';
import { z } from 'zod';
import type { MappingRow } from '../../adapters/store/tables.ts';
import { requireModel } from '../base-documents.ts';
import { checkBody, objectField, orConflict, versionField } from '../checking.ts';
import type { AdminDeps } from '../deps.ts';
import { acceptMapping, rowKeyShape } from '../mapping-config.ts';
import { patchDocument } from '../merging.ts';
import type { Noun } from '../noun.ts';
import { readsOf } from '../reading.ts';
import { removeRow, reviseRow } from '../revising.ts';
import { contentHash } from './content-hash.ts';

const what = 'mapping row';
const config = objectField('The mapping method.');
const shapes = {
  create: z.strictObject({ ...rowKeyShape, config }),
  update: z.strictObject({ config, version: versionField }),
};

const show = ({ environment_id: _environment, content_hash: _hash, ...row }: MappingRow): JsonObject => ({ ...row });

export const mappingRow: Noun = {
  ...readsOf({
    path: 'unified-model-resource-method',
    what,
    filters: {
      unified_model_id: { column: 'unified_model_id' },
      integration_name: { column: 'integration_name' },
      resource_name: { column: 'resource_name' },
      method_name: { column: 'method_name' },
    },
    rows: ({ mappingRows }) => mappingRows,
    show,
  }),
  means: 'The base mapping of one unified method of one integration.',
  shapes,
  async create(deps, { caller: { environmentId }, body }) {
    const given = checkBody(shapes.create, body);
    const { resource_name: resource, method_name: method, integration_name: integrationName } = given;
    const model = await requireModel(deps, { environmentId, id: given.unified_model_id, name: given.unified_model });
    const place = { environmentId, model: model.name, resource, method, integrationName, level: 'base' as const };
    await refuseMapped(deps, { environmentId, integrationName, place: `${model.name}/${resource}/${method}` });
    const accepted = await acceptMapping(deps, { ...place, config: given.config });
    const id = deps.newId();
    const insert = deps.statements.mappingRows.insert({
      id,
      environment_id: environmentId,
      unified_model_id: model.id,
      resource_name: resource,
      method_name: method,
      integration_name: integrationName,
      source: 'api',
      source_path: `mapping row ${id}`,
      ...configColumns(accepted),
    });
    return show(await orConflict(what, insert));
  },
  async update(deps, { caller: { environmentId }, id, body }) {
    const { version, config: patch } = checkBody(shapes.update, body);
    const row = await reviseRow(deps.statements.mappingRows, {
      environmentId,
      id,
      what,
      version,
      async change(stored) {
        const model = await requireModel(deps, { environmentId, id: stored.unified_model_id });
        const { resource_name: resource, method_name: method, integration_name: integrationName } = stored;
        const config = patchDocument(stored.config, patch);
        const place = { environmentId, model: model.name, resource, method, integrationName, level: 'base' as const };
        const columns = configColumns(await acceptMapping(deps, { ...place, config }));
        return { ...columns, revision: stored.revision + (columns.content_hash === stored.content_hash ? 0 : 1) };
      },
    });
    return show(row);
  },
  remove: ({ statements }, { caller, id }) =>
    removeRow(statements.mappingRows, { environmentId: caller.environmentId, id, what }),
};

const configColumns = (config: JsonObject) => ({
  config: JSON.stringify(config),
  content_hash: contentHash(config),
});

async function refuseMapped(
  deps: AdminDeps,
  key: { environmentId: string; integrationName: string; place: string },
): Promise<void> {
  const rows = await deps.statements.mappingRows.ofIntegration(key);
  const isMapped = rows.some((row) => `${row.model_name}/${row.resource_name}/${row.method_name}` === key.place);
  if (isMapped)
    throw new SluiceError('config.conflict', 'The base maps this method already; lay an environment row over it.');
}
