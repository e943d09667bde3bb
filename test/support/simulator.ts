/** The simulator's control API, for tests: faults on, faults off, what was asked, how much there is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort, root, type House } from './house.ts';
import type { Body } from './client.ts';

/** What answers the control API: a house, whose demo brings a simulator, or a simulator by itself. */
export type Simulated = Pick<House, 'simulatorUrl'>;

async function control(house: Simulated, path: string, method: string, body?: unknown): Promise<Body> {
  const response = await fetch(`${house.simulatorUrl}/_control${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
}

export interface Fault {
  readonly route: string;
  readonly kind: string;
  readonly [setting: string]: unknown;
}

export const setFaults = (house: Simulated, mount: string, faults: readonly Fault[]) =>
  control(house, `/mounts/${mount}/faults`, 'PUT', faults);
export const clearFaults = (house: Simulated, mount: string) => control(house, `/mounts/${mount}/faults`, 'DELETE');
export async function recordIds(house: Simulated, mount: string, collection: string): Promise<string[]> {
  return (await control(house, `/mounts/${mount}/records/${collection}`, 'GET'))['ids'];
}
export const requestsTo = (house: Simulated, mount: string) => control(house, `/mounts/${mount}/requests`, 'GET');
export const clearRequests = (house: Simulated, mount: string) => control(house, `/mounts/${mount}/requests`, 'DELETE');

export interface SimulatorProcess extends Simulated {
  /** `host:port`, as SLUICE_EGRESS_ALLOW takes it. */
  readonly address: string;
  stop(): Promise<number | null>;
}

/** The simulator as a process of its own, on a catalog of the test's: every integration in it mounted under its slug, without a rate limit. */
export async function launchSimulator(catalog: string): Promise<SimulatorProcess> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ['packages/simulator/start.mjs', '--port', String(port), '--catalog', catalog, '--no-rate-limit'],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const ended = once(child, 'exit');
  const ready = new Promise<true>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
        if (output.includes('Control (')) resolve(true);
      });
    }
  });
  if ((await Promise.race([ready, ended])) !== true) throw new Error(`the simulator ended:\n${output}`);
  return {
    simulatorUrl: `http://127.0.0.1:${port}`,
    address: `127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}
