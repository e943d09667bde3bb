/** What an account or an integration accepts and offers: `/meta` and `/capabilities`. Sends nothing to a provider. */
import * as engine from '@sluice/engine';
import { SluiceError, type Capabilities, type MethodMeta } from '@sluice/engine';
import type { IntegrationRow } from '../../adapters/store/tables.ts';
import type { Authentication } from '../caller.ts';
import { accountOf, mappingOf, openCallable, type CallDeps, type CallFor } from './callable.ts';
import { directoryKey } from './directory.ts';
import { viewOf, type InstallationView } from './load-installation.ts';
import { integrationPlanOf, mappedMethods, mappingPlanOf, type PlanSubject, type UnifiedMethod } from './plans.ts';

/** As this account really accepts it, its own override merged in. Throws like `callUnified`. */
export async function describeMeta(deps: CallDeps, input: CallFor & UnifiedMethod): Promise<MethodMeta> {
  const { model, resource, method } = input;
  const callable = await openCallable(deps, input);
  return engine.describeMeta(mappingOf(deps, callable, { model, resource, method }));
}

/** Every method of a model one integration maps, as the environment has it, without any account. */
export async function describeModel(
  deps: CallDeps,
  input: { authentication: Authentication; model: string; integration: string },
): Promise<{ model: string; integration: string; methods: readonly MethodMeta[] }> {
  const { authentication, model, integration } = input;
  const subject = await environmentSubject(deps, { environmentId: authentication.environmentId, integration });
  if (!Object.hasOwn(subject.environment.models, model)) {
    throw new SluiceError('unified.unknown_model', `There is no unified model "${model}".`, {
      details: { allowed: Object.keys(subject.environment.models) },
    });
  }
  const methods = mappedMethods(subject).filter((mapped) => mapped.model === model);
  return {
    model,
    integration,
    methods: methods.map((mapped) => engine.describeMeta(mappingPlanOf(deps.directory, subject, mapped))),
  };
}

export interface AccountCapabilities extends Capabilities {
  readonly account: { readonly id: string; readonly status: string };
}

/** Also for accounts that are not ready for calls yet. */
export async function describeCapabilities(deps: CallDeps, input: CallFor): Promise<AccountCapabilities> {
  const callable = await accountOf(deps, input);
  const capabilities = engine.describeCapabilities(callable.integration, mappedMethods(callable));
  const { id, status } = callable.open.account;
  return { ...capabilities, account: { id, status } };
}

/** `integration` by id or name. */
export async function describeIntegration(
  deps: CallDeps,
  input: { authentication: Authentication; integration: string },
): Promise<Capabilities> {
  const subject = await environmentSubject(deps, {
    environmentId: input.authentication.environmentId,
    integration: input.integration,
  });
  return engine.describeCapabilities(integrationPlanOf(deps.directory, subject), mappedMethods(subject));
}

async function environmentSubject(
  { directory }: CallDeps,
  { environmentId, integration: wanted }: { environmentId: string; integration: string },
): Promise<PlanSubject> {
  const { statements } = directory.load;
  const byId = await statements.integrations.get({ environmentId, id: wanted });
  const integration = byId ?? (await statements.integrations.findByName({ environmentId, name: wanted }));
  if (integration === undefined) throw new SluiceError('config.not_found', `There is no integration "${wanted}".`);
  const environment = await directory.environments.get(environmentId);
  return { installation: await installationOf({ directory }, { environmentId, integration }), environment, open: null };
}

async function installationOf(
  { directory }: Pick<CallDeps, 'directory'>,
  { environmentId, integration }: { environmentId: string; integration: IntegrationRow },
): Promise<InstallationView> {
  const { statements } = directory.load;
  const installed = await statements.environmentIntegrations.findByIntegration({
    environmentId,
    integrationId: integration.id,
  });
  if (installed !== undefined) return directory.installations.get(directoryKey(environmentId, installed.id));
  return viewOf(directory.load, { environmentId, integration, isEnabled: true, override: null });
}
