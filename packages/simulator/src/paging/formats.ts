/** Pagination format -> how the fake provider plays it: one literal table, the inverse of the engine's strategies. */
import type { Pagination } from '../documents.ts';
import { compileOffset, compilePage, compileRange } from './counted.ts';
import { compileCursor, tokenTurns } from './cursor.ts';
import type { PageFormat, TurnRequest } from './page-format.ts';
import { readPlaced, readSize, tellMore } from './page-size.ts';
import { readToken } from './token.ts';

type Named<Format extends Pagination['format']> = Extract<Pagination, { format: Format }>;

const silent = { tellBody: () => undefined, tellHead: () => undefined } as const;

/** Everything in one answer. */
const unpaged: PageFormat = {
  ...silent,
  param: 'cursor',
  isTokenPaged: false,
  keyField: null,
  firstNumber: 1,
  turn: ({ given }) => ({ offset: given.offset ?? 0, size: given.pageSize, anchor: null, key: null, token: null }),
  next: (bounds) => bounds.end,
  previous: () => null,
};

/** RFC 8288 links; the place is a token in the query of the link. */
function compileLinkHeader({ config = {} }: Named<'link_header'>): PageFormat {
  const param = 'cursor';
  return {
    ...tokenTurns({ config, param, isEncoded: false, read: (request) => readPlaced(request, 'query', param) }),
    tellBody: (body, facts) => tellMore(body, config, facts),
    tellHead(draft, facts) {
      const links: string[] = [];
      if (facts.next_url !== null) links.push(`<${facts.next_url}>; rel="${config.rel ?? 'next'}"`);
      if (facts.previous_url !== null) links.push(`<${facts.previous_url}>; rel="prev"`);
      if (links.length > 0) draft.headers['link'] = links.join(', ');
    },
  };
}

/** Records after a key, ordered by it. */
function compileKeyset({ config }: Named<'keyset'>): PageFormat {
  return {
    ...silent,
    param: config.key_param,
    isTokenPaged: false,
    keyField: config.key_field,
    firstNumber: 1,
    turn(request) {
      const key = readPlaced(request, config.key_in, config.key_param);
      return { offset: 0, size: readSize(request, config), anchor: null, key: key === '' ? null : key, token: null };
    },
    next: (bounds) => bounds.lastKey ?? '',
    previous: () => null,
    tellBody: (body, facts) => tellMore(body, config, facts),
  };
}

/**
 * The request's paging values mean what `select` says they mean, and the answer is the route's own. A link it gives
 * (`page.next_url`) carries a token of ours, which is followed without a word from `select`.
 */
function compileDynamic({ config }: Named<'dynamic'>): PageFormat {
  const param = 'cursor';
  return {
    ...tokenTurns({ config, param, isEncoded: false, read: readOwnToken }),
    tellBody: (body, facts) => tellMore(body, config, facts),
    tellHead: () => undefined,
  };
  // A provider may have a parameter of the same name that means something else.
  function readOwnToken(request: TurnRequest): string | null {
    const text = readPlaced(request, 'query', param);
    return text !== null && readToken(text) !== null ? text : null;
  }
}

type Compile<Format extends Pagination['format']> = (
  pagination: Named<Format>,
  link: 'absolute' | 'relative',
) => PageFormat;

const formats: { readonly [Format in Pagination['format']]: Compile<Format> } = {
  cursor: ({ config }, link) => compileCursor(config, link),
  page: ({ config }) => compilePage(config),
  offset: ({ config }) => compileOffset(config),
  link_header: compileLinkHeader,
  keyset: compileKeyset,
  range: ({ config = {} }) => compileRange(config),
  dynamic: compileDynamic,
};

export function compilePageFormat(pagination: Pagination | null, link: 'absolute' | 'relative'): PageFormat {
  if (pagination === null) return unpaged;
  const compile = formats[pagination.format] as Compile<Pagination['format']>;
  return compile(pagination, link);
}
