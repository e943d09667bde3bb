/** The simulator's control API, for tests: faults on, faults off, what was asked, how much there is. */
import type { House } from './house.ts';
import type { Body } from './client.ts';

async function control(house: House, path: string, method: string, body?: unknown): Promise<Body> {
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

export const setFaults = (house: House, mount: string, faults: readonly Fault[]) =>
  control(house, `/mounts/${mount}/faults`, 'PUT', faults);
export const clearFaults = (house: House, mount: string) => control(house, `/mounts/${mount}/faults`, 'DELETE');
export async function recordIds(house: House, mount: string, collection: string): Promise<string[]> {
  return (await control(house, `/mounts/${mount}/records/${collection}`, 'GET'))['ids'];
}
export const requestsTo = (house: House, mount: string) => control(house, `/mounts/${mount}/requests`, 'GET');
export const clearRequests = (house: House, mount: string) => control(house, `/mounts/${mount}/requests`, 'DELETE');
