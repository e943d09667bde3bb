/** What happens to a folder or model that the linter refuses: said in the log and on its row; nothing else changes. */
import { formatFinding, type Finding } from '@sluice/engine';
import type { Statements } from '../../adapters/store/statements.ts';
import type { CatalogRow } from '../../adapters/store/tables.ts';
import type { Log } from '../deps.ts';

export interface CatalogDeps {
  readonly statements: Statements;
  readonly newId: () => string;
  readonly clock: () => number;
  readonly log: Log;
}

export interface Refused {
  readonly what: 'integration' | 'model';
  readonly name: string;
  readonly findings: readonly Finding[];
}

export async function refuse(
  { statements, log, clock }: CatalogDeps,
  { what, name, findings }: Refused,
): Promise<void> {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const fields = { code: 'catalog.refused', [what]: name, findings: errors.map(formatFinding) };
  log.error(fields, `The ${what} ${name} was refused; its last good revision stays.`);
  const refusal = { at: new Date(clock()).toISOString(), findings: errors.map((finding) => ({ ...finding })) };
  await statements[what === 'model' ? 'unifiedModels' : 'integrations'].refuseCatalog({ name, refusal });
}

/** Whether a row was made from exactly these files, and nothing was refused or removed since. */
export function isCurrent(row: CatalogRow | undefined, from: { source_hash: string; source_path: string }): boolean {
  if (row === undefined || row.last_refusal !== null || row.removed_at !== null) return false;
  return row.source_hash === from.source_hash && row.source_path === from.source_path;
}
