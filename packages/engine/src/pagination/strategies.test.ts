/** Single questions to the strategies: the way back, later pages, odd cursors, refusals. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Pagination } from '../dsl/spec/pagination.ts';
import { SluiceError, type PagePosition } from '../terms/index.ts';
import { placeOf, run, second, seenAs, startAt, url, type Answer } from './fixtures/walk.ts';
import { compilePagination } from './pagination.ts';

const codeIs = (code: string) => (error: unknown) => error instanceof SluiceError && error.code === code;
describe('the way back', () => {
  const rows: readonly (readonly [
    name: string,
    config: Pagination,
    position: PagePosition,
    answer: Partial<Answer>,
    ask: unknown,
  ])[] = [
    [
      'cursor under a parameter of its own',
      {
        format: 'cursor',
        config: {
          cursor_field: 'after',
          cursor_param: 'page[after]',
          prev_cursor_field: 'before',
          prev_cursor_param: 'page[before]',
        },
      },
      { kind: 'cursor', cursor: 'x', size: null },
      { body: { before: 'b1' } },
      { query: { 'page[before]': 'b1' } },
    ],
    [
      'cursor that is a URL',
      { format: 'cursor', config: { cursor_field: 'next', cursor_is_url: true, prev_cursor_field: 'prev' } },
      { kind: 'cursor', cursor: '/things?page=2', size: null },
      { body: { prev: `${url}?page=1` } },
      { url: '/things?page=1' },
    ],
    [
      'page',
      { format: 'page', config: { page_param: 'p' } },
      { kind: 'page', page: 3, size: null, full: 2, before: 4 },
      {},
      { query: { p: 2 } },
    ],
    [
      'offset',
      { format: 'offset', config: { offset_param: 'o', page_size_param: 'n' } },
      { kind: 'offset', offset: 20, size: 10, full: 10 },
      {},
      { query: { o: 10, n: 10 } },
    ],
    [
      'offset before a full page',
      { format: 'offset', config: { offset_param: 'o', page_size_param: 'n' } },
      { kind: 'offset', offset: 4, size: 10, full: 10 },
      {},
      { query: { o: 0, n: 4 } },
    ],
    [
      'link header',
      { format: 'link_header' },
      { kind: 'link_header', url: '/things?page=2', size: null },
      { headers: { link: '</things?page=1>; rel="prev"' } },
      { url: '/things?page=1' },
    ],
    [
      'range',
      { format: 'range', config: { unit: 'items' } },
      { kind: 'range', from: 100, size: 50, full: 50 },
      {},
      { headers: { range: 'items=50-99' } },
    ],
  ];
  for (const [name, config, position, answer, ask] of rows) {
    test(name, async () => {
      const paginator = compilePagination(config, placeOf);
      const back = paginator.previous(seenAs(answer), position);
      assert.notEqual(back, null);
      assert.deepEqual(paginator.request(back!), ask);
      assert.equal(
        paginator.previous(seenAs(answer), await paginator.first(startAt(null), run)) === null,
        name !== 'link header',
      );
    });
  }

  test('has_more on the way back is about the pages before', async () => {
    const config: Pagination = {
      format: 'cursor',
      config: { cursor_field: 'after', prev_cursor_field: 'before', has_more_field: 'more' },
    };
    const paginator = compilePagination(config, placeOf);
    const back: PagePosition = { kind: 'cursor', cursor: 'b', size: null, back: true };
    const answer = seenAs({ body: { after: 'a', before: 'c', more: false } });
    assert.equal(paginator.previous(answer, back), null);
    assert.deepEqual(await paginator.next(answer, back, run), { kind: 'cursor', cursor: 'a', size: null });
  });

  test('none for keyset and dynamic', () => {
    const keyset = compilePagination({ format: 'keyset', config: { key_field: 'id', key_param: 'k' } }, placeOf);
    assert.equal(keyset.previous(seenAs({}), { kind: 'keyset', key: 'a', size: null, full: 2 }), null);
  });
});

describe('page sizes', () => {
  const rows: readonly (readonly [name: string, config: object, limit: number | null, sent: unknown])[] = [
    ['the caller decides', { default_page_size: 50 }, 7, 7],
    ['the default otherwise', { default_page_size: 50 }, null, 50],
    ['never above the maximum', { max_page_size: 100, default_page_size: 500 }, null, 100],
    ['the caller neither', { max_page_size: 100 }, 250, 100],
    ['nothing known, nothing sent', {}, null, undefined],
    ['the caller ignored', { ignore_limit: true, default_page_size: 50 }, 7, 50],
    ['a fraction', {}, 2.7, 2],
    ['nothing', {}, 0, 1],
  ];
  for (const [name, config, limit, sent] of rows) {
    test(name, async () => {
      const paginator = compilePagination(
        { format: 'offset', config: { offset_param: 'o', page_size_param: 'n', ...config } },
        placeOf,
      );
      const ask = paginator.request(await paginator.first(startAt(limit), run));
      assert.deepEqual(ask.query, sent === undefined ? { o: 0 } : { o: 0, n: sent });
    });
  }
});

describe('offset and page', () => {
  test('an empty page that is not the last is stepped over', async () => {
    const offset: Pagination = {
      format: 'offset',
      config: { offset_param: 'o', page_size_param: 'n', default_page_size: 10, has_more_field: 'more' },
    };
    assert.deepEqual((await second(offset, { body: { more: true }, records: [] })).ask, { query: { o: 10, n: 10 } });
  });

  test('a total does not go on past an empty page', async () => {
    const page: Pagination = { format: 'page', config: { page_param: 'p', total_field: 'total' } };
    assert.equal((await second(page, { body: { total: 99 }, records: [] })).position, null);
  });

  test('the number of pages is taken at its word', async () => {
    const page: Pagination = {
      format: 'page',
      config: { page_param: 'p', total_pages_field: 'pages', default_page_size: 2 },
    };
    assert.equal((await second(page, { body: { pages: 1 } })).position, null);
    assert.notEqual((await second(page, { body: { pages: '2' }, records: [1] })).position, null);
  });
});

describe('dynamic', () => {
  const dynamic = (next: string, rest: object = {}): Pagination => ({
    format: 'dynamic',
    config: { get_initial_pagination_values_expression: "{'p': 1}", get_pagination_values_expression: next, ...rest },
  });

  test('sees what the language promises', async () => {
    const next =
      "{'q': query.query, 'u': url, 'c': context.region, 'o': requestOptions.url, 'b': body.x, 'r': response.x, 'h': headers.`x-h`, 'v': paginationValues.p}";
    const { ask } = await second(dynamic(next), { body: { x: 1 }, headers: { 'x-h': 'h' } });
    assert.deepEqual(ask, { query: { q: 'select * from Thing', u: url, c: 'eu', o: url, b: 1, r: 1, h: 'h', v: 1 } });
  });

  test('ends without values and without a cursor', async () => {
    assert.equal((await second(dynamic('null'), { body: {} })).position, null);
    const cursor = { get_cursor_from_response_expression: 'body.next' };
    assert.equal((await second(dynamic("{'p': 2}", cursor), { body: {} })).position, null);
    assert.notEqual((await second(dynamic("{'p': 2}", cursor), { body: { next: 'x' } })).position, null);
  });

  test('ends where no value is left, which would ask for the first page again', async () => {
    const next = "{'p': body.next}";
    assert.equal((await second(dynamic(next), { body: {} })).position, null);
    assert.equal((await second(dynamic(next), { body: { next: null } })).position, null);
    const request = "{'query': {'p': body.next}}";
    assert.equal((await second(dynamic(request, { values_in: 'request' }), { body: {} })).position, null);
    assert.notEqual((await second(dynamic("{'p': body.next, 'n': 0}"), { body: {} })).position, null);
  });

  test('values that are no object are refused', async () => {
    await assert.rejects(second(dynamic('2'), { body: {} }), codeIs('mapping.invalid_result'));
  });

  test('values go where they should', async () => {
    assert.deepEqual((await second(dynamic("{'p': 2}", { values_in: 'body' }), { body: {} })).ask, { body: { p: 2 } });
    assert.deepEqual((await second(dynamic("{'P': 2}", { values_in: 'header' }), { body: {} })).ask, {
      headers: { p: '2' },
    });
    const parts = "{'path': '/p', 'url': '/u', 'headers': {'H': 1}, 'body': {'b': 1}, 'query': {'q': 1}, 'rest': 1}";
    assert.deepEqual((await second(dynamic(parts, { values_in: 'request' }), { body: {} })).ask, {
      path: '/p',
      url: '/u',
      headers: { h: '1' },
      body: { b: 1 },
      query: { q: 1 },
    });
  });
});

test('a position of another format is refused', () => {
  const paginator = compilePagination({ format: 'page', config: { page_param: 'p' } }, placeOf);
  assert.throws(() => paginator.request({ kind: 'offset', offset: 3 }), codeIs('cursor.invalid'));
});
