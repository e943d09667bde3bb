/** Admin noun `integrated-account`: a customer's connection, created with a given context. Secrets go in and are never read back. */
import type { JsonObject } from '@sluice/engine';
import type { IntegratedAccountRow } from '../../adapters/store/tables.ts';
import { checkBody } from '../checking.ts';
import type { AdminDeps } from '../deps.ts';
import { listPage } from '../listing.ts';
import type { Noun } from '../noun.ts';
import { removeRow, requireRow, reviseRow } from '../revising.ts';
import { showAccounts } from './rows.ts';
import { shapes } from './shapes.ts';
import { changedAccount, insertAccount } from './write.ts';

const what = 'integrated account';

export const integratedAccount: Noun = {
  path: 'integrated-account',
  means: "One customer's authorised connection to one integration.",
  filters: {
    tenant_id: { column: 'tenant_id' },
    status: { column: 'status' },
    'integration.name': { column: 'integration_name' },
    environment_integration_id: { column: 'environment_integration_id' },
  },
  shapes: { create: shapes.create, update: shapes.update },
  list: (deps, { caller, query }) =>
    listPage(deps.vault.cursors, {
      name: 'integrated-account',
      environmentId: caller.environmentId,
      query,
      filters: integratedAccount.filters,
      page: deps.statements.integratedAccounts.page,
      show: (rows) => showAccounts(deps, { environmentId: caller.environmentId, rows }),
    }),
  async get(deps, { caller: { environmentId }, id }) {
    return showOne(deps, await requireRow(what, deps.statements.integratedAccounts.get({ environmentId, id })));
  },
  async create(deps, { caller: { environmentId }, body }) {
    const given = checkBody(shapes.create, body);
    return showOne(deps, await insertAccount(deps, environmentId, given));
  },
  async update(deps, { caller: { environmentId }, id, body }) {
    const given = checkBody(shapes.update, body);
    const row = await reviseRow(deps.statements.integratedAccounts, {
      environmentId,
      id,
      what,
      version: given.version,
      change: (stored) => changedAccount(deps, stored, given),
    });
    return showOne(deps, row);
  },
  remove: ({ statements }, { caller, id }) =>
    removeRow(statements.integratedAccounts, { environmentId: caller.environmentId, id, what }),
};

async function showOne(deps: AdminDeps, row: IntegratedAccountRow): Promise<JsonObject> {
  const [shown] = await showAccounts(deps, { environmentId: row.environment_id, rows: [row] });
  return shown!;
}
