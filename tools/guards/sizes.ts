/** Keeps files small and imports few. Limits as in CONTRIBUTING.md; an exception is listed here with its reason. */
import { importsOf, listFiles } from './source-files.ts';

const MAX_LINES = 300;
const MAX_MEDIAN = 100;
const MAX_P90 = 250;
const MAX_IMPORTS = 12;

/** Path -> why it may be longer or import more. */
const exceptions: Readonly<Record<string, string>> = {
  'packages/engine/src/index.ts': 'the door names everything that may leave',
  'packages/engine/src/terms/index.ts': 'the door of the words names every one of them',
  'packages/engine/src/terms/error-codes.ts': 'one table of every code, read as a whole',
  'packages/engine/src/expression/functions/table.ts': 'one literal table of every extension function',
  'packages/server/src/start/open-doors.ts': 'binds every function of work to its route, as main binds the rest',
  'packages/server/src/main.ts': 'the one place that constructs things',
  'packages/engine/src/call/mapping-plan.ts': 'a plan gathers the compiled parts of every room below',
};

export function checkSizes(): string[] {
  const files = listFiles('packages', /\.ts$/).filter(
    ({ path }) => path.includes('/src/') && !path.endsWith('.test.ts') && !path.includes('/fixtures/'),
  );
  const lengths = files.map(({ text }) => text.split('\n').length).sort((a, b) => a - b);
  const at = (share: number): number => lengths[Math.floor((lengths.length - 1) * share)] ?? 0;
  const findings: string[] = [];
  if (at(0.5) > MAX_MEDIAN) findings.push(`median file has ${at(0.5)} lines, limit ${MAX_MEDIAN}`);
  if (at(0.9) > MAX_P90) findings.push(`p90 file has ${at(0.9)} lines, limit ${MAX_P90}`);
  for (const file of files) {
    if (Object.hasOwn(exceptions, file.path)) continue;
    const lines = file.text.split('\n').length;
    if (lines > MAX_LINES) findings.push(`${file.path}: ${lines} lines, limit ${MAX_LINES}`);
    const imports = new Set(importsOf(file).map(({ specifier }) => specifier)).size;
    if (imports > MAX_IMPORTS) findings.push(`${file.path}: ${imports} imports, limit ${MAX_IMPORTS}`);
    if (/(^|\/)(utils?|helpers?|common|misc|manager|service)(\/|\.|-)/.test(file.path))
      findings.push(`${file.path}: a name that says nothing`);
    if (!/^(\/\*\*|#!)/.test(file.text)) findings.push(`${file.path}: opens without a sentence on what it is for`);
  }
  return [...findings, ...checkIndexes()];
}

/** One index file a package, and the engine's words, which are a door of their own. */
function checkIndexes(): string[] {
  return listFiles('packages', /^index\.ts$/)
    .map(({ path }) => path)
    .filter((path) => !/^packages\/[^/]+\/src\/index\.ts$/.test(path) && path !== 'packages/engine/src/terms/index.ts')
    .map((path) => `${path}: a package has one index file`);
}
