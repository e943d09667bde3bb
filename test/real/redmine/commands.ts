/** Runs programs with a time limit and keeps what they printed, so that a failure can be shown as it was. */
import { spawn, type ChildProcess } from 'node:child_process';

/** What the machine lacks for this trial: told in a sentence, with the output that shows it; not a failure of the product. */
export class CannotRun extends Error {}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly limitMs: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const running = new Set<ChildProcess>();

/** Ends whatever `run` has under way; each of those calls rejects. */
export function stopRunning(): void {
  for (const child of running) child.kill('SIGTERM');
}

/** Resolves with what the program printed, both streams. Rejects with `CannotRun` when it fails or takes too long. */
export function run({ program, args, limitMs, env, cwd }: Command): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    const child = spawn(program, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMs });
    running.add(child);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => reject(new CannotRun(`${program} cannot be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      running.delete(child);
      if (code === 0) return resolve(output);
      const how = signal === null ? `ended with ${code}` : `was ended by ${signal} (it may take ${limitMs / 1000} s)`;
      reject(new CannotRun(`${[program, ...args].join(' ')} ${how}:\n${output.trimEnd().slice(-4000)}`));
    });
  });
}
