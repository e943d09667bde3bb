/**
 * Phases `simulator` and `demo`: the provider simulator inside this process, and an environment whose accounts talk to it.
 * All from `demo.yaml` of the catalog; a demo that cannot be started is told and does not keep the server from starting.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SluiceError } from '@sluice/engine';
import type { Logger } from 'pino';
import { saveAccount } from '../work/accounts/save-account.ts';
import type { AdminDeps } from '../work/deps.ts';
import { prepareDemo, readDemo } from '../work/environments/demo.ts';
import type { Lifetime } from './lifetime.ts';
import type { Phases } from './phases.ts';
import { runSimulator, SIMULATOR_HOST } from './run-simulator.ts';
import { listedResource, readSimulated } from './simulated-catalog.ts';
import type { WelcomeDemo } from './welcome.ts';

export interface DemoInput {
  readonly catalogDirectory: string;
  readonly simulatorPort: number;
  readonly token: string;
  readonly admin: AdminDeps;
  readonly log: Logger;
}

/** Null when the demo could not be started for what its documents hold. Rejects with `settings.port_in_use`. */
export async function startDemo(
  input: DemoInput,
  { life, phases }: { life: Lifetime; phases: Phases },
): Promise<WelcomeDemo | null> {
  const { catalogDirectory, simulatorPort, token, admin, log } = input;
  try {
    const text = await readFile(join(catalogDirectory, 'demo.yaml'), 'utf8');
    const wanted = readDemo(text, `http://${SIMULATOR_HOST}:${simulatorPort}`);
    const slugs = wanted.map(({ integration }) => integration);
    const catalog = await readSimulated(catalogDirectory, slugs);
    const entries = wanted.filter(({ integration }) => catalog[integration] !== undefined);
    const simulator = await phases.run(
      'simulator',
      () => runSimulator({ port: simulatorPort, entries, catalog }),
      ({ origin }) => origin,
    );
    life.stops.add('simulator', () => simulator.close());
    await phases.run(
      'demo',
      () => prepareDemo(admin, { entries, token, saveAccount }),
      () => `${entries.length} of ${wanted.length} accounts`,
    );
    return {
      token,
      accounts: entries.map(({ id, integration }) => ({
        id,
        integration,
        proxyResource: listedResource(catalog[integration]),
      })),
    };
  } catch (error) {
    if (!(error instanceof SluiceError) || error.origin === 'system' || error.code.startsWith('settings.')) throw error;
    log.error({ code: error.code, details: error.details }, `The demo was not started: ${error.message}`);
    return null;
  }
}
