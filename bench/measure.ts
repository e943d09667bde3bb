/** CPU per call of several processes, in interleaved rounds, so that what disturbs the machine disturbs all of them alike. */
import type { Caller } from './load.ts';
import type { Measured } from './processes/spawn.ts';

export interface Subject {
  readonly name: string;
  readonly process: Measured;
  readonly caller: Caller;
  /** Calls of one round; slow subjects take fewer. */
  readonly calls: number;
}

/** Microseconds of CPU per call, one number a round. */
export type Rounds = readonly number[];

/** The first rounds only warm up: code must be compiled and connections open before anything counts. */
export async function measureRounds(
  subjects: readonly Subject[],
  { rounds, warmUpRounds }: { rounds: number; warmUpRounds: number },
): Promise<ReadonlyMap<string, Rounds>> {
  const found = new Map<string, number[]>(subjects.map(({ name }) => [name, []]));
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    // Every second round goes the other way, so that no subject always follows the same one.
    const order = round % 2 === 0 ? subjects : subjects.toReversed();
    for (const subject of order) {
      const cpuUs = await measureOne(subject);
      if (round >= 0) found.get(subject.name)!.push(cpuUs);
    }
  }
  return found;
}

async function measureOne({ process, caller, calls }: Subject): Promise<number> {
  const before = await process.ask('read');
  await caller.send(calls);
  const after = await process.ask('read');
  return (after.cpuUs - before.cpuUs) / calls;
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), min: sorted[0]!, max: sorted.at(-1)! };
}

export interface Ratio extends Spread {
  /** Fastest round against fastest round: what a machine without neighbours would show. */
  readonly best: number;
}

/** Round by round, since both of a round met the same machine. */
export function ratioOf(upper: Rounds, lower: Rounds): Ratio {
  const spread = spreadOf(upper.map((value, round) => value / lower[round]!));
  return { ...spread, best: Math.min(...upper) / Math.min(...lower) };
}

/** Of sorted values, with linear interpolation. */
export function quantile(sorted: ArrayLike<number>, part: number): number {
  const at = (sorted.length - 1) * part;
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (at - low);
}
