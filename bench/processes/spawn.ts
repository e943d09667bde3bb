/** Starts one measured process with the meter in it, and stops it by pid. Knows nothing of what the process does. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Question, Reading } from './meter.ts';

export interface Measured {
  readonly name: string;
  ask(question: Question): Promise<Reading>;
  stop(): Promise<void>;
}

export interface SpawnInput {
  readonly name: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** Modules loaded before the program, as URLs. */
  readonly preload?: readonly string[];
  /** A line of its output that says it is ready. */
  readonly ready: RegExp;
  readonly cwd?: string;
}

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;

/** Rejects with what the process printed when it ends before it is ready. */
export async function spawnMeasured(input: SpawnInput): Promise<Measured> {
  const { name, file, env, preload = [], ready, cwd } = input;
  const modules = [new URL('./meter.ts', import.meta.url).href, ...preload];
  const child = fork(file, [], {
    execArgv: modules.flatMap((url) => ['--import', url]),
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    ...(cwd === undefined ? {} : { cwd }),
  });
  const ended = once(child, 'exit');
  let output = '';
  const isReady = new Promise<void>((resolve) => {
    const hear = (piece: Buffer): void => {
      // Kept for a failed start only: a server that logs for minutes must not fill the runner.
      if (output.length < 100_000) output += piece.toString();
      if (ready.test(output)) resolve();
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
  });
  const late = AbortSignal.timeout(START_LIMIT_MS);
  await Promise.race([isReady, ended, once(late, 'abort')]);
  if (child.exitCode !== null || late.aborted) {
    child.kill('SIGKILL');
    throw new Error(`${name} did not start:\n${output}`);
  }
  return {
    name,
    async ask(question) {
      const answered = once(child, 'message') as Promise<[Reading]>;
      child.send(question);
      const [reading] = await Promise.race([answered, ended.then(() => Promise.reject(new Error(`${name} ended`)))]);
      return reading;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
