/** A catalog directory of a test's own, for SLUICE_CATALOG_DIRS: folders are written into it while the server runs. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface CatalogDirectory {
  readonly path: string;
  /** Path below the catalog -> text, or a document written as JSON, which is YAML too. */
  put(path: string, document: string | object): Promise<void>;
  take(path: string): Promise<void>;
  remove(): Promise<void>;
}

export async function newCatalog(): Promise<CatalogDirectory> {
  const path = await mkdtemp(join(tmpdir(), 'sluice-catalog-'));
  return {
    path,
    async put(below, document) {
      await mkdir(dirname(join(path, below)), { recursive: true });
      const text = typeof document === 'string' ? document : JSON.stringify(document, null, 2);
      await writeFile(join(path, below), text);
    },
    take: (below) => rm(join(path, below), { recursive: true }),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
