/** Reading, changing and removing one versioned row: the not-found and version rules, in one place. */
import { SluiceError } from '@sluice/engine/terms';
import type { Selectable, Updateable } from 'kysely';
import type { RowKey, Rows, ScopedTable } from '../adapters/store/rows.ts';
import type { Tables } from '../adapters/store/tables.ts';

interface RevisionInput<Name extends ScopedTable> extends RowKey {
  /** What it is called in messages. */
  readonly what: string;
  /** The version the caller read; undefined when none was sent. */
  readonly version: number | undefined;
  change(row: Selectable<Tables[Name]>): Updateable<Tables[Name]> | Promise<Updateable<Tables[Name]>>;
}

interface Versioned {
  readonly version: number;
}

export async function requireRow<Row>(what: string, found: Promise<Row | null | undefined>): Promise<Row> {
  const row = await found;
  if (row === null || row === undefined) throw new SluiceError('config.not_found', `There is no such ${what}.`);
  return row;
}

/** Throws `config.not_found`, `config.version_required`, `config.version_conflict`, `config.read_only`. */
export async function reviseRow<Name extends ScopedTable>(
  rows: Rows<Name>,
  input: RevisionInput<Name>,
): Promise<Selectable<Tables[Name]>> {
  const { what, version, environmentId, id } = input;
  const row = await requireRow(what, rows.get(input));
  refuseCatalogRow(what, row);
  checkVersion(what, { version, current: (row as Versioned).version });
  const changes = await input.change(row);
  const updated = await rows.update({ environmentId, id, version: version!, changes });
  if (updated !== null) return updated;
  const newest = await requireRow(what, rows.get(input));
  throw versionConflict(what, (newest as Versioned).version);
}

/** Throws `config.not_found` or `config.read_only`. */
export async function removeRow<Name extends ScopedTable>(
  rows: Rows<Name>,
  input: RowKey & { what: string },
): Promise<{ id: string }> {
  refuseCatalogRow(input.what, await requireRow(input.what, rows.get(input)));
  await rows.remove(input);
  return { id: input.id };
}

export function checkVersion(what: string, input: { version: number | undefined; current: number }): void {
  if (input.version === undefined) {
    throw new SluiceError('config.version_required', `Send the \`version\` of the ${what} that was read.`, {
      details: { version: input.current },
    });
  }
  if (input.version !== input.current) throw versionConflict(what, input.current);
}

export function versionConflict(what: string, current: number): SluiceError {
  return new SluiceError('config.version_conflict', `The ${what} was changed since it was read.`, {
    details: { version: current },
  });
}

function refuseCatalogRow(what: string, row: object): void {
  if (!('source' in row) || row.source !== 'catalog') return;
  throw new SluiceError('config.read_only', `This ${what} comes from a catalog folder.`);
}
