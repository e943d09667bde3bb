/** Admin noun `api-token`. The secret is in the answer to `create` and nowhere else: only its keyed hash is kept. */
import { SluiceError, type JsonObject } from '@sluice/engine/terms';
import { z } from 'zod';
import type { ApiTokenRow } from '../../adapters/store/tables.ts';
import { tokenScopes } from '../caller.ts';
import { checkBody, orConflict, versionField } from '../checking.ts';
import type { AdminDeps } from '../deps.ts';
import type { Noun } from '../noun.ts';
import { readsOf } from '../reading.ts';
import { removeRow, reviseRow } from '../revising.ts';

export type { TokenScope } from '../caller.ts';

const what = 'API token';
const name = z.string().min(1).max(200).meta({ description: 'What it is for.' });
const scopes = z
  .array(z.enum(tokenScopes))
  .min(1)
  .meta({ description: '`data`: unified, proxy, custom. `admin`: configuration. `connect`: connecting accounts.' });
const expiresAt = z.iso
  .datetime({ offset: true })
  .nullable()
  .meta({ description: 'When it stops working; null never.' });
const shapes = {
  create: z.strictObject({
    name,
    scopes: scopes.default(['data']),
    integrated_account_id: z.string().nullable().optional().meta({ description: 'Binds the token to one account.' }),
    expires_at: expiresAt.optional(),
  }),
  update: z.strictObject({
    name: name.optional(),
    scopes: scopes.optional(),
    expires_at: expiresAt.optional(),
    version: versionField,
  }),
};

const show = ({ token_hash: _hash, environment_id: _environment, ...rest }: ApiTokenRow): JsonObject => rest;

export const apiToken: Noun = {
  ...readsOf({
    path: 'api-token',
    what,
    filters: { integrated_account_id: { column: 'integrated_account_id' } },
    rows: ({ apiTokens }) => apiTokens,
    show,
  }),
  means: 'A bearer token of this environment. Its secret is shown once, when it is made.',
  shapes,
  async create(deps, { caller, body }) {
    const values = checkBody(shapes.create, body);
    const accountId = values.integrated_account_id ?? null;
    const secret = `sluice_${Buffer.from(deps.random(32)).toString('base64url')}`;
    await refuseForeignAccount(deps, { environmentId: caller.environmentId, accountId });
    refuseAccountAdmin({ accountId, scopes: values.scopes });
    const row = await orConflict(
      what,
      deps.statements.apiTokens.insert({
        id: deps.newId(),
        environment_id: caller.environmentId,
        name: values.name,
        token_hash: deps.vault.hash(secret),
        scopes: values.scopes,
        integrated_account_id: accountId,
        expires_at: dateOf(values.expires_at),
      }),
    );
    return { ...show(row), token: secret };
  },
  async update({ statements }, { caller, id, body }) {
    const { version, expires_at, ...changes } = checkBody(shapes.update, body);
    const row = await reviseRow(statements.apiTokens, {
      environmentId: caller.environmentId,
      id,
      what,
      version,
      change(row) {
        refuseAccountAdmin({ accountId: row.integrated_account_id, scopes: changes.scopes ?? row.scopes });
        const expiry =
          expires_at === undefined ? {} : { expires_at: expires_at === null ? null : new Date(expires_at) };
        return { ...changes, ...expiry };
      },
    });
    return show(row);
  },
  remove: ({ statements }, { caller, id }) =>
    removeRow(statements.apiTokens, { environmentId: caller.environmentId, id, what }),
};

const dateOf = (text: string | null | undefined): Date | null => (typeof text === 'string' ? new Date(text) : null);

async function refuseForeignAccount(
  { statements }: AdminDeps,
  { environmentId, accountId }: { environmentId: string; accountId: string | null },
): Promise<void> {
  if (accountId === null || (await statements.integratedAccounts.get({ environmentId, id: accountId })) !== null)
    return;
  throw new SluiceError('account.not_found', 'There is no such integrated account in this environment.');
}

/** A token for one account must not reach the configuration of all of them. */
function refuseAccountAdmin({ accountId, scopes }: { accountId: string | null; scopes: readonly string[] }): void {
  if (accountId === null || !scopes.includes('admin')) return;
  throw new SluiceError('request.invalid_body', 'A token bound to an account cannot have the scope `admin`.', {
    details: { failures: [{ path: 'scopes', message: 'must not include admin' }] },
  });
}
