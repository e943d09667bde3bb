/** Starts the whole product as its user would, in a directory of its own, and stops it by pid. Nothing here reaches into it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export const root = resolve(import.meta.dirname, '..', '..');
export const demoToken = 'demo-token-of-the-whole-house-tests';
export const adminToken = 'admin-token-of-the-whole-house-tests';

export interface House {
  readonly url: string;
  readonly simulatorUrl: string;
  readonly directory: string;
  readonly process: ChildProcess;
  /** Everything the process printed so far, both streams. */
  output(): string;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Removes the directory; call after `stop`. */
  remove(): Promise<void>;
}

export interface HouseInput {
  readonly directory?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly port?: number;
}

const START_LIMIT_MS = 60_000;

/** Two free ports in a row are asked for, because the simulator takes the one after ours. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const port = 20_000 + Math.floor(Math.random() * 30_000);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
  throw new Error('no two free ports in a row');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const opened = once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.listen(port, '127.0.0.1');
  const free = await opened;
  if (free) {
    server.close();
    await once(server, 'close');
  }
  return free;
}

/** Resolves when `/health/ready` answers 200; rejects with the output when the process ends first. */
export async function startHouse(input: HouseInput = {}): Promise<House> {
  const directory = input.directory ?? (await newDirectory());
  const port = input.port ?? (await freePort());
  const house = launch({ directory, port, env: input.env ?? {} });
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (house.process.exitCode !== null)
      throw new Error(`the server ended with ${house.process.exitCode}:\n${house.output()}`);
    if (await isReady(house.url)) return house;
    await pause(50);
  }
  await house.stop('SIGKILL');
  throw new Error(`the server was not ready after ${START_LIMIT_MS} ms:\n${house.output()}`);
}

/** Starts without waiting for anything; for tests of starts that must fail. */
export function launch({
  directory,
  port,
  env,
}: {
  directory: string;
  port: number;
  env: Readonly<Record<string, string>>;
}): House {
  const child = spawn(process.execPath, ['packages/server/start.mjs'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      PORT: String(port),
      SLUICE_DATA_DIR: directory,
      SLUICE_DEMO_TOKEN: demoToken,
      SLUICE_ADMIN_TOKEN: adminToken,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk));
  const ended = once(child, 'exit');
  return {
    url: `http://127.0.0.1:${port}`,
    simulatorUrl: `http://127.0.0.1:${port + 1}`,
    directory,
    process: child,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
      return child.exitCode;
    },
    remove: () => removeDirectory(directory),
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health/ready`);
    await response.arrayBuffer();
    return response.status === 200;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

export async function readSecret(directory: string, name: string): Promise<string> {
  return (await readFile(join(directory, name), 'utf8')).trim();
}

/** A directory of a test's own that other users can pass through, as the database of a server run as root needs. */
export async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'sluice-house-'));
  await chmod(directory, 0o711);
  return directory;
}

/** Removes a data directory, and the place its database went to when that was out of reach. */
export async function removeDirectory(directory: string): Promise<void> {
  const home = join(directory, 'postgres');
  if (existsSync(home)) await rm(await realpath(home), { recursive: true, force: true });
  await rm(directory, { recursive: true, force: true });
}
