/**
 * Writes docs/reference from the declarations of the engine and the server: `node tools/docs.ts`.
 * With `--check` it writes nothing and fails where a committed page differs.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentKinds, documentSchema } from '../packages/engine/src/dsl/json-schema.ts';
import { configReference } from '../packages/engine/src/dsl/reference/config.ts';
import { errorReference } from '../packages/engine/src/dsl/reference/errors.ts';
import { functionReference } from '../packages/engine/src/dsl/reference/functions.ts';
import { settingsReference, type SettingSpec } from './docs/settings.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const settingsFile = join(root, 'packages/server/src/settings.ts');

async function pages(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>([
    ['config.md', configReference()],
    ['errors.md', errorReference()],
    ['functions.md', functionReference()],
  ]);
  for (const kind of documentKinds)
    found.set(`schemas/${kind}.json`, `${JSON.stringify(documentSchema(kind), null, 2)}\n`);
  if (existsSync(settingsFile)) {
    const { settingSpecs } = (await import(settingsFile)) as { settingSpecs: readonly SettingSpec[] };
    found.set('settings.md', settingsReference(settingSpecs));
  }
  return found;
}

const isCheck = process.argv.includes('--check');
const stale: string[] = [];
for (const [name, content] of await pages()) {
  const path = join(root, 'docs/reference', name);
  if (existsSync(path) && readFileSync(path, 'utf8') === content) continue;
  stale.push(`docs/reference/${name}`);
  if (isCheck) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
for (const path of stale) console.log(`${isCheck ? 'stale' : 'written'}: ${path}`);
if (isCheck && stale.length > 0) {
  console.log('Run `npm run docs` and commit what it writes.');
  process.exitCode = 1;
}
