/** Every way a provider can go round in circles, in every format, ends as `pagination.loop`. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Pagination } from '../dsl/spec/pagination.ts';
import { SluiceError, type PageRequest } from '../terms/index.ts';
import { size } from './fixtures/providers.ts';
import { placeOf, walk, type Answer } from './fixtures/walk.ts';
import { compilePagination } from './pagination.ts';

const endless = (config: Pagination, answer: (ask: PageRequest, page: number) => Answer) => {
  let page = 0;
  return walk(compilePagination(config, placeOf), { limit: null, answer: (ask) => answer(ask, (page += 1)) });
};
const fresh = (page: number) => Array.from({ length: size }, (_, index) => ({ id: `${page}.${index}` }));
const same = fresh(0);

const loops: readonly (readonly [
  name: string,
  config: Pagination,
  answer: (ask: PageRequest, page: number) => Answer,
])[] = [
  [
    'cursor: the same cursor again',
    { format: 'cursor', config: { cursor_field: 'next' } },
    (_ask, page) => ({ records: fresh(page), body: { next: 'a' } }),
  ],
  [
    'cursor: a circle of three',
    { format: 'cursor', config: { cursor_field: 'next' } },
    (_ask, page) => ({ records: fresh(page), body: { next: `c${page % 3}` } }),
  ],
  [
    'cursor: the same page again',
    { format: 'cursor', config: { cursor_field: 'next' } },
    (_ask, page) => ({ records: same, body: { next: `c${page}` } }),
  ],
  [
    'cursor: the same last page again',
    { format: 'cursor', config: { cursor_field: 'next' } },
    (_ask, page) => ({ records: same, body: { next: page < 2 ? 'a' : null } }),
  ],
  [
    'cursor: empty pages with one cursor',
    { format: 'cursor', config: { cursor_field: 'next' } },
    () => ({ records: [], body: { next: 'a' } }),
  ],
  [
    'cursor: the same page in a scroll',
    { format: 'cursor', config: { cursor_field: 'next', allow_repeated_cursor: true } },
    () => ({ records: same, body: { next: 'a' } }),
  ],
  [
    'cursor: always new, more than max_pages',
    { format: 'cursor', config: { cursor_field: 'next', max_pages: 7 } },
    (_ask, page) => ({ records: fresh(page), body: { next: `c${page}` } }),
  ],
  [
    'cursor: a URL that leads to itself',
    { format: 'cursor', config: { cursor_field: 'next', cursor_is_url: true } },
    (_ask, page) => ({ records: fresh(page), body: { next: '/things?page=2' } }),
  ],
  [
    'page: the number is ignored',
    { format: 'page', config: { page_param: 'page', page_size_param: 'n', default_page_size: size } },
    () => ({ records: same, body: {} }),
  ],
  [
    'page: has_more never ends',
    { format: 'page', config: { page_param: 'page', has_more_field: 'more', max_pages: 30 } },
    () => ({ records: [], body: { more: true } }),
  ],
  [
    'offset: the offset is ignored',
    { format: 'offset', config: { offset_param: 'o', page_size_param: 'n', default_page_size: size } },
    () => ({ records: same, body: {} }),
  ],
  [
    'offset: has_more on empty pages of unknown size',
    { format: 'offset', config: { offset_param: 'o', has_more_field: 'more' } },
    () => ({ records: [], body: { more: true } }),
  ],
  [
    'offset: the next offset stands still',
    { format: 'offset', config: { offset_param: 'o', next_offset_field: 'next' } },
    (_ask, page) => ({ records: fresh(page), body: { next: 5 } }),
  ],
  [
    'link header: next is the page itself',
    { format: 'link_header' },
    (_ask, page) => ({ records: fresh(page), body: [], headers: { link: '</things?page=2>; rel=next' } }),
  ],
  [
    'keyset: the key is ignored',
    {
      format: 'keyset',
      config: { key_field: 'id', key_param: 'since', page_size_param: 'n', default_page_size: size },
    },
    () => ({ records: same, body: [] }),
  ],
  [
    'range: the range is ignored',
    { format: 'range', config: { page_size: size } },
    () => ({ status: 206, records: same, body: same, headers: {} }),
  ],
  [
    'range: Content-Range stands still',
    { format: 'range', config: { page_size: size } },
    (_ask, page) => ({ status: 206, records: fresh(page), body: [], headers: { 'content-range': 'items 0-4/100' } }),
  ],
  [
    'dynamic: the values stand still',
    {
      format: 'dynamic',
      config: { get_initial_pagination_values_expression: "{'p': 1}", get_pagination_values_expression: "{'p': 2}" },
    },
    (_ask, page) => ({ records: fresh(page), body: {} }),
  ],
];

describe('every loop is an error', () => {
  for (const [name, config, answer] of loops) {
    test(name, async () => {
      await assert.rejects(
        endless(config, answer),
        (error) => error instanceof SluiceError && error.code === 'pagination.loop',
      );
    });
  }
});
