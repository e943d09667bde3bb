/**
 * `npm run bench [-- --quick] [--only unified|proxy|latency|memory] [--profile]`: starts the server, its baselines and a
 * provider as processes, measures them against each other, prints a table. Loopback only; ends by itself.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort, openHouse } from './house.ts';
import { spawnMeasured, type Measured } from './processes/spawn.ts';
import { tableOf } from './report.ts';
import { benchLatency } from './sections/latency.ts';
import { benchGrowth, benchIdle } from './sections/memory.ts';
import { benchProxy } from './sections/proxy.ts';
import type { Bench, Section } from './sections/section.ts';
import { benchUnified } from './sections/unified.ts';

const { values: flags } = parseArgs({
  options: { quick: { type: 'boolean' }, profile: { type: 'boolean' }, only: { type: 'string' } },
});
const sections: Readonly<Record<string, (bench: Bench) => Promise<Section>>> = {
  unified: benchUnified,
  proxy: benchProxy,
  latency: benchLatency,
  memory: benchGrowth,
};
const only = flags.only ?? null;
if (only !== null && !Object.hasOwn(sections, only)) {
  console.error(`--only takes one of: ${Object.keys(sections).join(', ')}`);
  process.exit(2);
}

const results = join(import.meta.dirname, 'results');
mkdirSync(results, { recursive: true });
const token = 'token-of-the-benches';
const closers: (() => Promise<void>)[] = [];
const startedMs = performance.now();

try {
  await run();
} finally {
  for (const close of closers.toReversed()) await close();
}

async function run(): Promise<void> {
  const provider = await program('provider', {});
  const providerHost = provider.origin.slice('http://'.length);
  const env = { BENCH_PROVIDER: provider.origin, BENCH_TOKEN: token };
  const handwritten = await program('handwritten', env);
  const bare = await program('bare-proxy', env);
  const sluice = await openHouse({ name: 'sluice', providerHost });
  closers.push(sluice.close);
  const found: Section[] = [];
  if (only === null || only === 'memory') found.push(await benchIdle(sluice, providerHost));
  const preload = [new URL('./stand-in/register.ts', import.meta.url).href];
  const lean = await openHouse({ name: 'sluice without expressions', providerHost, preload });
  closers.push(lean.close);
  const bench: Bench = {
    isQuick: flags.quick === true,
    profileTo: flags.profile === true ? results : null,
    providerOrigin: provider.origin,
    sluice,
    lean,
    handwritten,
    bare,
    token,
  };
  for (const [name, measure] of Object.entries(sections)) {
    if (only === null || only === name) found.push(await measure(bench));
  }
  const [{ model } = { model: 'unknown' }] = cpus();
  console.log(`${cpus().length} cores, ${model}, Node ${process.versions.node}; ${secondsSince()} s in all\n`);
  console.log(tableOf(found.flatMap(({ rows }) => rows)));
  const numbers = Object.assign({}, ...found.map((section) => section.numbers)) as object;
  writeFileSync(
    join(results, 'latest.json'),
    `${JSON.stringify({ node: process.versions.node, ...numbers }, null, 2)}\n`,
  );
}

async function program(
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<{ process: Measured; origin: string }> {
  const port = await freePort();
  const process = await spawnMeasured({
    name,
    file: join(import.meta.dirname, 'processes', `${name}.ts`),
    env: { ...env, BENCH_PORT: String(port) },
    ready: /^ready$/m,
  });
  closers.push(() => process.stop());
  return { process, origin: `http://127.0.0.1:${port}` };
}

function secondsSince(): string {
  return ((performance.now() - startedMs) / 1000).toFixed(0);
}
