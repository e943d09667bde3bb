/** What every section of the bench works with, and what it gives back. */
import type { House } from '../house.ts';
import { createCaller, type Caller, type Crowd } from '../load.ts';
import type { Measured } from '../processes/spawn.ts';

export interface Bench {
  readonly isQuick: boolean;
  /** Directory for CPU profiles; null without `--profile`. */
  readonly profileTo: string | null;
  readonly providerOrigin: string;
  readonly sluice: House;
  /** The same with the expression engine's cost taken out. */
  readonly lean: House;
  readonly handwritten: { readonly process: Measured; readonly origin: string };
  readonly bare: { readonly process: Measured; readonly origin: string };
  readonly token: string;
}

export interface Row {
  readonly what: string;
  readonly found: string;
  /** Empty where nothing was promised. */
  readonly goal: string;
  /** Null without a goal. */
  readonly isMet: boolean | null;
}

export interface Section {
  readonly rows: readonly Row[];
  /** For `results/latest.json`. */
  readonly numbers: Readonly<Record<string, unknown>>;
}

const busyCrowd: Crowd = { callers: 8, thinkMs: 0 };

/** Many short rounds: the machine changes from second to second, and both of a round should meet the same. */
export function roundsOf({ isQuick }: Bench): { rounds: number; warmUpRounds: number } {
  return isQuick ? { rounds: 11, warmUpRounds: 6 } : { rounds: 41, warmUpRounds: 10 };
}

export function callHouse(house: House, path: string, crowd: Crowd = busyCrowd): Caller {
  return createCaller({ origin: house.url, path, headers: { authorization: `Bearer ${house.token}` } }, crowd);
}

export function callOrigin(bench: Bench, origin: string, path: string, crowd: Crowd = busyCrowd): Caller {
  return createCaller({ origin, path, headers: { authorization: `Bearer ${bench.token}` } }, crowd);
}

/** Runs `work` while the process is profiled, where profiles are wanted. */
export async function profiled(
  bench: Bench,
  { process, name }: { process: Measured; name: string },
  work: () => Promise<unknown>,
): Promise<void> {
  if (bench.profileTo === null) return;
  await process.ask('profile');
  await work();
  await process.ask({ saveProfileTo: `${bench.profileTo}/${name}.cpuprofile` });
}
