/**
 * What has to be stopped, in the reverse order of its start, and when: a signal, a failed start, a fault nobody caught.
 * States: running -> stopping (once) -> gone. A second Ctrl-C while stopping forces the end.
 */
export interface Stops {
  /** To be stopped before everything that was added earlier. */
  add(name: string, stop: () => Promise<unknown> | unknown): void;
  /** Stops everything once; a part that fails is told and does not keep the others from stopping. */
  run(): Promise<void>;
}

export function createStops(tell: (name: string, error: unknown) => void): Stops {
  const parts: { name: string; stop: () => Promise<unknown> | unknown }[] = [];
  let running: Promise<void> | null = null;

  async function stopAll(): Promise<void> {
    for (const { name, stop } of parts.reverse()) {
      try {
        await stop();
      } catch (error) {
        tell(name, error);
      }
    }
  }

  return {
    add(name, stop) {
      parts.push({ name, stop });
    },
    run() {
      running ??= stopAll();
      return running;
    },
  };
}

export interface SignalInput {
  readonly stop: () => void;
  readonly force: () => void;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
}

/** npm passes Ctrl-C on to a process that the terminal has told already: what comes this soon is the same one. */
const SAME_SIGNAL_MS = 500;

/** Takes SIGINT, SIGTERM and SIGHUP from here on. */
export function onSignals({ stop, force, now }: SignalInput): void {
  let firstMs: number | null = null;
  const hear = (): void => {
    if (firstMs === null) {
      firstMs = now();
      stop();
    } else if (now() - firstMs > SAME_SIGNAL_MS) force();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear);
}
