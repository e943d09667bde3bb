/** Admin noun `environment-integration`: an integration as this environment has it, with its override. */
import { redactDocument, SluiceError, type JsonObject } from '@sluice/engine';
import { z } from 'zod';
import type { EnvironmentIntegrationRow, IntegrationRow } from '../../adapters/store/tables.ts';
import { baseOf, openOverride } from '../base-documents.ts';
import { checkBody, objectField, orConflict, versionField } from '../checking.ts';
import type { AdminDeps } from '../deps.ts';
import { acceptOverride } from '../linting.ts';
import { listPage } from '../listing.ts';
import { patchDocument } from '../merging.ts';
import type { Noun } from '../noun.ts';
import { removeRow, requireRow, reviseRow } from '../revising.ts';
import { environmentOverrideSeal } from '../seals.ts';

const what = 'environment integration';
const settings = {
  override: objectField('Part of the integration, for all accounts of this environment.').nullable().optional(),
  is_enabled: z.boolean().optional().meta({ description: 'Off: calls are refused.' }),
  show_in_catalog: z.boolean().optional().meta({ description: 'Whether customers are offered it.' }),
};
const shapes = {
  create: z.strictObject({
    integration_id: z.string().optional().meta({ description: 'The integration by id.' }),
    integration: z.string().optional().meta({ description: 'Or by name.' }),
    ...settings,
  }),
  update: z.strictObject({ ...settings, version: versionField }),
};

export const environmentIntegration: Noun = {
  path: 'environment-integration',
  means: 'An integration as this environment has it: switched on, with its override.',
  filters: { integration_id: { column: 'integration_id' }, is_enabled: { column: 'is_enabled', type: 'boolean' } },
  shapes,
  list: (deps, { caller: { environmentId }, query }) =>
    listPage(deps.vault.cursors, {
      name: 'environment-integration',
      environmentId,
      query,
      filters: environmentIntegration.filters,
      page: deps.statements.environmentIntegrations.page,
      show: (rows) => showAll(deps, { environmentId, rows }),
    }),
  async get(deps, { caller: { environmentId }, id }) {
    return showOne(deps, await requireRow(what, deps.statements.environmentIntegrations.get({ environmentId, id })));
  },
  async create(deps, { caller: { environmentId }, body }) {
    const { statements } = deps;
    const given = checkBody(shapes.create, body);
    const integration = await integrationOf(deps, { environmentId, ...given });
    const { override = null, is_enabled, show_in_catalog } = given;
    const known = await statements.environmentIntegrations.findByIntegration({
      environmentId,
      integrationId: integration.id,
    });
    if (known !== undefined) {
      if (override === null && is_enabled === undefined && show_in_catalog === undefined) return showOne(deps, known);
      throw new SluiceError('config.conflict', 'The integration is installed already; update it instead.', {
        details: { id: known.id },
      });
    }
    const id = deps.newId();
    const sealed = override === null ? null : await accept(deps, { id, integration, environmentId, override });
    const values = { id, environment_id: environmentId, integration_id: integration.id, is_enabled, show_in_catalog };
    return showOne(
      deps,
      await orConflict(what, statements.environmentIntegrations.insert({ ...values, override_sealed: sealed })),
    );
  },
  async update(deps, { caller: { environmentId }, id, body }) {
    const { version, override, ...flags } = checkBody(shapes.update, body);
    const row = await reviseRow(deps.statements.environmentIntegrations, {
      environmentId,
      id,
      what,
      version,
      change: async (stored) => ({
        ...flags,
        ...(override === undefined ? {} : await patched(deps, { stored, patch: override })),
      }),
    });
    return showOne(deps, row);
  },
  async remove(deps, { caller: { environmentId }, id }) {
    const count = await deps.statements.environmentIntegrations.accountCount({ environmentId, id });
    if (count > 0) {
      throw new SluiceError('config.conflict', `${count} integrated accounts use it; delete them first.`, {
        details: { accounts: count },
      });
    }
    return removeRow(deps.statements.environmentIntegrations, { environmentId, id, what });
  },
};

async function patched(
  deps: AdminDeps,
  { stored, patch }: { stored: EnvironmentIntegrationRow; patch: JsonObject | null },
) {
  const { id, environment_id: environmentId } = stored;
  const integration = await requireRow(
    'integration',
    deps.statements.integrations.get({ environmentId, id: stored.integration_id }),
  );
  const override = patchDocument(openOverride(deps, stored), patch);
  return { override_sealed: await accept(deps, { id, integration, environmentId, override }) };
}

interface Proposal {
  readonly id: string;
  readonly environmentId: string;
  readonly integration: IntegrationRow;
  readonly override: JsonObject;
}

/** Checked against the integration without the environment's own level, then sealed. Throws `config.invalid` with findings. */
async function accept(deps: AdminDeps, { id, environmentId, integration, override }: Proposal): Promise<Buffer | null> {
  const base = await baseOf(deps, {
    environmentId,
    integration,
    installation: null,
    level: 'environment',
    file: 'environment override',
  });
  const accepted = acceptOverride('integration', { override, base });
  return Object.keys(accepted).length === 0
    ? null
    : deps.vault.seal(JSON.stringify(accepted), environmentOverrideSeal(id));
}

function integrationOf(
  { statements }: AdminDeps,
  wanted: { environmentId: string; integration_id?: string | undefined; integration?: string | undefined },
): Promise<IntegrationRow> {
  const { environmentId, integration_id: id, integration: name } = wanted;
  if (id !== undefined) return requireRow('integration', statements.integrations.get({ environmentId, id }));
  return requireRow('integration', statements.integrations.findByName({ environmentId, name: name ?? '' }));
}

async function showAll(
  deps: AdminDeps,
  { environmentId, rows }: { environmentId: string; rows: readonly EnvironmentIntegrationRow[] },
): Promise<JsonObject[]> {
  const names = await deps.statements.environmentIntegrations.namesOf({ environmentId, ids: rows.map(({ id }) => id) });
  const nameById = new Map(names.map(({ id, integration_id, ...rest }) => [id, { id: integration_id, ...rest }]));
  return rows.map((row) => ({
    id: row.id,
    integration_id: row.integration_id,
    integration: nameById.get(row.id) ?? null,
    override: redactDocument('integration_override', openOverride(deps, row)),
    is_enabled: row.is_enabled,
    show_in_catalog: row.show_in_catalog,
    version: row.version,
    created_at: row.created_at,
    updated_at: row.updated_at,
  }));
}

async function showOne(deps: AdminDeps, row: EnvironmentIntegrationRow): Promise<JsonObject> {
  const [shown] = await showAll(deps, { environmentId: row.environment_id, rows: [row] });
  return shown!;
}
