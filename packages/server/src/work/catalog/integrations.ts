/** Admin noun `integration`: catalog integrations to read, and an environment's own to write. */
import { lintFolder, redactDocument, SluiceError, type JsonObject } from '@sluice/engine';
import { z } from 'zod';
import type { IntegrationRow } from '../../adapters/store/tables.ts';
import { checkBody, objectField, orConflict, versionField } from '../checking.ts';
import type { AdminDeps } from '../deps.ts';
import { refuseFindings } from '../linting.ts';
import { listPage } from '../listing.ts';
import { keepMasked } from '../masking.ts';
import { patchDocument } from '../merging.ts';
import type { Noun } from '../noun.ts';
import { removeRow, requireRow, reviseRow } from '../revising.ts';
import { contentHash } from './content-hash.ts';

const what = 'integration';
const config = objectField('The integration document.');
const shapes = {
  create: z.strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,99}$/)
      .meta({ description: 'Slug: lower case, digits, dashes.' }),
    config,
  }),
  update: z.strictObject({ config, version: versionField }),
};

const show = (row: IntegrationRow): JsonObject => ({
  id: row.id,
  name: row.name,
  label: row.label,
  category: row.category,
  source: row.source,
  source_path: row.source_path,
  config: redactDocument('integration', row.document),
  revision: row.revision,
  version: row.version,
  last_refusal: row.last_refusal,
  removed_at: row.removed_at,
  created_at: row.created_at,
  updated_at: row.updated_at,
});

export const integration: Noun = {
  path: 'integration',
  means: "One provider's API, described. Catalog ones change by their folder, the environment's own by these routes.",
  filters: { name: { column: 'name' }, category: { column: 'category' }, source: { column: 'source' } },
  shapes,
  list: ({ statements, vault }, { caller, query }) =>
    listPage(vault.cursors, {
      name: 'integration',
      environmentId: caller.environmentId,
      query,
      filters: integration.filters,
      page: statements.integrations.page,
      show: (rows) => rows.map(show),
    }),
  get: async (deps, { caller, id }) => show(await findIntegration(deps, { environmentId: caller.environmentId, id })),
  async create({ statements, newId }, { caller: { environmentId }, body }) {
    const given = checkBody(shapes.create, body);
    const { name } = given;
    if ((await statements.integrations.findByName({ environmentId, name })) !== undefined) {
      throw new SluiceError('config.conflict', `There is already an integration "${name}"; override it instead.`);
    }
    const id = newId();
    const insert = statements.integrations.insert({
      id,
      environment_id: environmentId,
      name,
      source: 'api',
      source_path: `integration ${id}`,
      ...documentColumns({ name, id, config: given.config }),
    });
    return show(await orConflict(what, insert));
  },
  async update({ statements }, { caller: { environmentId }, id, body }) {
    const { version, config: patch } = checkBody(shapes.update, body);
    const row = await reviseRow(statements.integrations, {
      environmentId,
      id,
      what,
      version,
      change(stored) {
        const columns = documentColumns({
          name: stored.name,
          id,
          config: patchDocument(stored.document, keepMasked(patch, stored.document)),
        });
        const isChanged = columns.content_hash !== stored.content_hash;
        return { ...columns, revision: stored.revision + (isChanged ? 1 : 0) };
      },
    });
    return show(row);
  },
  async remove({ statements }, { caller: { environmentId }, id }) {
    const installation = await statements.environmentIntegrations.findByIntegration({
      environmentId,
      integrationId: id,
    });
    if (installation !== undefined) {
      throw new SluiceError('config.conflict', 'The integration is installed in this environment; remove that first.', {
        details: { environment_integration_id: installation.id },
      });
    }
    return removeRow(statements.integrations, { environmentId, id, what });
  },
};

/** By id or by name. */
export async function findIntegration(
  { statements }: AdminDeps,
  { environmentId, id }: { environmentId: string; id: string },
): Promise<IntegrationRow> {
  const byId = await statements.integrations.get({ environmentId, id });
  return byId ?? requireRow(what, statements.integrations.findByName({ environmentId, name: id }));
}

/** Throws `config.invalid` with findings. */
function documentColumns({ name, id, config }: { name: string; id: string; config: JsonObject }) {
  const folder = `integration ${id}`;
  const files = { 'integration.json': JSON.stringify({ name, ...config }, null, 2) };
  const { integration: document, findings } = lintFolder({ slug: name, files, models: null, folder });
  refuseFindings('integration', findings);
  if (document === null)
    throw new SluiceError('config.invalid', 'The integration cannot be read.', { details: { findings } });
  return {
    label: document.label ?? null,
    category: document.category ?? null,
    document: JSON.stringify(document),
    content_hash: contentHash(document),
  };
}
