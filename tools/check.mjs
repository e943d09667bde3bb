/** `npm run check`: everything that can be said about the code without starting it. Steps run two at a time; all findings are shown. */
import { spawn } from 'node:child_process';
import { requireNode } from './node-version.mjs';

requireNode();

const node = process.execPath;
const bin = (name) => [node, `node_modules/${name}`];

/** Name -> command. Unit tests come last because they are the longest read. */
const steps = {
  'types of the engine (no Node)': [...bin('typescript/bin/tsc'), '-p', 'packages/engine/tsconfig.json'],
  types: [...bin('typescript/bin/tsc'), '-p', 'tsconfig.json'],
  lint: [...bin('oxlint/bin/oxlint'), '--quiet'],
  format: [...bin('oxfmt/bin/oxfmt'), '--check'],
  guards: [node, 'tools/guards.ts'],
  catalog: [node, 'tools/catalog.ts'],
  'generated docs': [node, 'tools/docs.ts', '--check'],
  'unit tests': [
    node,
    '--test',
    '--test-isolation=none',
    '--test-reporter=./tools/reporter.mjs',
    'packages/*/src/**/*.test.ts',
    'tools/**/*.test.ts',
  ],
};

export async function runSteps(table, concurrency) {
  const waiting = Object.entries(table);
  const results = [];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results.push(await runStep(...next));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return results;
}

function runStep(name, [command, ...args]) {
  const startedMs = Date.now();
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => {
      const passed = code === 0;
      console.log(`${passed ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`);
      if (!passed) console.log(output.trimEnd());
      resolve({ name, passed, output });
    });
  });
}

/** Adds up what `./tools/reporter.mjs` printed as its last line. */
export function countsOf(output) {
  const match = /(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/.exec(output.trimEnd());
  return match === null ? null : { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3] ?? 0) };
}

if (process.argv[1]?.endsWith('check.mjs')) {
  const results = await runSteps(steps, 2);
  const failed = results.filter(({ passed }) => !passed);
  const counts = countsOf(results.find(({ name }) => name === 'unit tests')?.output ?? '');
  console.log(failed.length === 0 ? 'check: all green' : `check: failed: ${failed.map(({ name }) => name).join(', ')}`);
  if (counts !== null) console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exit(failed.length === 0 ? 0 : 1);
}
