/**
 * Lints what the catalog directories hold and writes what is accepted; a new revision only where content differs. What is
 * refused is reported and leaves the last good revision in place. Never writes half a folder.
 */
import { formatFinding, hasErrors, lintFolder, type JsonObject } from '@sluice/engine';
import type { CatalogMappingRow } from '../../adapters/store/catalog-folder.ts';
import type { CatalogRow } from '../../adapters/store/tables.ts';
import { contentHash, sourceHash } from './content-hash.ts';
import { loadModels, type LoadedModels } from './load-models.ts';
import { isCurrent, refuse, type CatalogDeps } from './refuse.ts';
import type { Folder, Scan } from './scan.ts';

export interface LoadSummary {
  /** Folders that are live as they stand, whether they were written now or are as they were. */
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
  /** Folders gone; `kept` ones stay until nothing uses them. */
  readonly removed: readonly string[];
  readonly kept: readonly string[];
}

/** `only`: slugs whose folders changed; null for all of them. */
export async function loadCatalog(
  deps: CatalogDeps,
  input: { scan: Scan; only: ReadonlySet<string> | null },
): Promise<LoadSummary> {
  const { scan, only } = input;
  const models = await loadModels(deps, scan);
  const stored = await deps.statements.integrations.catalog();
  const accepted: string[] = [];
  const refused: string[] = [];
  for (const [slug, folder] of scan.integrations) {
    if (only !== null && !only.has(slug)) continue;
    const row = stored.find(({ name }) => name === slug);
    const isAccepted = await loadFolder(deps, { slug, folder, models, row });
    (isAccepted ? accepted : refused).push(slug);
  }
  const gone = stored.filter(({ name }) => !scan.integrations.has(name));
  return { accepted, refused, ...(await retire(deps, gone)) };
}

interface LoadInput {
  readonly slug: string;
  readonly folder: Folder;
  readonly models: LoadedModels;
  readonly row: CatalogRow | undefined;
}

/** Seed records and cases serve nobody's calls: a mistake in them refuses nothing here, and reading them would slow every start. */
function servedFiles({ files }: Folder): Folder['files'] {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !/^(simulation\.|cases\/)/.test(path)));
}

async function loadFolder(deps: CatalogDeps, { slug, folder: whole, models, row }: LoadInput): Promise<boolean> {
  const { statements, newId } = deps;
  const folder = { ...whole, files: servedFiles(whole) };
  const source_path = `${folder.source}/${Object.keys(folder.files).find((path) => /^integration\.\w+$/.test(path)) ?? 'integration.yaml'}`;
  const source_hash = sourceHash(folder.files, slug, folder.source, models.hash);
  if (isCurrent(row, { source_hash, source_path })) return true;
  const known = await models.read();
  const { integration, mappings, findings } = lintFolder({
    slug,
    files: folder.files,
    models: known,
    folder: folder.source,
  });
  if (integration === null || hasErrors(findings)) {
    await refuse(deps, { what: 'integration', name: slug, findings });
    return false;
  }
  const modelIds = new Map((await statements.unifiedModels.catalog()).map(({ name, id }) => [name, id]));
  const rows: CatalogMappingRow[] = [];
  for (const [model, { resources }] of Object.entries(mappings)) {
    const unified_model_id = modelIds.get(model);
    if (unified_model_id === undefined) continue;
    const file = Object.keys(folder.files).find((path) => path.startsWith(`mappings/${model}.`)) ?? `mappings/${model}`;
    for (const [resource_name, methods] of Object.entries(resources)) {
      for (const [method_name, config] of Object.entries(methods)) {
        const key = { unified_model_id, resource_name, method_name };
        rows.push({ id: newId(), ...key, source_path: `${folder.source}/${file}`, ...textOf(config as JsonObject) });
      }
    }
  }
  const { config: document, content_hash } = textOf(integration as JsonObject);
  const about = { name: slug, label: integration.label ?? null, category: integration.category ?? null };
  await statements.catalogFolders.save({
    id: newId(),
    ...about,
    source_path,
    document,
    content_hash,
    source_hash,
    mappings: rows,
  });
  if (findings.length > 0) {
    const fields = { integration: slug, findings: findings.map(formatFinding) };
    deps.log.warn(fields, `The integration ${slug} is live; the linter has warnings.`);
  }
  return true;
}

const textOf = (document: JsonObject) => ({ config: JSON.stringify(document), content_hash: contentHash(document) });

async function retire(
  { statements, clock }: CatalogDeps,
  gone: readonly CatalogRow[],
): Promise<{ removed: string[]; kept: string[] }> {
  const removed: string[] = [];
  const kept: string[] = [];
  const at = new Date(clock());
  for (const { id, name } of gone) {
    const isGone = await statements.integrations.retireCatalog({ id, at });
    (isGone ? removed : kept).push(name);
  }
  return { removed, kept };
}
