/** Reads integrations with a simulation document from catalog folders, for the simulator on its own. Refuses a folder with errors, whole. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument, SluiceError, type DocumentKind, type DocumentOf } from '@sluice/engine';
import type { CatalogEntry } from '../blueprint/blueprint.ts';

/**
 * `directories` hold `integrations/<slug>/`. A later folder of the same slug wins. Rejects with `catalog.refused` naming
 * file, line and column of what is wrong.
 */
export async function loadCatalog(directories: readonly string[]): Promise<Record<string, CatalogEntry>> {
  const catalog: Record<string, CatalogEntry> = {};
  for (const directory of directories) {
    const integrations = join(directory, 'integrations');
    const folders = await readdir(integrations, { withFileTypes: true });
    for (const folder of folders) {
      if (!folder.isDirectory()) continue;
      const entry = await loadFolder(join(integrations, folder.name));
      if (entry !== null) catalog[folder.name] = entry;
    }
  }
  return catalog;
}

/** Null for a folder without a simulation document. */
async function loadFolder(folder: string): Promise<CatalogEntry | null> {
  const simulation = await loadDocument('simulation', join(folder, 'simulation.yaml'));
  const integration = await loadDocument('integration', join(folder, 'integration.yaml'));
  return simulation === null || integration === null ? null : { integration, simulation };
}

/** Null where there is no such file. */
async function loadDocument<Kind extends DocumentKind>(kind: Kind, file: string): Promise<DocumentOf<Kind> | null> {
  const text = await readIfThere(file);
  if (text === null) return null;
  const { document, findings } = parseDocument(kind, text, { file });
  if (document !== null) return document;
  const lines = findings
    .filter((finding) => finding.severity === 'error')
    .map(({ line, column, path, message }) => `${file}:${line}:${column} ${path} ${message}`);
  throw new SluiceError('catalog.refused', lines.join('\n'));
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
