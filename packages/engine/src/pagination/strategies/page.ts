/** Page numbers. Asks for the same size throughout, since another size would move the boundaries between pages. */
import type { PageRequest } from '../../terms/index.ts';
import { compileCount, compileStatement } from '../answer.ts';
import { compilePageSize, compilePut, type Draft } from '../draft.ts';
import type { ConfigOf, PlaceOf, Strategy } from '../paginator.ts';
import { judgePage } from '../verdict.ts';

type Position = {
  readonly kind: 'page';
  readonly page: number;
  readonly size: number | null;
  readonly full: number | null;
  /** Records on the pages before. */
  readonly before: number;
};

export function pageStrategy(config: ConfigOf<'page'>, placeOf: PlaceOf): Strategy {
  const firstPage = config.first_page ?? 1;
  const target = config.page_in ?? 'query';
  const size = compilePageSize(config, target);
  const put = compilePut(config.page_param, target);
  const stated = compileStatement(config, placeOf);
  const total = compileCount(config.total_field, config.total_from, 'total_field', placeOf);
  const totalPages = compileCount(config.total_pages_field, config.total_from, 'total_pages_field', placeOf);
  return {
    first(start) {
      const asked = size.ask(start.limit);
      return { kind: 'page', page: firstPage, size: asked, full: size.full(asked), before: 0 };
    },
    request(position): PageRequest {
      const { page, size: asked } = position as Position;
      const draft: Draft = {};
      put(draft, page);
      size.put(draft, asked);
      if (config.ignore_body === true && page !== firstPage) draft.withoutBody = true;
      return draft;
    },
    next(seen, position) {
      const { page, size: asked, full, before } = position as Position;
      const pages = totalPages(seen);
      const count = seen.records.length;
      const word = stated(seen.body) ?? (pages === null ? null : page - firstPage + 1 < pages);
      const verdict = judgePage({ count, full, before, stated: word, total: total(seen) });
      return verdict.hasMore
        ? { kind: 'page', page: page + 1, size: asked, full: verdict.full, before: before + count }
        : null;
    },
    previous(_seen, position) {
      const { page, size: asked, full, before } = position as Position;
      if (page <= firstPage) return null;
      return {
        kind: 'page',
        page: page - 1,
        size: asked,
        full,
        before: page - 1 === firstPage ? 0 : Math.max(1, before - (full ?? 0)),
      };
    },
  };
}
