/** Cursors: a token or a URL in the answer leads to the next page. Never looks inside a token. */
import { SluiceError, type PageRequest } from '../../terms/index.ts';
import { compileField, compileStatement, parseField, readToken } from '../answer.ts';
import { compilePageSize, compilePut, type Draft, type Put } from '../draft.ts';
import { nextUrl, staysHome } from '../link.ts';
import { compileLaterHeaders } from '../later-headers.ts';
import type { ConfigOf, PageSeen, PlaceOf, Strategy } from '../paginator.ts';

type Position = {
  readonly kind: 'cursor';
  /** Token, or URL where the cursor is one; absent on the first page. */
  readonly cursor?: string | number;
  readonly size: number | null;
  /** Reached by going back. */
  readonly back?: true;
  /** Pages so far, where one cursor serves a whole scroll; tells its positions apart. */
  readonly turn?: number;
  /** Rendered headers of later pages, where they depend on the call. */
  readonly headers?: Readonly<Record<string, string>>;
};

export function cursorStrategy(config: ConfigOf<'cursor'>, placeOf: PlaceOf): Strategy {
  const where = config.cursor_in ?? 'query';
  const target = where === 'path' ? 'query' : where;
  const size = compilePageSize(config, target === 'header' ? 'query' : target);
  const stated = compileStatement(config, placeOf);
  const headers = compileLaterHeaders(config.headers, placeOf);
  const param = config.cursor_param ?? String(parseField(config.cursor_field, 'cursor_field', placeOf).at(-1));
  const putForward = where === 'path' ? putPath : compilePut(param, target);
  const putBack = where === 'path' ? putPath : compilePut(config.prev_cursor_param ?? param, target);
  const readForward = compileCursor(config.cursor_field, 'cursor_field', config, placeOf);
  const readBack =
    config.prev_cursor_field === undefined
      ? () => null
      : compileCursor(config.prev_cursor_field, 'prev_cursor_field', config, placeOf);
  const isUrl = config.cursor_is_url === true;

  const put = (draft: Draft, { cursor, back }: Position) => {
    if (cursor === undefined) return;
    if (!isUrl) (back === true ? putBack : putForward)(draft, cursor);
    else {
      draft.url = String(cursor);
      if (config.verbatim === true) draft.isVerbatim = true;
    }
  };
  return {
    first: (start) => ({ kind: 'cursor', size: size.ask(start.limit) }),
    request(position): PageRequest {
      const at = position as Position;
      const draft: Draft = {};
      put(draft, at);
      // "Add nothing" is about the URL: a size told in a header is told again.
      if (draft.isVerbatim !== true || config.page_size_in === 'header') size.put(draft, at.size);
      if (at.cursor === undefined) return draft;
      const later = at.headers ?? headers?.fixed;
      if (later !== undefined) draft.headers = { ...later, ...draft.headers };
      if (config.ignore_body === true) draft.withoutBody = true;
      return draft;
    },
    next(seen, position) {
      const { cursor: own, size: asked, back, turn } = position as Position;
      // On the way back the provider's word is about the pages before.
      if (back !== true && stated(seen.body) === false) return null;
      if (seen.records.length === 0 && config.allow_empty_page_cursor === false) return null;
      const cursor = readForward(seen, own);
      if (cursor === null) return null;
      const rendered = headers?.render(seen.start);
      return {
        kind: 'cursor',
        cursor,
        size: asked,
        ...(config.allow_repeated_cursor === true ? { turn: (turn ?? 0) + 1 } : {}),
        ...(rendered === undefined ? {} : { headers: rendered }),
      };
    },
    previous(seen, position) {
      const { cursor: own, size: asked, back } = position as Position;
      if (own === undefined || (back === true && stated(seen.body) === false)) return null;
      const cursor = readBack(seen, own);
      return cursor === null ? null : { kind: 'cursor', cursor, size: asked, back: true };
    },
  };
}

const putPath: Put = (draft, value) => {
  draft.path = String(value);
};

/** `own` is the cursor that led to the page. */
type ReadCursor = (seen: PageSeen, own: string | number | undefined) => string | number | null;

function compileCursor(path: string, key: string, config: ConfigOf<'cursor'>, placeOf: PlaceOf): ReadCursor {
  const header = path.toLowerCase();
  const read = config.cursor_from === 'header' ? null : compileField(path, key, placeOf);
  return (seen, own) => {
    const token = readToken(read === null ? seen.headers[header] : read(seen.body), key, placeOf);
    if (token === null) return null;
    const plain = config.is_cursor_url_encoded === true ? decoded(String(token)) : token;
    return config.cursor_is_url === true
      ? nextUrl(String(plain), seen, {
          isOwnHost: staysHome(own),
          keepHost: config.include_path === true,
          isVerbatim: config.verbatim === true,
        })
      : plain;
  };
}

function decoded(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch (cause) {
    throw new SluiceError(
      'provider.invalid_response',
      'The provider gave a cursor that is not URL-encoded, against `is_cursor_url_encoded`.',
      { cause },
    );
  }
}
