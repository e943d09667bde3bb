/** The table of paging strategies. Compiles a `pagination` section once; never sends, and knows no format's inside. */
import { SluiceError, type PagePosition } from '../terms/index.ts';
import type { Pagination, PaginationFormat } from '../dsl/spec/pagination.ts';
import type { ConfigOf, Paginator, PlaceOf, Strategy } from './paginator.ts';
import { cursorStrategy } from './strategies/cursor.ts';
import { dynamicStrategy } from './strategies/dynamic.ts';
import { keysetStrategy } from './strategies/keyset.ts';
import { linkHeaderStrategy } from './strategies/link-header.ts';
import { offsetStrategy } from './strategies/offset.ts';
import { pageStrategy } from './strategies/page.ts';
import { rangeStrategy } from './strategies/range.ts';

export type { PageSeen, PageStart, Paginator } from './paginator.ts';

const strategies: { readonly [Format in PaginationFormat]: (config: ConfigOf<Format>, placeOf: PlaceOf) => Strategy } =
  {
    cursor: cursorStrategy,
    page: pageStrategy,
    offset: offsetStrategy,
    link_header: linkHeaderStrategy,
    keyset: keysetStrategy,
    range: rangeStrategy,
    dynamic: dynamicStrategy,
  };

export const defaultMaxPages = 10_000;

/**
 * Compiles one `pagination` section. `placeOf` gets the name of a key of the section's `config` (`cursor_field`).
 * Throws `config.invalid` for paths that cannot be read and `expression.syntax` for expressions that cannot be parsed.
 * A position made by another format (the document changed while a caller held a cursor) is refused as `cursor.invalid`.
 */
export function compilePagination(config: Pagination, placeOf: PlaceOf): Paginator {
  const compile = strategies[config.format] as (settings: unknown, placeOf: PlaceOf) => Strategy;
  const strategy = compile(config.config ?? {}, placeOf);
  const checked = (position: PagePosition): PagePosition => {
    if (position['kind'] === config.format) return position;
    throw new SluiceError(
      'cursor.invalid',
      'next_cursor was made before the paging of this method changed; start again without it.',
    );
  };
  return {
    first: strategy.first,
    request: (position) => strategy.request(checked(position)),
    next: (seen, position, run) => strategy.next(seen, checked(position), run),
    previous: (seen, position) => strategy.previous(seen, checked(position)),
    maxPages: config.config?.max_pages ?? defaultMaxPages,
    allowsRepeatedPages: config.config?.allow_repeated_pages === true,
  };
}
