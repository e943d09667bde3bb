/** Opens what one call needs: the account, the integration as its environment has it, the compiled plans. From caches alone in steady state. */
import { SluiceError, type CallLimits, type IntegrationPlan, type MappingPlan, type Ports } from '@sluice/engine';
import type { AccountHealth } from '../../adapters/store/integrated-account.ts';
import type { CallRecorder } from '../../adapters/record/record.ts';
import type { Authentication } from '../caller.ts';
import type { Log } from '../deps.ts';
import { directoryKey, type Directory } from './directory.ts';
import type { OpenAccount } from './load-account.ts';
import type { InstallationView } from './load-installation.ts';
import type { EnvironmentView } from './load-environment.ts';
import { integrationPlanOf, mappingPlanOf, type UnifiedMethod } from './plans.ts';

export interface CallDeps {
  readonly directory: Directory;
  readonly ports: Ports;
  readonly limits: CallLimits;
  readonly recorder: CallRecorder;
  readonly saveHealth: (health: AccountHealth) => Promise<void>;
  readonly log: Log;
}

/** Who calls, for which account. */
export interface CallFor {
  readonly authentication: Authentication;
  /** `integrated_account_id` of the query; null when it is left to the token. */
  readonly accountId: string | null;
  readonly requestId: string;
}

export interface Callable {
  readonly open: OpenAccount;
  readonly installation: InstallationView;
  readonly environment: EnvironmentView;
  readonly integration: IntegrationPlan;
}

/** Compiled plans by account, valid while the views they were made from are the current ones. */
interface Prepared extends Callable {
  readonly mappings: Map<string, MappingPlan>;
}

const prepared = new WeakMap<OpenAccount, Prepared>();

/** Throws `account.missing`, `account.not_found` (also for another environment's) or `account.not_ready`. */
export async function openCallable(deps: CallDeps, wanted: CallFor): Promise<Callable> {
  const callable = await accountOf(deps, wanted);
  const { installation, open } = callable;
  const { status } = open.account;
  if (status !== 'active' && status !== 'needs_reauth') {
    throw new SluiceError('account.not_ready', `The account is not connected yet: its status is ${status}.`, {
      details: { status },
    });
  }
  if (!installation.isEnabled) {
    throw new SluiceError('account.not_ready', `${installation.name} is switched off in this environment.`, {
      details: { integration: installation.name, is_enabled: false },
    });
  }
  return callable;
}

/** The same for an account in any state. */
export async function accountOf({ directory }: CallDeps, wanted: CallFor): Promise<Callable> {
  const { environmentId } = wanted.authentication;
  const found = directory.accounts.get(directoryKey(environmentId, accountIdOf(wanted)));
  const open = found instanceof Promise ? await found : found;
  const installed = directory.installations.get(directoryKey(environmentId, open.environmentIntegrationId));
  const installation = installed instanceof Promise ? await installed : installed;
  const viewed = directory.environments.get(environmentId);
  const environment = viewed instanceof Promise ? await viewed : viewed;
  const known = prepared.get(open);
  if (known !== undefined && known.installation === installation && known.environment === environment) return known;
  const integration = integrationPlanOf(directory, { installation, environment, open });
  const fresh: Prepared = { open, installation, environment, integration, mappings: new Map() };
  prepared.set(open, fresh);
  return fresh;
}

/** The compiled mapping for one unified method. */
export function mappingOf({ directory }: CallDeps, callable: Callable, wanted: UnifiedMethod): MappingPlan {
  const { mappings } = callable as Prepared;
  const name = `${wanted.model}/${wanted.resource}/${wanted.method}`;
  const known = mappings.get(name);
  if (known !== undefined) return known;
  const plan = mappingPlanOf(directory, callable, wanted);
  mappings.set(name, plan);
  return plan;
}

function accountIdOf({ authentication, accountId }: CallFor): string {
  const bound = authentication.accountId;
  if (bound === null) {
    if (accountId !== null && accountId !== '') return accountId;
    throw new SluiceError('account.missing', 'The call does not say which integrated account it is for.');
  }
  if (accountId === null || accountId === '' || accountId === bound) return bound;
  throw new SluiceError('account.not_found', 'There is no such integrated account in this environment.');
}
