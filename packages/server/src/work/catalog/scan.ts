/** Reads catalog directories: which folders there are, what they hold, and whether anything changed. Understands no document. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';

/** A catalog (`models/`, `integrations/<slug>/`), or one integration folder by itself. */
export interface CatalogRoot {
  readonly directory: string;
  /** Put before file names in findings and revisions: `catalog`. */
  readonly label: string;
}

export interface Folder {
  /** Label and path: `catalog/integrations/x`. */
  readonly source: string;
  /** Path below the folder, with `/` -> text. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Scan {
  /** Path below `models/` -> text; later roots over earlier ones. */
  readonly models: Readonly<Record<string, string>>;
  readonly modelsSource: string;
  /** By slug; later roots over earlier ones. */
  readonly integrations: ReadonlyMap<string, Folder>;
}

const documentPattern = /\.(ya?ml|json)$/;

/** A directory that is not there is empty: it may come later. */
export async function scanCatalog(roots: readonly CatalogRoot[]): Promise<Scan> {
  const models: Record<string, string> = {};
  const integrations = new Map<string, Folder>();
  let modelsSource = 'catalog/models';
  for (const { directory, label } of roots) {
    if (await isIntegrationFolder(directory)) {
      integrations.set(basename(directory), { source: label, files: await readFolder(directory) });
      continue;
    }
    const found = await readFolder(join(directory, 'models'));
    if (Object.keys(found).length > 0) modelsSource = `${label}/models`;
    Object.assign(models, found);
    for (const slug of await foldersIn(join(directory, 'integrations'))) {
      const files = await readFolder(join(directory, 'integrations', slug));
      if (Object.keys(files).length > 0) integrations.set(slug, { source: `${label}/integrations/${slug}`, files });
    }
  }
  return { models, modelsSource, integrations };
}

/** Changes when any document of the roots is added, written or removed. Reads no content. */
export async function fingerprintCatalog(roots: readonly CatalogRoot[]): Promise<string> {
  const lines: string[] = [];
  for (const { directory } of roots) {
    for (const path of await documentsIn(directory)) {
      const { mtimeMs, size, ino } = (await orNothing(stat(path))) ?? { mtimeMs: 0, size: -1, ino: 0 };
      lines.push(`${path} ${mtimeMs} ${size} ${ino}`);
    }
  }
  return lines.sort().join('\n');
}

async function isIntegrationFolder(directory: string): Promise<boolean> {
  const names = (await orNothing(readdir(directory))) ?? [];
  return names.some((name) => /^integration\.(ya?ml|json)$/.test(name));
}

async function foldersIn(directory: string): Promise<string[]> {
  const entries = (await orNothing(readdir(directory, { withFileTypes: true }))) ?? [];
  const names = entries.filter((entry) => !entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name);
  return names.sort();
}

async function readFolder(directory: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const path of await documentsIn(directory)) {
    const text = await orNothing(readFile(path, 'utf8'));
    if (text !== undefined) files[relative(directory, path).split(sep).join('/')] = text;
  }
  return files;
}

async function documentsIn(directory: string): Promise<string[]> {
  const names = (await orNothing(readdir(directory, { recursive: true }))) ?? [];
  return names
    .filter((name) => documentPattern.test(name) && !name.includes('node_modules'))
    .map((name) => join(directory, name))
    .sort();
}

/** Files come and go while they are read; what is gone is not there. Any other failure is passed on. */
async function orNothing<Result>(reading: Promise<Result>): Promise<Result | undefined> {
  try {
    return await reading;
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
