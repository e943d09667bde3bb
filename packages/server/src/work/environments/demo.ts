/**
 * The demo environment: connected accounts that talk to the simulator, all from `catalog/demo.yaml`. Safe to run on every
 * start; what a user changed on an account (overrides, tenant) stays.
 */
import { canonicalJson, isPlainObject, mergeConfig, mergeResults, SluiceError, type JsonObject } from '@sluice/engine';
import { parse } from 'yaml';
import { z } from 'zod';
import { openOverride } from '../base-documents.ts';
import type { AdminDeps } from '../deps.ts';
import { tokenScopes } from '../caller.ts';
import { requireRow } from '../revising.ts';
import { environmentIntegration } from './integrations.ts';

export const DEMO_ENVIRONMENT = 'demo';

const entryShape = z.strictObject({
  id: z.string(),
  integration: z.string(),
  tenant_id: z.string(),
  authentication_method: z.string().nullable().default(null),
  context: z.record(z.string(), z.unknown()).default({}),
  credentials: z.record(z.string(), z.unknown()).default({}),
  environment_override: z.record(z.string(), z.unknown()).default({}),
});
const fileShape = z.union([
  z.array(entryShape),
  z.strictObject({ accounts: z.array(entryShape) }).transform(({ accounts }) => accounts),
]);

/** One connected account of the demo; its credentials are invented. */
export type DemoEntry = z.infer<typeof entryShape>;

/** `text` is the YAML of `demo.yaml`; `{{simulator}}` stands for the simulator's origin. Throws `config.invalid`. */
export function readDemo(text: string, simulatorOrigin: string): DemoEntry[] {
  const parsed = fileShape.safeParse(withOrigin(parse(text), simulatorOrigin));
  if (parsed.success) return parsed.data;
  const failures = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new SluiceError('config.invalid', 'demo.yaml is not a list of demo accounts.', { details: { failures } });
}

function withOrigin(value: unknown, origin: string): unknown {
  if (typeof value === 'string') return value.replaceAll('{{simulator}}', origin);
  if (Array.isArray(value)) return value.map((item) => withOrigin(item, origin));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withOrigin(inner, origin)]));
}

export interface DemoInput {
  readonly entries: readonly DemoEntry[];
  readonly token: string;
  /** Saves an account under a given id: bound to the room of accounts in main.ts. */
  readonly saveAccount: (deps: AdminDeps, account: DemoAccount) => Promise<void>;
}

export interface DemoAccount {
  readonly environmentId: string;
  readonly id: string;
  readonly tenantId: string;
  readonly environmentIntegrationId: string;
  readonly authenticationMethod: string | null;
  readonly context: JsonObject;
}

export async function prepareDemo(deps: AdminDeps, { entries, token, saveAccount }: DemoInput): Promise<void> {
  const { statements } = deps;
  await statements.environments.insert({ id: DEMO_ENVIRONMENT, name: DEMO_ENVIRONMENT });
  await saveToken(deps, token);
  for (const [name, own] of byIntegration(entries)) {
    const integration = await requireRow(
      `integration "${name}"`,
      statements.integrations.findByName({ environmentId: DEMO_ENVIRONMENT, name }),
    );
    const key = { environmentId: DEMO_ENVIRONMENT, integrationId: integration.id };
    const installation = await statements.environmentIntegrations.ensure({ id: deps.newId(), ...key });
    const wanted = own.reduce(
      (override, entry) => mergeConfig(override, entry.environment_override) as JsonObject,
      {} as JsonObject,
    );
    await saveOverride(deps, {
      id: installation.id,
      version: installation.version,
      stored: openOverride(deps, installation),
      wanted,
    });
    for (const entry of own) {
      await saveAccount(deps, {
        environmentId: DEMO_ENVIRONMENT,
        id: entry.id,
        tenantId: entry.tenant_id,
        environmentIntegrationId: installation.id,
        authenticationMethod: entry.authentication_method,
        context: mergeResults(entry.context, entry.credentials) as JsonObject,
      });
    }
  }
}

function byIntegration(entries: readonly DemoEntry[]): Map<string, DemoEntry[]> {
  const groups = new Map<string, DemoEntry[]>();
  for (const entry of entries) groups.set(entry.integration, [...(groups.get(entry.integration) ?? []), entry]);
  return groups;
}

/** The demo's own keys are laid over what a user added to the override. */
async function saveOverride(
  deps: AdminDeps,
  { id, version, stored, wanted }: { id: string; version: number; stored: JsonObject; wanted: JsonObject },
): Promise<void> {
  const merged = mergeConfig(stored, wanted) as JsonObject;
  if (canonicalJson(merged) === canonicalJson(stored)) return;
  const caller = { environmentId: DEMO_ENVIRONMENT, isOperator: false };
  await environmentIntegration.update(deps, { caller, id, body: { override: wanted, version } });
}

async function saveToken({ statements, vault }: AdminDeps, token: string): Promise<void> {
  const hash = vault.hash(token);
  const key = { environmentId: DEMO_ENVIRONMENT, id: 'demo-token' };
  const known = await statements.apiTokens.get(key);
  if (known?.token_hash.equals(hash) === true) return;
  if (known !== null) await statements.apiTokens.remove(key);
  await statements.apiTokens.insert({
    id: key.id,
    environment_id: key.environmentId,
    name: 'demo',
    token_hash: hash,
    scopes: [...tokenScopes],
    integrated_account_id: null,
    expires_at: null,
  });
}
