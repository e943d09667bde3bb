/** Format `cursor`: tokens in body or header, or whole URLs. A URL repeats the query of the request it belongs to. */
import { parsePath } from '@sluice/engine';
import type { Pagination } from '../documents.ts';
import { writeAt } from '../record-paths.ts';
import type { PageFacts } from '../terms.ts';
import type { PageFormat, Turn, TurnRequest } from './page-format.ts';
import { readPlaced, readSize, tellMore } from './page-size.ts';
import { readToken, writeToken } from './token.ts';

type Config = Extract<Pagination, { format: 'cursor' }>['config'];

export function compileCursor(config: Config, link: 'absolute' | 'relative'): PageFormat {
  const isEncoded = config.is_cursor_url_encoded === true;
  const param = config.cursor_param ?? String(parsePath(config.cursor_field).at(-1));
  const backParam = config.prev_cursor_param ?? param;
  const place = config.cursor_in === 'path' || config.cursor_is_url === true ? 'query' : config.cursor_in;
  const shown = (facts: PageFacts): string | number | null => {
    if (!facts.has_more) return null;
    if (config.cursor_in === 'path') return facts.next_path;
    if (config.cursor_is_url === true) return link === 'relative' ? facts.next_path : facts.next_url;
    return facts.next;
  };
  return {
    ...tokenTurns({
      config,
      param,
      isEncoded,
      read: (request) => readPlaced(request, place, param) ?? readPlaced(request, place, backParam),
    }),
    tellBody(body, facts) {
      const next = shown(facts);
      if (next !== null && config.cursor_from !== 'header') writeAt(body, config.cursor_field, next);
      if (facts.previous !== null && config.prev_cursor_field !== undefined && config.cursor_from !== 'header') {
        writeAt(body, config.prev_cursor_field, config.cursor_is_url === true ? facts.previous_url : facts.previous);
      }
      tellMore(body, config, facts);
    },
    tellHead(draft, facts) {
      const next = shown(facts);
      if (next !== null && config.cursor_from === 'header')
        draft.headers[config.cursor_field.toLowerCase()] = String(next);
    },
  };
}

interface TokenTurnInput {
  readonly config: Parameters<typeof readSize>[1];
  readonly param: string;
  readonly isEncoded: boolean;
  readonly read: (request: TurnRequest) => string | null;
}

/** What the formats have in common whose place is a token of ours. */
export function tokenTurns({
  config,
  param,
  isEncoded,
  read,
}: TokenTurnInput): Omit<PageFormat, 'tellBody' | 'tellHead'> {
  return {
    param,
    isTokenPaged: true,
    keyField: null,
    firstNumber: 1,
    turn(request): Turn | null {
      const token = request.given.cursor ?? read(request);
      if (token === null || token === '') {
        return {
          offset: request.given.offset ?? 0,
          size: readSize(request, config),
          anchor: null,
          key: null,
          token: null,
        };
      }
      const spot = readToken(token);
      if (spot === null) return null;
      return { offset: spot.offset, size: readSize(request, config, spot.size), anchor: spot.anchor, key: null, token };
    },
    next: (bounds) => writeToken({ offset: bounds.end, size: bounds.size, anchor: bounds.lastSeq }, isEncoded),
    previous: (bounds) =>
      bounds.offset === 0
        ? null
        : writeToken({ offset: Math.max(0, bounds.offset - bounds.size), size: bounds.size, anchor: null }, isEncoded),
  };
}
