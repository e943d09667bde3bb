/** One integration folder, whole: every document parsed, linted by itself and against its neighbours. Loader, CLI and CI call this. */
import type { JsonObject } from '../../terms/index.ts';
import { isPlainObject } from '../../values/merge.ts';
import type { DocumentOf } from '../documents.ts';
import { error, warning, type Finding } from '../finding.ts';
import { placeNotes } from '../note.ts';
import { readText } from '../text.ts';
import { toValue } from '../tree.ts';
import { baseName, folderHolds, sortFiles } from './folder-files.ts';
import { startReading, type FolderInput, type FolderReading } from './folder-reading.ts';
import { lintMapping } from './mapping.ts';
import { checkSimulation } from './simulation.ts';

type Integration = DocumentOf<'integration'>;
type Mapping = DocumentOf<'mapping'>;
type Simulation = DocumentOf<'simulation'>;

export interface LintedFolder {
  /** Null when missing or refused; `name` is the slug. */
  readonly integration: Integration | null;
  /** Unified model -> mapping; `model` and `integration` are filled in. Refused ones are left out. */
  readonly mappings: Readonly<Record<string, Mapping>>;
  readonly simulation: Simulation | null;
  readonly cases: readonly { readonly file: string; readonly cases: DocumentOf<'cases'> }[];
  /** As written; it is checked by the work on inbound webhooks. */
  readonly webhook: JsonObject | null;
  readonly findings: readonly Finding[];
}

const slugPattern = /^[a-z0-9][a-z0-9-]*$/;

export function lintFolder(input: FolderInput): LintedFolder {
  const { slug, files } = input;
  const reading = startReading(input);
  const sorted = sortFiles(Object.keys(files));
  if (!slugPattern.test(slug)) reading.say('', error(`"${slug}" is no slug; lower-case letters, digits and dashes`));
  for (const path of sorted.unknown) reading.say(path, warning(`is not read; a folder holds ${folderHolds}`));
  const integration = readIntegration(sorted.integration, reading);
  const mappings = readMappings(sorted.mappings, { reading, integration });
  const simulation = readSimulation(sorted.simulation, { reading, integration });
  const cases = sorted.cases.flatMap((path) => {
    const { document } = reading.read('cases', path);
    return document === null ? [] : [{ file: reading.fileOf(path), cases: document }];
  });
  const webhook = readWebhook(sorted.webhook, reading);
  return { integration, mappings, simulation, cases, webhook, findings: reading.findings };
}

function readIntegration(path: string | undefined, reading: FolderReading): Integration | null {
  if (path === undefined) {
    reading.say('', error('integration.yaml is missing'));
    return null;
  }
  const { document } = reading.read('integration', path);
  if (document === null) return null;
  checkName(document.name, { key: 'name', wanted: reading.input.slug, says: 'folder', path, reading });
  return { ...document, name: reading.input.slug };
}

interface NameCheck {
  readonly key: string;
  readonly wanted: string;
  readonly says: 'folder' | 'file';
  readonly path: string;
  readonly reading: FolderReading;
}

function checkName(found: string | undefined, { key, wanted, says, path, reading }: NameCheck): void {
  if (found === undefined || found === wanted) return;
  reading.say(path, error(`${key} is "${found}", but the ${says} says "${wanted}"`, 'leave it out'));
}

interface Beside {
  readonly reading: FolderReading;
  readonly integration: Integration | null;
}

function readMappings(paths: readonly string[], { reading, integration }: Beside): Readonly<Record<string, Mapping>> {
  const { slug, models } = reading.input;
  const mappings: Record<string, Mapping> = {};
  for (const path of paths) {
    const { document, tree } = reading.read('mapping', path);
    if (document === null || tree === null) continue;
    const model = baseName(path);
    checkName(document.model, { key: 'model', wanted: model, says: 'file', path, reading });
    checkName(document.integration, { key: 'integration', wanted: slug, says: 'folder', path, reading });
    const mapping: Mapping = { ...document, model, integration: slug };
    reading.findings.push(...lintMapping(mapping, { integration, models, tree, file: reading.fileOf(path) }));
    mappings[model] = mapping;
  }
  return mappings;
}

function readSimulation(path: string | undefined, { reading, integration }: Beside): Simulation | null {
  if (path === undefined) return null;
  const { document, tree } = reading.read('simulation', path);
  if (document === null || tree === null) return null;
  reading.findings.push(...placeNotes(checkSimulation(document, integration), { tree, file: reading.fileOf(path) }));
  return document;
}

/** Read as it is: what it means is checked by the work on inbound webhooks. */
function readWebhook(path: string | undefined, { input, findings, fileOf }: FolderReading): JsonObject | null {
  if (path === undefined) return null;
  const { tree, findings: found } = readText(input.files[path]!, fileOf(path));
  findings.push(...found);
  const value = tree === null ? null : toValue(tree);
  return isPlainObject(value) ? value : null;
}
