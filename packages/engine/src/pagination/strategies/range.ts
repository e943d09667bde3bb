/** The Range header of RFC 9110 section 14, in units other than bytes: `Range: items=0-49`, answered by `Content-Range`. */
import type { PageRequest } from '../../terms/index.ts';
import { compileStatement } from '../answer.ts';
import { compilePageSize } from '../draft.ts';
import type { ConfigOf, PageSeen, PlaceOf, Strategy } from '../paginator.ts';
import { judgePage } from '../verdict.ts';

type Position = { readonly kind: 'range'; readonly from: number; readonly size: number; readonly full: number | null };

const usualPageSize = 100;

export function rangeStrategy(config: ConfigOf<'range'>, placeOf: PlaceOf): Strategy {
  const unit = config.unit ?? 'items';
  const header = (config.header_name ?? 'range').toLowerCase();
  const usual =
    config.page_size ?? config.default_page_size ?? Math.min(usualPageSize, config.max_page_size ?? usualPageSize);
  // The range itself is the page size, so it counts as sent although no parameter carries it.
  const size = compilePageSize(
    { ...config, default_page_size: usual, page_size_param: config.page_size_param ?? header },
    'header',
  );
  const stated = compileStatement(config, placeOf);
  return {
    first(start) {
      const asked = size.ask(start.limit) ?? usual;
      return { kind: 'range', from: 0, size: asked, full: size.full(asked) };
    },
    request(position): PageRequest {
      const { from, size: asked } = position as Position;
      const range = `${from}-${from + asked - 1}`;
      const page = { headers: { [header]: unit === '' ? range : `${unit}=${range}` } };
      return config.ignore_body === true && from > 0 ? { ...page, withoutBody: true } : page;
    },
    next(seen, position) {
      const { from, size: asked, full } = position as Position;
      const count = seen.records.length;
      const told = readContentRange(seen);
      // 200 without Content-Range is the whole list: the range was ignored (RFC 9110 section 14.2).
      if (seen.status === 200 && told === null && count !== asked) return null;
      const verdict = judgePage({ count, full, before: from, stated: stated(seen.body), total: told?.total ?? null });
      if (!verdict.hasMore || count === 0) return null;
      return { kind: 'range', from: (told?.last ?? from + count - 1) + 1, size: asked, full: verdict.full };
    },
    previous(_seen, position) {
      const { from, size: asked, full } = position as Position;
      if (from === 0) return null;
      const back = Math.max(0, from - (full ?? asked));
      return { kind: 'range', from: back, size: from - back, full: from - back };
    },
  };
}

const contentRange = /^\s*(?:[^\s\d*/]\S*\s+)?(?:\d+-(\d+)|\*)\/(\d+|\*)\s*$/;

/** `items 0-49/1200`, `0-49/*`, `items * /0` (RFC 9110 section 14.4; some providers leave the unit out). */
function readContentRange(seen: PageSeen): { last: number | null; total: number | null } | null {
  const match = contentRange.exec(seen.headers['content-range'] ?? '');
  if (match === null) return null;
  return { last: match[1] === undefined ? null : Number(match[1]), total: match[2] === '*' ? null : Number(match[2]) };
}
