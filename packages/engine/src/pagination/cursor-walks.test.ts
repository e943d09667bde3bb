/** Cursors and links walk simulated providers and must bring home exactly the records they hold. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { parsePath, readPath } from '../values/path.ts';
import { host, number, size, tokens, urlToken, walkAll, type Row } from './fixtures/providers.ts';

const rows: readonly Row[] = [
  {
    name: 'cursor in the query',
    pagination: {
      format: 'cursor',
      config: {
        cursor_field: 'paging.next.after',
        cursor_param: 'after',
        page_size_param: 'limit',
        default_page_size: size,
      },
    },
    provider: tokens(
      (ask) => ask.query?.['after'],
      (next) => ({ body: next === null ? {} : { paging: { next: { after: next } } } }),
    ),
  },
  {
    name: 'cursor without cursor_param goes under its own last name',
    pagination: { format: 'cursor', config: { cursor_field: 'paging.next.after' } },
    provider: tokens(
      (ask) => ask.query?.['after'],
      (next) => ({ body: { paging: { next: { after: next } } } }),
    ),
  },
  {
    name: 'cursor that stays when has_more is the text "false"',
    pagination: {
      format: 'cursor',
      config: { cursor_field: 'cursor', cursor_param: 'page[after]', has_more_field: 'meta.has_more' },
    },
    provider: tokens(
      (ask) => ask.query?.['page[after]'],
      (next) => ({ body: { cursor: next ?? 't999', meta: { has_more: next === null ? 'false' : 'true' } } }),
    ),
  },
  {
    name: 'cursor that stays when is_last_field says so',
    pagination: {
      format: 'cursor',
      config: { cursor_field: 'after', cursor_param: 'after', is_last_field: 'end_of_stream' },
    },
    provider: tokens(
      (ask) => ask.query?.['after'],
      (next) => ({ body: { after: next ?? 't999', end_of_stream: next === null } }),
    ),
  },
  {
    name: 'cursor in the body, nested, ended by an empty text',
    pagination: {
      format: 'cursor',
      config: {
        cursor_field: 'pages.next',
        cursor_param: 'pagination.starting_after',
        cursor_in: 'body',
        page_size_param: 'pagination.per_page',
        default_page_size: size,
      },
    },
    provider: (ask, all) => {
      assert.equal(readPath(ask.body, parsePath('pagination.per_page')), size);
      return tokens(
        () => readPath(ask.body, parsePath('pagination.starting_after')),
        (next) => ({ body: { pages: { next: next ?? '' } } }),
      )(ask, all);
    },
  },
  {
    name: 'cursor from one header into another',
    pagination: {
      format: 'cursor',
      config: { cursor_field: 'X-Next', cursor_from: 'header', cursor_param: 'X-Continue', cursor_in: 'header' },
    },
    provider: tokens(
      (ask) => ask.headers?.['x-continue'],
      (next) => ({ body: [], headers: { 'x-next': next ?? '' } }),
    ),
  },
  {
    name: 'cursor that replaces the path',
    pagination: { format: 'cursor', config: { cursor_field: 'next', cursor_in: 'path' } },
    provider: tokens(
      (ask) => ask.path?.replace('/query/', ''),
      (next) => ({ body: { next: next === null ? null : `/query/${next}` } }),
    ),
  },
  {
    name: 'cursor that arrives URL-encoded',
    pagination: {
      format: 'cursor',
      config: { cursor_field: 'next', cursor_param: 'after', is_cursor_url_encoded: true },
    },
    provider: tokens(
      (ask) => (ask.query?.['after'] === undefined ? undefined : String(ask.query['after']).replace('==', '')),
      (next) => ({ body: { next: next === null ? null : `${next}%3D%3D` } }),
    ),
  },
  {
    name: 'cursor is an absolute URL',
    pagination: { format: 'cursor', config: { cursor_field: '@odata.nextLink', cursor_is_url: true } },
    provider: tokens(urlToken, (next) => ({
      body: next === null ? {} : { '@odata.nextLink': `${host}/things?after=${next}` },
    })),
  },
  {
    name: 'cursor is a URL, verbatim, its page size repeated in a header',
    pagination: {
      format: 'cursor',
      config: {
        cursor_field: 'next',
        cursor_is_url: true,
        verbatim: true,
        page_size_param: 'Prefer',
        page_size_in: 'header',
        page_size_prefix: 'odata.maxpagesize=',
        default_page_size: size,
      },
    },
    provider: (ask, all) => {
      assert.deepEqual(ask.headers, { prefer: `odata.maxpagesize=${size}` });
      assert.equal(ask.isVerbatim === true, ask.url !== undefined);
      return tokens(urlToken, (next) => ({ body: { next: next === null ? null : `${host}/things?after=${next}` } }))(
        ask,
        all,
      );
    },
  },
  {
    name: 'cursor is a URL on a host of its own, ours kept',
    pagination: { format: 'cursor', config: { cursor_field: 'next', cursor_is_url: true, include_path: true } },
    provider: (ask, all) => {
      assert.ok(ask.url === undefined || ask.url.startsWith('/things?'), ask.url);
      return tokens(urlToken, (next) => ({
        body: { next: next === null ? null : `http://10.0.0.7/things?after=${next}` },
      }))(ask, all);
    },
  },
  {
    name: 'cursor is a relative URL',
    pagination: {
      format: 'cursor',
      config: { cursor_field: 'nextRecordsUrl', cursor_is_url: true, is_last_field: 'done' },
    },
    provider: tokens(urlToken, (next) => ({
      body: next === null ? { done: true } : { done: false, nextRecordsUrl: `/things?after=${next}` },
    })),
  },
  {
    name: 'empty pages with a cursor are passed',
    pagination: { format: 'cursor', config: { cursor_field: 'next', cursor_param: 'after' } },
    provider: (ask, all) => {
      const at = number(ask.query?.['after'], 0);
      const page = at % 2 === 0 ? [] : all.slice(((at - 1) / 2) * size, ((at + 1) / 2) * size);
      return { records: page, body: { next: (at / 2) * size < all.length ? at + 1 : null } };
    },
  },
  {
    name: 'scroll: one cursor for all pages, an empty page ends',
    pagination: {
      format: 'cursor',
      config: {
        cursor_field: 'scroll',
        cursor_param: 'scroll',
        allow_repeated_cursor: true,
        allow_empty_page_cursor: false,
      },
    },
    provider: (() => {
      let turn = 0;
      return (ask, all) => {
        turn = ask.query?.['scroll'] === undefined ? 0 : turn + 1;
        return { records: all.slice(turn * size, (turn + 1) * size), body: { scroll: 'same' } };
      };
    })(),
  },
  ...[false, true].map((verbatim): Row => ({
    name: `link header${verbatim ? ', verbatim' : ''}`,
    pagination: { format: 'link_header', config: { page_size_param: 'per_page', default_page_size: size, verbatim } },
    provider: (ask, all) => {
      assert.equal(ask.query?.['per_page'], ask.url !== undefined && verbatim ? undefined : size);
      const self = `<${host}/things?after=t0>; rel="self"; title="a, \\"b\\""`;
      return tokens(urlToken, (next) => ({
        body: [],
        headers: { link: next === null ? self : `${self}, <${host}/things?after=${next}&x=1,2>; rel="next last"` },
      }))(ask, all);
    },
  })),
];

describe('cursors and links bring home every record', () => walkAll(rows));
