/**
 * `npm run try:real`: a real Redmine from Debian's packages in a throw-away directory, connected through the folder
 * `examples/redmine` alone. Prints what it tried; leaves nothing behind; ends within fifteen minutes whatever happens.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from '../../support/client.ts';
import { freePort, root as repository, startHouse } from '../../support/house.ts';
import { CannotRun, stopRunning } from './commands.ts';
import { startRedmine } from './instance.ts';
import { jsonChecks } from './json-checks.ts';
import { unpackRedmine } from './packages.ts';
import type { Stage } from './stage.ts';
import { xmlChecks } from './xml-checks.ts';

const LIMIT_MS = 15 * 60_000;
const NOT_RUN = 2;

const checks = [...jsonChecks, ...xmlChecks];
const startedMs = Date.now();
const stops: (() => unknown)[] = [];
const tell = (line: string): void =>
  console.log(`${((Date.now() - startedMs) / 1000).toFixed(0).padStart(4)} s  ${line}`);

let isStopped = false;
async function stopEverything(): Promise<void> {
  if (isStopped) return;
  isStopped = true;
  stopRunning();
  for (const stop of stops.toReversed()) await stop();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopEverything().then(() => process.exit(1)));
}
setTimeout(() => {
  console.log(`not done after ${LIMIT_MS / 60_000} minutes`);
  void stopEverything().then(() => process.exit(1));
}, LIMIT_MS).unref();

try {
  const stage = await build();
  const failed = await tryAll(stage);
  await stopEverything();
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  await stopEverything();
  if (!(error instanceof CannotRun)) throw error;
  console.log(`\nNot run: ${error.message}\n\n0 passed, 0 failed`);
  process.exitCode = NOT_RUN;
}

async function build(): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-redmine-'));
  chmodSync(directory, 0o755);
  stops.push(() => rmSync(directory, { recursive: true, force: true }));
  const root = await unpackRedmine(directory, tell);
  const redmine = await startRedmine(root, { port: await freePort(), tell });
  stops.push(() => redmine.stop());
  tell(`Redmine ${redmine.version} answers; starting Sluice`);
  const house = await startHouse({
    env: {
      SLUICE_CATALOG_DIRS: join(repository, 'examples/redmine'),
      SLUICE_EGRESS_ALLOW: new URL(redmine.url).host,
    },
  });
  stops.push(async () => {
    await house.stop();
    await house.remove();
  });
  const connect: Stage['connect'] = async (context) => {
    const body = { tenant_id: 'northwind', integration: 'redmine', context: { url: redmine.url, ...context } };
    const made = await call(house, '/integrated-account', { body });
    if (made.status !== 201) throw new Error(`The account was not made: ${JSON.stringify(made.body)}`);
    return made.body['id'];
  };
  const json = await connect({ api_key: redmine.key });
  const xml = await connect({ api_key: redmine.key, format: 'xml' });
  return { redmine, house, connect, json, xml };
}

/** Resolves with the number of failed checks. */
async function tryAll(stage: Stage): Promise<number> {
  const width = Math.max(...checks.map(([name]) => name.length));
  let failed = 0;
  console.log('');
  for (const [name, run] of checks) {
    const beganMs = Date.now();
    const end = await run(stage).then(
      (seen) => ({ mark: 'ok  ', seen }),
      (error: Error) => ({ mark: 'FAIL', seen: error.message }),
    );
    if (end.mark === 'FAIL') failed += 1;
    console.log(`  ${end.mark}  ${name.padEnd(width)}  ${String(Date.now() - beganMs).padStart(5)} ms  ${end.seen}`);
  }
  console.log(`\n${checks.length - failed} passed, ${failed} failed`);
  return failed;
}
