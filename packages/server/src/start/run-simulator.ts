/** The provider simulator inside the server process: one mount for each demo account, on this machine's own address. */
import { createSimulator, listen, type CatalogEntry, type Listening } from '@sluice/simulator';
import type { DemoEntry } from '../work/environments/demo.ts';
import { portError } from './check-port.ts';

export const SIMULATOR_HOST = '127.0.0.1';

export interface SimulatorInput {
  readonly port: number;
  readonly entries: readonly DemoEntry[];
  readonly catalog: Readonly<Record<string, CatalogEntry>>;
}

/** Rejects with `settings.port_in_use`, or with what mounting throws for documents that cannot be simulated. */
export async function runSimulator({ port, entries, catalog }: SimulatorInput): Promise<Listening> {
  const simulator = createSimulator({ catalog, clock: Date.now });
  for (const { id, integration, credentials, context, authentication_method } of entries) {
    simulator.mount({ name: id, integration, credentials, context, authenticationMethod: authentication_method });
  }
  return listen(simulator, { host: SIMULATOR_HOST, port }).catch((cause: unknown) => {
    throw portError(cause, { port, host: SIMULATOR_HOST, setting: 'SLUICE_SIMULATOR_PORT' });
  });
}
