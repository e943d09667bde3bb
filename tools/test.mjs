/** `npm test`: the check, then the whole house as a black box. The last line adds both up. */
import { countsOf, runSteps } from './check.mjs';
import { requireNode } from './node-version.mjs';

requireNode();

const node = process.execPath;
const results = [
  ...(await runSteps({ check: [node, 'tools/check.mjs'] }, 1)),
  ...(await runSteps(
    {
      'whole-house tests': [
        node,
        '--test',
        '--test-concurrency=2',
        '--test-reporter=./tools/reporter.mjs',
        'test/**/*.test.ts',
      ],
    },
    1,
  )),
];
for (const { output } of results) {
  for (const line of output.split('\n')) if (line.startsWith('skipped: ')) console.log(line);
}
const total = { passed: 0, failed: 0, skipped: 0 };
for (const { output } of results) {
  const counts = countsOf(output);
  if (counts === null) continue;
  for (const key of Object.keys(total)) total[key] += counts[key];
}
const isGreen = results.every(({ passed }) => passed);
// A step that fails without a failing test (types, lint) is a failure all the same.
if (!isGreen && total.failed === 0) total.failed = results.filter(({ passed }) => !passed).length;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(isGreen ? 0 : 1);
