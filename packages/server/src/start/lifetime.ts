/**
 * The process from its first line to its last: begins, ends in order at a signal or a fault, and tells a failed start in a
 * sentence. States: starting -> running -> stopping -> gone; a second Ctrl-C goes from anywhere to gone.
 */
import { SluiceError } from '@sluice/engine/terms';
import { createStops, onSignals, type Stops } from './stops.ts';

export interface Lifetime {
  readonly stops: Stops;
  /** Throws `system.shutting_down` when a signal came meanwhile: asked between the phases of the start. */
  checkpoint(): void;
  /** Ends the process in order, exit code 1: a part that everything stands on is gone. */
  fail(error: unknown): void;
  /** What must not wait for order when the end is forced. */
  onForce(act: () => void): void;
}

export interface LifetimeInput {
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly begin: (life: Lifetime) => Promise<void>;
}

/** Stopping in order takes at most this long; calls under way have that time to end. */
const STOP_LIMIT_MS = 20_000;
const FORCED = 130;

/** Resolves when everything runs; the process then lives until it is told to end. */
export async function live({ print, complain, begin }: LifetimeInput): Promise<void> {
  const forced: (() => void)[] = [];
  const stops = createStops((part, error) => complain(`${part} could not be stopped in order: ${sentenceFor(error)}`));
  let began: Promise<void> = Promise.resolve();
  let isStopping = false;

  const force = (): never => {
    for (const act of forced) act();
    process.exit(FORCED);
  };
  const end = async (exitCode: number): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => {
      complain('Stopping takes too long; ending now.');
      force();
    }, STOP_LIMIT_MS).unref();
    await began.catch(() => undefined);
    await stops.run();
    process.exit(exitCode);
  };
  const fail = (error: unknown): void => {
    complain(sentenceFor(error));
    void end(1);
  };

  onSignals({
    stop: () => {
      print('stopping (Ctrl-C again to force)');
      void end(0);
    },
    force,
    now: () => performance.now(),
  });
  process.on('uncaughtException', fail);

  const checkpoint = (): void => {
    if (isStopping) throw new SluiceError('system.shutting_down', 'The server is stopping.');
  };
  began = begin({ stops, checkpoint, fail, onForce: (act) => void forced.push(act) });
  try {
    await began;
  } catch (error) {
    // A start cut short by a signal is no failure: `end` is at work already.
    if (!isStopping) fail(error);
  }
}

/** Our own errors speak for themselves; anything else is a mistake of ours, and the stack says where. */
function sentenceFor(error: unknown): string {
  if (error instanceof SluiceError) return `sluice: ${error.message} [${error.code}]`;
  return `sluice: a mistake of ours: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
