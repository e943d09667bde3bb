/** Lints `catalog/` and every folder of `examples/`, then runs their cases through the engine. Prints findings and failures; exits 1 when there is one. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  formatFinding,
  lintFolder,
  lintModels,
  runCase,
  type JsonObject,
  type LintedFolder,
  type ModelSet,
} from '@sluice/engine';
import { root } from './guards/source-files.ts';

/** Path below the directory -> text. */
function readFolder(directory: string, prefix = ''): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) Object.assign(files, readFolder(`${directory}/${entry.name}`, `${path}/`));
    else files[path] = readFileSync(join(root, directory, entry.name), 'utf8');
  }
  return files;
}

let errors = 0;
let warnings = 0;
let casesRun = 0;
let casesFailed = 0;

function report(findings: readonly Parameters<typeof formatFinding>[0][]): void {
  for (const finding of findings) {
    if (finding.severity === 'error') errors += 1;
    else warnings += 1;
    console.log(formatFinding(finding));
  }
}

async function runCases(slug: string, linted: LintedFolder, models: ModelSet): Promise<void> {
  if (linted.integration === null) return;
  const mappings = Object.fromEntries(
    Object.entries(linted.mappings).map(([model, mapping]) => [
      model,
      mapping.resources as Record<string, Record<string, JsonObject>>,
    ]),
  );
  const subject = { slug, integration: linted.integration as JsonObject, mappings, models };
  for (const { file, cases } of linted.cases) {
    for (const wanted of cases) {
      const result = await runCase(subject, wanted);
      casesRun += 1;
      if (result.passes) continue;
      casesFailed += 1;
      console.log(`${file}: ${result.name}`);
      for (const difference of result.differences) console.log(`  ${difference}`);
    }
  }
}

const only = process.argv[2];
const { models, findings } = lintModels(readFolder('catalog/models'));
report(findings);
const folders = readdirSync(join(root, 'catalog/integrations')).map((slug) => `catalog/integrations/${slug}`);
const examples = existsSync(join(root, 'examples'))
  ? readdirSync(join(root, 'examples')).map((slug) => `examples/${slug}`)
  : [];
for (const folder of [...folders, ...examples]) {
  const slug = folder.split('/').at(-1)!;
  if (only !== undefined && only !== slug) continue;
  const linted = lintFolder({ slug, files: readFolder(folder), models, folder });
  report(linted.findings);
  await runCases(slug, linted, models);
}
console.log(`catalog: ${errors} errors, ${warnings} warnings; ${casesRun} cases, ${casesFailed} failed`);
process.exit(errors + casesFailed === 0 && casesRun > 0 ? 0 : 1);
