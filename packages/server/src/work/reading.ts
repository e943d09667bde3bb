/** `list` and `get` of a noun, the same for nearly all of them: rows of the caller's environment, shown one by one. */
import type { JsonObject } from '@sluice/engine/terms';
import type { PageInput } from '../adapters/store/rows.ts';
import type { Statements } from '../adapters/store/statements.ts';
import { listPage, type Filters } from './listing.ts';
import type { Noun } from './noun.ts';
import { requireRow } from './revising.ts';

interface Rows<Row> {
  page(input: PageInput): Promise<Row[]>;
  get(input: { environmentId: string; id: string }): Promise<Row | null | undefined>;
}

interface Reading<Row> {
  readonly path: string;
  /** For the message when there is none: `API token`. */
  readonly what: string;
  readonly filters: Filters;
  readonly rows: (statements: Statements) => Rows<Row>;
  readonly show: (row: Row) => JsonObject;
}

/** A cursor of one noun's list is refused by another's: they are bound to `path`. */
export function readsOf<Row extends { readonly id: string }>(
  reading: Reading<Row>,
): Pick<Noun, 'path' | 'filters' | 'list' | 'get'> {
  const { path, what, filters, rows, show } = reading;
  return {
    path,
    filters,
    list: ({ statements, vault }, { caller, query }) =>
      listPage(vault.cursors, {
        name: path,
        environmentId: caller.environmentId,
        query,
        filters,
        page: rows(statements).page,
        show: (found) => found.map(show),
      }),
    get: async ({ statements }, { caller: { environmentId }, id }) =>
      show(await requireRow(what, rows(statements).get({ environmentId, id }))),
  };
}
