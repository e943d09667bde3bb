/**
 * Everything a call looks up, cached: tokens, environments, installations, accounts, compiled plans. In steady state no
 * look-up reaches the database. Entries leave when a change is told (`apply`), on any process.
 */
import type { IntegrationPlan, MappingPlan } from '@sluice/engine';
import { LRUCache } from 'lru-cache';
import type { Statements } from '../../adapters/store/statements.ts';
import type { Vault } from '../../adapters/vault/vault.ts';
import type { KnownToken, TokenScope } from '../caller.ts';
import { createCache, type Cache } from './cache.ts';
import { loadAccount, type OpenAccount } from './load-account.ts';
import type { LoadDeps } from './load-deps.ts';
import { loadEnvironment, type EnvironmentView } from './load-environment.ts';
import { loadInstallation, type InstallationView } from './load-installation.ts';

export interface Directory {
  /** By keyed hash (hex); null for an unknown token. */
  readonly tokens: Cache<KnownToken | null>;
  readonly environmentIds: Cache<boolean>;
  readonly environments: Cache<EnvironmentView>;
  /** By `directoryKey`. */
  readonly installations: Cache<InstallationView>;
  /** By `directoryKey`. */
  readonly accounts: Cache<OpenAccount>;
  readonly integrationPlans: LRUCache<string, IntegrationPlan>;
  readonly mappingPlans: LRUCache<string, MappingPlan>;
  readonly load: LoadDeps;
  clear(): void;
}

export const directoryKey = (environmentId: string, id: string): string => `${environmentId}\n${id}`;

const splitKey = (key: string): { environmentId: string; id: string } => {
  const at = key.indexOf('\n');
  return { environmentId: key.slice(0, at), id: key.slice(at + 1) };
};

export function createDirectory({ statements, vault }: { statements: Statements; vault: Vault }): Directory {
  const documents = new LRUCache<string, object>({ max: 10_000 });
  const load: LoadDeps = {
    statements,
    vault,
    intern<Document extends object>(key: string, make: () => Document) {
      const known = documents.get(key);
      if (known !== undefined) return known as Document;
      const made = make();
      documents.set(key, made);
      return made;
    },
  };
  const tokens = createCache({ max: 20_000, load: (hash) => loadToken(statements, hash) });
  const environmentIds = createCache({
    max: 5000,
    load: async (id) => (await statements.environments.get(id)) !== undefined,
  });
  const environments = createCache({ max: 1000, load: (id) => loadEnvironment(load, id) });
  const installations = createCache({ max: 5000, load: (key) => loadInstallation(load, splitKey(key)) });
  const accounts = createCache({ max: 20_000, load: (key) => loadAccount(load, splitKey(key)) });
  return {
    tokens,
    environmentIds,
    environments,
    installations,
    accounts,
    integrationPlans: new LRUCache({ max: 2000 }),
    mappingPlans: new LRUCache({ max: 10_000 }),
    load,
    clear() {
      for (const cache of [tokens, environmentIds, environments, installations, accounts]) cache.clear();
    },
  };
}

async function loadToken(statements: Statements, hash: string): Promise<KnownToken | null> {
  const row = await statements.apiTokens.findByHash(Buffer.from(hash, 'hex'));
  if (row === undefined) return null;
  return {
    id: row.id,
    environmentId: row.environment_id,
    scopes: row.scopes as TokenScope[],
    accountId: row.integrated_account_id,
    expiresAtMs: row.expires_at?.getTime() ?? null,
  };
}
