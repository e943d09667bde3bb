/** Admin noun `environment`. Only the operator sees more than one, makes or removes one. */
import { SluiceError, type JsonObject } from '@sluice/engine/terms';
import { z } from 'zod';
import type { EnvironmentRow } from '../../adapters/store/tables.ts';
import type { Caller } from '../caller.ts';
import { checkBody, versionField } from '../checking.ts';
import type { AdminDeps } from '../deps.ts';
import { listPage } from '../listing.ts';
import type { Noun } from '../noun.ts';
import { checkVersion, requireRow, versionConflict } from '../revising.ts';

const name = z.string().min(1).max(100).meta({ description: 'Unique name.' });
const shapes = { create: z.strictObject({ name }), update: z.strictObject({ name, version: versionField }) };

const show = ({ id, name, version, created_at, updated_at }: EnvironmentRow): JsonObject => ({
  id,
  name,
  version,
  created_at,
  updated_at,
});

export const environment: Noun = {
  path: 'environment',
  means: 'An isolated workspace: its own tokens, overrides and accounts.',
  filters: {},
  shapes,
  list: ({ statements, vault }, { caller, query }) =>
    listPage(vault.cursors, {
      name: 'environment',
      environmentId: caller.isOperator ? '' : caller.environmentId,
      query,
      filters: {},
      page: (input) =>
        statements.environments.page({ ...input, only: caller.isOperator ? null : caller.environmentId }),
      show: (rows) => rows.map(show),
    }),
  get: async (deps, input) => show(await find(deps, input)),
  async create({ statements, newId }, { caller, body }) {
    refuseOthers(caller);
    const values = checkBody(shapes.create, body);
    const row = await statements.environments.insert({ id: newId(), name: values.name });
    if (row === undefined) throw new SluiceError('config.conflict', 'There is already an environment of that name.');
    return show(row);
  },
  async update(deps, input) {
    const { version, name } = checkBody(shapes.update, input.body);
    const row = await find(deps, input);
    checkVersion('environment', { version, current: row.version });
    const other = await deps.statements.environments.findByName(name);
    if (other !== undefined && other.id !== row.id) {
      throw new SluiceError('config.conflict', 'There is already an environment of that name.');
    }
    const updated = await deps.statements.environments.update({ id: row.id, version: row.version, name });
    if (updated === undefined) throw versionConflict('environment', (await find(deps, input)).version);
    return show(updated);
  },
  async remove(deps, input) {
    refuseOthers(input.caller);
    const row = await find(deps, input);
    await deps.statements.environments.remove(row.id);
    return { id: row.id };
  },
};

function find({ statements }: AdminDeps, { caller, id }: { caller: Caller; id: string }): Promise<EnvironmentRow> {
  const isVisible = caller.isOperator || id === caller.environmentId;
  return requireRow('environment', isVisible ? statements.environments.get(id) : Promise.resolve(null));
}

function refuseOthers(caller: Caller): void {
  if (!caller.isOperator)
    throw new SluiceError('auth.wrong_scope', 'Only the operator token may make or remove environments.');
}
