/** What the simulator plays in the demo: the documents of the integrations the demo names. One that is broken is left out. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument, type DocumentKind, type DocumentOf } from '@sluice/engine';
import type { CatalogEntry } from '@sluice/simulator';

/** By slug. Findings are not told here: the catalog's own load tells them. */
export async function readSimulated(
  directory: string,
  slugs: readonly string[],
): Promise<Record<string, CatalogEntry>> {
  const catalog: Record<string, CatalogEntry> = {};
  for (const slug of new Set(slugs)) {
    const folder = join(directory, 'integrations', slug);
    const integration = await readDocument('integration', join(folder, 'integration.yaml'));
    const simulation = await readDocument('simulation', join(folder, 'simulation.yaml'));
    if (integration !== null && simulation !== null) catalog[slug] = { integration, simulation };
  }
  return catalog;
}

/** Any resource of the provider's own API with a list will do to show the proxy; null where there is none. */
export function listedResource(entry: CatalogEntry | undefined): string | null {
  const listed = Object.entries(entry?.integration.resources ?? {}).find(
    ([, methods]) => methods['list'] !== undefined,
  );
  return listed?.[0] ?? null;
}

async function readDocument<Kind extends DocumentKind>(kind: Kind, file: string): Promise<DocumentOf<Kind> | null> {
  try {
    return parseDocument(kind, await readFile(file, 'utf8'), { file }).document;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
