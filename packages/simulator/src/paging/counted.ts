/** Formats whose place is a number the client counts itself: `page`, `offset` and `range`. */
import type { Pagination } from '../documents.ts';
import { writeAt } from '../record-paths.ts';
import type { PageFormat, Turn } from './page-format.ts';
import { readCount, readPlaced, readSize, tellMore, tellTotalHeaders, tellTotals } from './page-size.ts';

type ConfigOf<Format extends Pagination['format']> = NonNullable<Extract<Pagination, { format: Format }>['config']>;

const counted = { isTokenPaged: false, keyField: null, firstNumber: 1 } as const;

export function compilePage(config: ConfigOf<'page'>): PageFormat {
  const firstNumber = config.first_page ?? 1;
  return {
    ...counted,
    param: config.page_param,
    firstNumber,
    turn(request) {
      const size = readSize(request, config);
      const number = readCount(readPlaced(request, config.page_in, config.page_param), firstNumber);
      if (number === null || number < firstNumber) return null;
      return turnAt((number - firstNumber) * size, size);
    },
    next: (bounds) => Math.floor(bounds.offset / bounds.size) + firstNumber + 1,
    previous: (bounds) => (bounds.offset === 0 ? null : Math.floor(bounds.offset / bounds.size) + firstNumber - 1),
    tellBody(body, facts) {
      tellTotals(body, config, facts);
      tellMore(body, config, facts);
    },
    tellHead: (draft, facts) => tellTotalHeaders(draft, config, facts),
  };
}

export function compileOffset(config: ConfigOf<'offset'>): PageFormat {
  const first = config.first_offset ?? 0;
  return {
    ...counted,
    param: config.offset_param,
    turn(request) {
      const asked =
        request.given.offset ?? readCount(readPlaced(request, config.offset_in, config.offset_param), first);
      return asked === null || asked < first ? null : turnAt(asked - first, readSize(request, config));
    },
    next: (bounds) => bounds.end + first,
    previous: (bounds) => (bounds.offset === 0 ? null : Math.max(0, bounds.offset - bounds.size) + first),
    tellBody(body, facts) {
      tellTotals(body, config, facts);
      if (config.next_offset_field !== undefined && facts.has_more) writeAt(body, config.next_offset_field, facts.next);
      tellMore(body, config, facts);
    },
    tellHead: (draft, facts) => tellTotalHeaders(draft, config, facts),
  };
}

/** RFC 9110, section 14, with a unit of the provider's own. A page beyond the end is empty, not 416: clients that count find their end so. */
export function compileRange(config: ConfigOf<'range'>): PageFormat {
  const unit = config.unit ?? 'items';
  const header = (config.header_name ?? 'range').toLowerCase();
  const sizes = { ...config, default_page_size: config.page_size ?? config.default_page_size };
  const pattern = new RegExp(
    `^\\s*(?:${unit.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*=?\\s*)?(\\d+)-(\\d*)\\s*$`,
    'i',
  );
  return {
    ...counted,
    param: 'offset',
    turn(request) {
      const text = request.asked.headers[header];
      if (text === undefined) return turnAt(0, readSize(request, sizes));
      const found = pattern.exec(text);
      if (found === null) return null;
      const first = Number(found[1]);
      const asked = found[2] === '' ? undefined : Number(found[2]) - first + 1;
      if (asked !== undefined && asked < 1) return null;
      return turnAt(first, readSize(request, sizes, asked));
    },
    next: (bounds) => bounds.end,
    previous: (bounds) => (bounds.offset === 0 ? null : Math.max(0, bounds.offset - bounds.size)),
    tellBody: (body, facts) => tellMore(body, config, facts),
    tellHead(draft, facts) {
      const range = facts.count === 0 ? '*' : `${facts.offset}-${facts.offset + facts.count - 1}`;
      draft.headers['content-range'] = `${unit} ${range}/${facts.total}`;
      draft.headers['accept-ranges'] = unit;
      if (facts.count < facts.total) draft.status = 206;
    },
  };
}

function turnAt(offset: number, size: number): Turn {
  return { offset, size, anchor: null, key: null, token: null };
}
