/** Sends a bounded number of GET requests over kept connections and times them. Reads answers to the end, looks at none. */
import { setTimeout as pause } from 'node:timers/promises';
import { Pool, type Dispatcher } from 'undici';

export interface Target {
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Load {
  /** Milliseconds of every request, in the order they ended. */
  readonly latenciesMs: Float64Array;
  readonly seconds: number;
}

export interface Crowd {
  readonly callers: number;
  /** Each waits a random time up to this before its next request; 0: not at all. */
  readonly thinkMs: number;
}

export interface Caller {
  /** All callers of the crowd at once, until `count` requests have ended. Rejects on any answer but a 200. */
  send(count: number): Promise<Load>;
  /** The parsed answer of one request. */
  once(): Promise<unknown>;
  close(): Promise<void>;
}

export function createCaller({ origin, path, headers }: Target, { callers, thinkMs }: Crowd): Caller {
  const pool = new Pool(origin, { connections: callers, keepAliveTimeout: 60_000 });
  const options: Dispatcher.DispatchOptions = { method: 'GET', path, headers };
  return {
    async send(count) {
      const latenciesMs = new Float64Array(count);
      let started = 0;
      let ended = 0;
      const startedMs = performance.now();
      const runOne = async (): Promise<void> => {
        while (started < count) {
          started += 1;
          if (thinkMs > 0) await pause(Math.random() * thinkMs);
          const sentMs = performance.now();
          const status = await exchange(pool, options);
          if (status !== 200) throw new Error(`${origin}${path} answered ${status}`);
          latenciesMs[ended] = performance.now() - sentMs;
          ended += 1;
        }
      };
      await Promise.all(Array.from({ length: Math.min(callers, count) }, runOne));
      return { latenciesMs, seconds: (performance.now() - startedMs) / 1000 };
    },
    async once() {
      const { statusCode, body } = await pool.request({ method: 'GET', path, headers });
      const text = await body.text();
      if (statusCode !== 200) throw new Error(`${origin}${path} answered ${statusCode}: ${text.slice(0, 1000)}`);
      return JSON.parse(text);
    },
    close: () => pool.close(),
  };
}

/** Resolves with the status once the whole answer is there. */
function exchange(pool: Pool, options: Dispatcher.DispatchOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    let status = 0;
    pool.dispatch(options, {
      onRequestStart() {},
      onResponseStart(_controller, code) {
        status = code;
      },
      onResponseData() {},
      onResponseEnd: () => resolve(status),
      onResponseError: (_controller, error) => reject(error),
    });
  });
}
