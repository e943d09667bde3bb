/** An invented provider and model, small enough to read: what the tests of the work below the HTTP door use. */
import type { ByteSource } from '@sluice/engine';
import type { AdminDeps } from '../../packages/server/src/work/deps.ts';
import { integratedAccount } from '../../packages/server/src/work/accounts/accounts.ts';
import { integration } from '../../packages/server/src/work/catalog/integrations.ts';
import { mappingRow } from '../../packages/server/src/work/catalog/mapping-rows.ts';
import { unifiedModel } from '../../packages/server/src/work/catalog/models.ts';

export const acme = {
  base_url: 'https://{{subdomain}}.acme.example',
  credentials: {
    api_key: {
      format: 'api_key',
      config: {
        fields: [
          { name: 'subdomain', label: 'Subdomain', type: 'text', required: true },
          { name: 'pass_word_of_app', label: 'App password', type: 'password' },
        ],
      },
    },
  },
  authorization: [{ format: 'bearer', config: { path: 'api_key' } }],
  resources: {
    people: {
      list: { path: '/people', method: 'get', response_path: 'items' },
      get: { path: '/people/{{id}}', method: 'get' },
    },
    notes: { list: { path: '/people/{{query.person_id}}/notes', method: 'get', response_path: 'items' } },
  },
};

const record = { type: 'object', properties: { id: { type: 'string' }, name: { type: 'string' } } };

export const people = {
  contacts: { description: 'A person.', schema: record, methods: { list: {}, get: {} } },
  notes: { description: 'A note.', schema: record, methods: { list: { filters: ['person_id'] } } },
};

export const listMapping = {
  resource: 'people',
  method: 'list',
  response_mapping: "response.{'id': id, 'name': full_name}",
};

/** Writes the provider, the model and one mapping into an environment. */
export async function installAcme(deps: AdminDeps, environmentId: string): Promise<void> {
  const caller = { environmentId, isOperator: false };
  await integration.create(deps, { caller, body: { name: 'acme', config: acme } });
  await unifiedModel.create(deps, { caller, body: { name: 'people', resources: people } });
  const key = { unified_model: 'people', integration_name: 'acme' };
  await mappingRow.create(deps, {
    caller,
    body: { ...key, resource_name: 'contacts', method_name: 'list', config: listMapping },
  });
}

export async function connectAccount(deps: AdminDeps, environmentId: string, extra: object = {}) {
  const body = {
    tenant_id: 't1',
    integration: 'acme',
    context: { subdomain: 'blue', api_key: 'key-in-the-clear', pass_word_of_app: 'app-in-the-clear' },
    ...extra,
  };
  return integratedAccount.create(deps, { caller: { environmentId, isOperator: false }, body });
}

/** A body that has arrived. */
export const textOf = (text: string): ByteSource => ({
  text: async () => text,
  bytes: async () => Buffer.from(text),
  async *stream() {
    yield Buffer.from(text);
  },
  discard: () => undefined,
});
