/** Unified models of the catalog directories -> rows. Files that did not change since the last start are not linted again. */
import { hasErrors, lintModels } from '@sluice/engine';
import type { UnifiedModelRow } from '../../adapters/store/tables.ts';
import { contentHash, sourceHash } from './content-hash.ts';
import { isCurrent, refuse, type CatalogDeps } from './refuse.ts';
import type { Scan } from './scan.ts';

export type Models = ReturnType<typeof lintModels>['models'];

export interface LoadedModels {
  /** Changes when any model file does. */
  readonly hash: string;
  /** What mappings are linted against: the accepted models, and the last good revision of the refused ones. */
  readonly read: () => Promise<Models>;
}

export async function loadModels(deps: CatalogDeps, scan: Scan): Promise<LoadedModels> {
  const { statements } = deps;
  const hash = sourceHash(scan.models);
  const stored = new Map((await statements.unifiedModels.catalog()).map((row) => [row.name, row]));
  const names = new Set(Object.keys(scan.models).flatMap((path) => (path.includes('/') ? [path.split('/')[0]!] : [])));
  const at = new Date(deps.clock());
  for (const [name, { id }] of stored) if (!names.has(name)) await statements.unifiedModels.retireCatalog({ id, at });
  const from = (name: string) => ({ source_hash: hash, source_path: `${scan.modelsSource}/${name}` });
  if (![...names].every((name) => isCurrent(stored.get(name), from(name))))
    await lintAndSave(deps, { scan, names, hash });
  let models: Promise<Models> | null = null;
  return { hash, read: () => (models ??= storedModels(deps)) };
}

async function lintAndSave(
  deps: CatalogDeps,
  input: { scan: Scan; names: ReadonlySet<string>; hash: string },
): Promise<void> {
  const { scan, names, hash } = input;
  const { models, findings } = lintModels(scan.models);
  for (const name of names) {
    const own = findings.filter(({ file }) => isAbout(file, name));
    const placed = own.map((finding) => ({ ...finding, file: `${scan.modelsSource}/${finding.file}` }));
    const model = models[name];
    if (model === undefined || hasErrors(own)) {
      await refuse(deps, { what: 'model', name, findings: placed });
      continue;
    }
    await deps.statements.unifiedModels.saveCatalog({
      id: deps.newId(),
      name,
      source_path: `${scan.modelsSource}/${name}`,
      resources: JSON.stringify(model.resources),
      types: JSON.stringify(model.types),
      content_hash: contentHash(model),
      source_hash: hash,
    });
  }
}

/** Shared shapes are every model's; a file of a model is its own. */
function isAbout(path: string, model: string): boolean {
  return !path.includes('/') || path.startsWith(`${model}/`);
}

async function storedModels({ statements }: CatalogDeps): Promise<Models> {
  const rows = (await statements.unifiedModels.visible('')).filter(({ removed_at }) => removed_at === null);
  return Object.fromEntries(rows.map(modelOf)) as Models;
}

const modelOf = ({ name, resources, types }: UnifiedModelRow) => [name, { resources, types }] as const;
