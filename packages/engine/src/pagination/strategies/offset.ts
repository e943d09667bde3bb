/** Offsets. Advances by the records received, never by the size asked for, so a silently lowered page size loses nothing. */
import type { PageRequest } from '../../terms/index.ts';
import { compileCount, compileStatement } from '../answer.ts';
import { compilePageSize, compilePut, type Draft } from '../draft.ts';
import type { ConfigOf, PlaceOf, Strategy } from '../paginator.ts';
import { judgePage } from '../verdict.ts';

type Position = {
  readonly kind: 'offset';
  readonly offset: number;
  readonly size: number | null;
  readonly full: number | null;
};

export function offsetStrategy(config: ConfigOf<'offset'>, placeOf: PlaceOf): Strategy {
  const origin = config.first_offset ?? 0;
  const target = config.offset_in ?? 'query';
  const size = compilePageSize(config, target);
  const put = compilePut(config.offset_param, target);
  const stated = compileStatement(config, placeOf);
  const total = compileCount(config.total_field, config.total_from, 'total_field', placeOf);
  const given = compileCount(config.next_offset_field, 'body', 'next_offset_field', placeOf);
  const isGiven = config.next_offset_field !== undefined;
  return {
    first(start) {
      const asked = size.ask(start.limit);
      return { kind: 'offset', offset: origin, size: asked, full: size.full(asked) };
    },
    request(position): PageRequest {
      const { offset, size: asked } = position as Position;
      const draft: Draft = {};
      put(draft, offset);
      size.put(draft, asked);
      if (config.ignore_body === true && offset !== origin) draft.withoutBody = true;
      return draft;
    },
    next(seen, position) {
      const { offset, size: asked, full } = position as Position;
      const count = seen.records.length;
      const nextOffset = given(seen);
      const word = stated(seen.body) ?? (isGiven ? nextOffset !== null : null);
      const verdict = judgePage({ count, full, before: offset - origin, stated: word, total: total(seen) });
      if (!verdict.hasMore) return null;
      // An empty page that is not the last (its records are hidden from the account) is stepped over by a full page.
      const step = count > 0 ? count : (verdict.full ?? asked ?? 0);
      return { kind: 'offset', offset: nextOffset ?? offset + step, size: asked, full: verdict.full };
    },
    previous(_seen, position) {
      const { offset, size: asked, full } = position as Position;
      const step = full ?? asked;
      if (offset <= origin || step === null) return null;
      const back = Math.max(origin, offset - step);
      return {
        kind: 'offset',
        offset: back,
        size: asked === null ? null : Math.min(asked, offset - back),
        full: offset - back,
      };
    },
  };
}
