/** Admin noun `environment-variable`: `{{env.NAME}}` of configs. Values are sealed and write-only. */
import type { JsonObject } from '@sluice/engine/terms';
import { z } from 'zod';
import type { EnvironmentVariableRow } from '../../adapters/store/tables.ts';
import { checkBody, orConflict, versionField } from '../checking.ts';
import type { Noun } from '../noun.ts';
import { readsOf } from '../reading.ts';
import { removeRow, reviseRow } from '../revising.ts';
import { variableSeal } from '../seals.ts';

const what = 'environment variable';
const value = z.string().meta({ description: 'The value; never shown again.' });
const shapes = {
  create: z.strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/)
      .meta({ description: 'Name in `{{env.NAME}}`.' }),
    value,
  }),
  update: z.strictObject({ value, version: versionField }),
};

const show = ({ id, name, version, created_at, updated_at }: EnvironmentVariableRow): JsonObject => ({
  id,
  name,
  version,
  created_at,
  updated_at,
});

export const environmentVariable: Noun = {
  ...readsOf({
    path: 'environment-variable',
    what,
    filters: { name: { column: 'name' } },
    rows: ({ environmentVariables }) => environmentVariables,
    show,
  }),
  means: 'A sealed value configs of this environment read as `{{env.NAME}}`.',
  shapes,
  async create({ statements, vault, newId }, { caller, body }) {
    const { name, value } = checkBody(shapes.create, body);
    const id = newId();
    const row = { id, environment_id: caller.environmentId, name, value_sealed: vault.seal(value, variableSeal(id)) };
    return show(await orConflict(what, statements.environmentVariables.insert(row)));
  },
  async update({ statements, vault }, { caller, id, body }) {
    const { version, value } = checkBody(shapes.update, body);
    const row = await reviseRow(statements.environmentVariables, {
      environmentId: caller.environmentId,
      id,
      what,
      version,
      change: () => ({ value_sealed: vault.seal(value, variableSeal(id)) }),
    });
    return show(row);
  },
  remove: ({ statements }, { caller, id }) =>
    removeRow(statements.environmentVariables, { environmentId: caller.environmentId, id, what }),
};
