/** The integration an account is for, as the environment has it; installed with its first account. */
import { SluiceError } from '@sluice/engine';
import type { EnvironmentIntegrationRow, IntegrationRow } from '../../adapters/store/tables.ts';
import type { AdminDeps } from '../deps.ts';
import { requireRow } from '../revising.ts';

export interface FoundIntegration {
  readonly integration: IntegrationRow;
  /** Null while the environment has not installed it. */
  readonly installation: EnvironmentIntegrationRow | null;
}

interface Wanted {
  readonly environmentId: string;
  /** Its name. */
  readonly integration?: string | undefined;
  readonly environment_integration_id?: string | undefined;
}

/** Throws `config.not_found`, or `request.invalid_body` when neither is named. */
export async function findInstalled({ statements }: AdminDeps, wanted: Wanted): Promise<FoundIntegration> {
  const { environmentId, integration: name, environment_integration_id: id } = wanted;
  if (id !== undefined) {
    return requireRow(
      'environment integration',
      statements.environmentIntegrations.withIntegration({ environmentId, id }),
    );
  }
  if (name === undefined) {
    throw new SluiceError(
      'request.invalid_body',
      'Say which integration: `integration` (a name) or `environment_integration_id`.',
      {
        details: { failures: [{ path: 'integration', message: 'required' }] },
      },
    );
  }
  const integration = await requireRow(
    `integration "${name}"`,
    statements.integrations.findByName({ environmentId, name }),
  );
  const key = { environmentId, integrationId: integration.id };
  return { integration, installation: (await statements.environmentIntegrations.findByIntegration(key)) ?? null };
}

export function install(
  { statements, newId }: AdminDeps,
  { environmentId, integration }: { environmentId: string; integration: IntegrationRow },
): Promise<EnvironmentIntegrationRow> {
  return statements.environmentIntegrations.ensure({ id: newId(), environmentId, integrationId: integration.id });
}
