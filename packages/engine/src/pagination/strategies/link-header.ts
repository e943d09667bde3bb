/** The Link header of RFC 8288: follows `rel="next"` until there is none. */
import type { PageRequest } from '../../terms/index.ts';
import { compileStatement } from '../answer.ts';
import { compilePageSize, type Draft } from '../draft.ts';
import { nextUrl, parseLinkHeader, staysHome } from '../link.ts';
import type { ConfigOf, PageSeen, PlaceOf, Strategy } from '../paginator.ts';

type Position = { readonly kind: 'link_header'; readonly url: string | null; readonly size: number | null };

export function linkHeaderStrategy(config: ConfigOf<'link_header'>, placeOf: PlaceOf): Strategy {
  const forward = [(config.rel ?? 'next').toLowerCase()];
  const size = compilePageSize(config, 'query');
  const stated = compileStatement(config, placeOf);
  const isVerbatim = config.verbatim === true;
  const follow = (seen: PageSeen, position: Position, rels: readonly string[]) => {
    const header = seen.headers['link'];
    const link =
      header === undefined
        ? undefined
        : parseLinkHeader(header).find((each) => each.rels.some((rel) => rels.includes(rel)));
    if (link === undefined) return null;
    const url = nextUrl(link.target, seen, { isOwnHost: staysHome(position.url), isVerbatim });
    return { kind: 'link_header', url, size: position.size };
  };
  return {
    first: (start) => ({ kind: 'link_header', url: null, size: size.ask(start.limit) }),
    request(position): PageRequest {
      const { url, size: asked } = position as Position;
      const draft: Draft = {};
      if (url !== null) draft.url = url;
      if (url !== null && isVerbatim) draft.isVerbatim = true;
      // "Add nothing" is about the URL: a size told in a header is told again.
      if (draft.isVerbatim !== true || config.page_size_in === 'header') size.put(draft, asked);
      if (config.ignore_body === true && url !== null) draft.withoutBody = true;
      return draft;
    },
    next: (seen, position) => (stated(seen.body) === false ? null : follow(seen, position as Position, forward)),
    previous: (seen, position) => follow(seen, position as Position, ['prev', 'previous']),
  };
}
