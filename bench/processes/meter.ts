/**
 * Preloaded (`--import`) into every measured process: tells the runner its CPU time and memory over the IPC channel, and
 * takes CPU profiles on request. Changes nothing in the process it sits in.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Reading {
  /** CPU time of all threads since the start, user and system, microseconds. */
  readonly cpuUs: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** See `stand-in/engine.ts`; null where no stand-in is loaded. */
  readonly standIn: { readonly replaced: number; readonly passedOn: number } | null;
}

/** `collect` reads after a garbage collection: what is really kept. */
export type Question = 'read' | 'collect' | 'profile' | { readonly saveProfileTo: string };

let profiler: Session | null = null;

process.on('message', (question: Question) => {
  void answer(question).then((reading) => process.send?.(reading));
});
// The channel must not keep a process alive that wants to end.
process.channel?.unref();

async function answer(question: Question): Promise<Reading> {
  if (question === 'profile') {
    profiler = new Session();
    profiler.connect();
    await profiler.post('Profiler.enable');
    await profiler.post('Profiler.setSamplingInterval', { interval: 200 });
    await profiler.post('Profiler.start');
  } else if (question === 'collect') {
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
  } else if (question !== 'read' && profiler !== null) {
    const { profile } = await profiler.post('Profiler.stop');
    writeFileSync(question.saveProfileTo, JSON.stringify(profile));
    profiler.disconnect();
  }
  const { user, system } = process.cpuUsage();
  const { heapUsed } = process.memoryUsage();
  const counts = (globalThis as { benchStandIn?: Reading['standIn'] }).benchStandIn ?? null;
  return { cpuUs: user + system, rssBytes: process.memoryUsage.rss(), heapBytes: heapUsed, standIn: counts };
}
