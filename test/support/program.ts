/** The server as a program a user starts: spawned, waited for, ended by pid; and what one sees of it from outside. All in one throw-away directory. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../packages/server/start.mjs', import.meta.url));
export const root = mkdtempSync(join(tmpdir(), 'sluice-start-'));
chmodSync(root, 0o755);
export const dataDirectory = join(root, 'data');
const running = new Set<ChildProcess>();

/** Ends every program that still runs, so that a test that failed leaves none to the next one. */
export async function endAll(): Promise<void> {
  for (const child of running) {
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}

export function removeAll(): void {
  for (const directory of [dataDirectory, join(root, 'private', 'data')]) {
    const home = join(directory, 'postgres');
    if (existsSync(home)) rmSync(realpathSync(home), { recursive: true, force: true });
  }
  rmSync(root, { recursive: true, force: true });
}

export interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly simulatorUrl: string;
  /** What it printed so far. */
  readonly out: () => string;
  /** Resolves with exit code and everything printed. */
  readonly ended: Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

const ownVariables = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(SLUICE_|NODE_TEST|PORT$|DATABASE_URL$)/.test(name)),
);

/** The user the process runs as, where the test itself is root. */
interface Runner {
  readonly uid?: number;
  readonly gid?: number;
}

export function run(
  variables: Record<string, string>,
  as: Runner = {},
): { child: ChildProcess; ended: Promise<Ended>; out: () => string } {
  const environment = { SLUICE_DATA_DIR: dataDirectory, SLUICE_LOG_LEVEL: 'warn', ...variables };
  const child = spawn(process.execPath, [program], {
    env: { ...ownVariables, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...as,
  });
  running.add(child);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, out, err });
    }),
  );
  return { child, ended, out: () => out };
}

/** The last line of the welcome: an empty one after the calls to try. */
const isWelcomed = (out: string): boolean => /^Ready in [^]*\n\n$/m.test(out);

export async function start(variables: Record<string, string> = {}, as: Runner = {}): Promise<Started> {
  const [port, simulatorPort] = [await freePort(), await freePort()];
  const { child, ended, out } = run(
    { PORT: String(port), SLUICE_SIMULATOR_PORT: String(simulatorPort), ...variables },
    as,
  );
  const ready = new Promise<true>((resolve) => child.stdout!.on('data', () => isWelcomed(out()) && resolve(true)));
  const first = await Promise.race([ready, ended]);
  if (first !== true) assert.fail(`the server ended with ${first.code}:\n${first.out}\n${first.err}`);
  return { child, ended, url: `http://127.0.0.1:${port}`, simulatorUrl: `http://127.0.0.1:${simulatorPort}`, out };
}

/** User and system time of a process so far, all threads; the kernel counts in hundredths of a second. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The process id of the database on a data directory, from its own file; null where none runs. */
export function databasePid(directory = dataDirectory): number | null {
  const file = join(directory, 'postgres', 'cluster', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null;
}

/** A process that ended and was not collected by its parent yet does not run any more. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat[stat.lastIndexOf(')') + 2] !== 'Z';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

export const kept = (name: 'admin_token' | 'demo_token'): string =>
  (JSON.parse(readFileSync(join(dataDirectory, 'secrets.json'), 'utf8')) as Record<string, string>)[name]!;

export async function ask(url: string, { token, body }: { token: string; body?: object }): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  return fetch(url, { headers, ...sent });
}

export const isReady = async (url: string): Promise<boolean> => (await fetch(`${url}/health/ready`)).status === 200;
