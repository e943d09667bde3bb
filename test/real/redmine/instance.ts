/** One Redmine of the unpacked packages: its database, its data and its process, on loopback. Stopped by its pid. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CannotRun, run } from './commands.ts';

const MINUTE = 60_000;
const NOBODY = '65534';
/** The two places it writes to: its instances, and what `rails server` keeps beside the program. */
const instances = 'var/lib/redmine';
const serverFiles = 'usr/share/redmine/tmp';

export interface Redmine {
  readonly url: string;
  readonly key: string;
  readonly version: string;
  /** What Redmine itself says, without the product between. */
  ask(path: string): Promise<{ status: number; body: Record<string, unknown> }>;
  stop(): Promise<void>;
}

export async function startRedmine(
  root: string,
  { port, tell }: { port: number; tell: (line: string) => void },
): Promise<Redmine> {
  prepare(root);
  const inside = await findWayIn(root);
  const ruby = (args: readonly string[], limitMs: number) =>
    run({ ...inside(['/usr/bin/ruby', '-C', '/usr/share/redmine', ...args]), limitMs });
  tell('making its database (SQLite) and 250 issues');
  await ruby(['/usr/bin/bundle', 'install', '--local', '--quiet'], MINUTE);
  await ruby(['bin/rake', 'db:migrate'], 5 * MINUTE);
  await ruby(['bin/rake', 'redmine:load_default_data'], MINUTE);
  const printed = await ruby(['bin/rails', 'runner', '/tmp/seed.rb'], 2 * MINUTE);
  const key = /^api_key=(\w+)$/m.exec(printed)?.[1];
  if (key === undefined) throw new CannotRun(`The seed gave no key:\n${printed}`);

  tell(`starting it on 127.0.0.1:${port}`);
  const server = ['bin/rails', 'server', '-u', 'webrick', '-b', '127.0.0.1', '-p', String(port)];
  const { program, args, env } = inside(['/usr/bin/ruby', '-C', '/usr/share/redmine', ...server]);
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  const ask: Redmine['ask'] = async (path) => {
    const response = await fetch(url + path, { headers: { 'x-redmine-api-key': key } });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  };
  try {
    await untilReady(child, { ask, output: () => output });
  } catch (error) {
    await stop(child);
    throw error;
  }
  return { url, key, version: /^version=(.+)$/m.exec(printed)?.[1] ?? 'unknown', ask, stop: () => stop(child) };
}

async function untilReady(child: ChildProcess, about: { ask: Redmine['ask']; output: () => string }): Promise<void> {
  const deadline = Date.now() + MINUTE;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new CannotRun(`Redmine ended with ${child.exitCode}:\n${about.output()}`);
    const status = await about.ask('/users/current.json').then(
      (answer) => answer.status,
      () => null,
    );
    if (status === 200) return;
    await pause(200);
  }
  throw new CannotRun(`Redmine did not answer within a minute:\n${about.output().slice(-4000)}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const isLate = pause(10_000, true, { ref: false });
  if ((await Promise.race([ended.then(() => false), isLate])) === true) {
    child.kill('SIGKILL');
    await ended;
  }
}

/** Debian's Redmine keeps each instance in directories of its own, chosen by REDMINE_INSTANCE. */
function prepare(root: string): void {
  const home = join(root, instances);
  const instance = join(home, 'trial');
  for (const part of ['config', 'log', 'files', 'public/plugin_assets', 'tmp/cache']) {
    mkdirSync(join(instance, part), { recursive: true });
  }
  const database = { adapter: 'sqlite3', database: '/var/lib/redmine/trial/redmine.sqlite3', encoding: 'utf8' };
  writeFileSync(join(instance, 'config/database.yml'), JSON.stringify({ production: database }));
  writeFileSync(join(instance, 'config/secret_key.txt'), randomBytes(64).toString('hex'));
  // The web server comes with the packages, and the bundle only takes what is named.
  writeFileSync(join(root, 'usr/share/redmine/Gemfile.local'), "gem 'webrick'\n");
  for (const part of ['tmp', 'dev', serverFiles]) mkdirSync(join(root, part), { recursive: true });
  writeFileSync(join(root, 'dev/null'), '');
  chmodSync(join(root, 'dev/null'), 0o666);
  chmodSync(join(root, 'tmp'), 0o1777);
  copyFileSync(new URL('./seed.rb', import.meta.url), join(root, 'tmp/seed.rb'));
}

type Inside = (command: readonly string[]) => { program: string; args: string[]; env: Record<string, string> };

/** As root by chroot, and then as nobody; as anybody else in a user namespace, where the system allows that. */
async function findWayIn(root: string): Promise<Inside> {
  const env = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/tmp',
    LANG: 'C.UTF-8',
    RAILS_ENV: 'production',
    REDMINE_INSTANCE: 'trial',
    REDMINE_LANG: 'en',
    SCHEMA: '/dev/null',
  };
  if (process.getuid?.() === 0) {
    await run({
      program: 'chown',
      args: ['-R', `${NOBODY}:${NOBODY}`, join(root, instances), join(root, serverFiles)],
      limitMs: MINUTE,
    });
    const chroot = ['/usr/sbin/chroot', '/usr/bin/chroot'].find((path) => existsSync(path)) ?? 'chroot';
    const args = [`--userspec=${NOBODY}:${NOBODY}`, root];
    return (command) => ({ program: chroot, args: [...args, ...command], env });
  }
  const inside: Inside = (command) => ({
    program: 'unshare',
    args: ['--map-root-user', `--root=${root}`, ...command],
    env,
  });
  await run({ ...inside(['/usr/bin/ruby', '--version']), limitMs: MINUTE }).catch((error: Error) => {
    throw new CannotRun(`This needs root, or a system that lets users make namespaces. ${error.message}`);
  });
  return inside;
}
