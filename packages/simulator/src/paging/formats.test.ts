import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pagination } from '../documents.ts';
import {
  allIds,
  idsOf,
  inventEntry,
  startTrial,
  type Changes,
  type Heard,
  type Trial,
} from '../fixtures/invented-provider.ts';

/** Query, headers, body and path of the next request; null ends. */
type Step = { path?: string; query?: string; headers?: Record<string, string>; body?: unknown; verb?: string };
type Next = (heard: Heard, step: Step, pages: number) => Step | null;

async function walk(trial: Trial, first: Step, next: Next): Promise<readonly unknown[][]> {
  const pages: unknown[][] = [];
  let step: Step | null = first;
  while (step !== null) {
    assert.ok(pages.length < 30, 'the listing must end');
    const heard: Heard = await trial.ask(step.verb ?? 'GET', step.path ?? '/things', step);
    assert.ok(heard.status === 200 || heard.status === 206, `status ${heard.status}: ${heard.text}`);
    pages.push([...idsOf(heard)]);
    step = next(heard, step, pages.length);
  }
  return pages;
}

const sizes = [5, 5, 5, 5, 3];

interface Walk {
  readonly name: string;
  readonly pagination: Pagination;
  readonly changes?: Changes;
  readonly first: Step;
  readonly next: Next;
}

const walks: readonly Walk[] = [
  {
    name: 'cursor in the query',
    pagination: {
      format: 'cursor',
      config: {
        cursor_field: 'paging.next.after',
        cursor_param: 'after',
        page_size_param: 'limit',
        has_more_field: 'more',
      },
    },
    first: { query: 'limit=5' },
    next: ({ json }) => {
      const after = (json['paging'] as { next: { after: string } } | undefined)?.next.after;
      assert.equal(json['more'], after !== undefined);
      return after === undefined ? null : { query: `limit=5&after=${after}` };
    },
  },
  {
    name: 'cursor in a body',
    pagination: {
      format: 'cursor',
      config: {
        cursor_field: 'next',
        cursor_param: 'page.after',
        cursor_in: 'body',
        page_size_param: 'page.size',
        is_last_field: 'is_last',
      },
    },
    changes: { list: { method: 'post', path: '/things/search' } },
    first: { verb: 'POST', path: '/things/search', body: { page: { size: 5 } } },
    next: ({ json }, step) => {
      assert.equal(json['is_last'], json['next'] === undefined);
      return json['next'] === undefined ? null : { ...step, body: { page: { size: 5, after: json['next'] } } };
    },
  },
  {
    name: 'cursor that is an absolute URL',
    pagination: {
      format: 'cursor',
      config: { cursor_field: 'next', cursor_is_url: true, verbatim: true, page_size_param: 'limit' },
    },
    first: { query: 'limit=5&kind=a%20b' },
    next: ({ json }) => {
      if (json['next'] === undefined) return null;
      assert.match(String(json['next']), /^http:\/\/127\.0\.0\.1:4401\/one\/api\/v1\/things\?.*kind=a\+b/);
      return { path: String(json['next']) };
    },
  },
  {
    name: 'cursor that is a relative URL',
    pagination: { format: 'cursor', config: { cursor_field: 'next', cursor_is_url: true, page_size_param: 'limit' } },
    changes: { routes: { 'things.list': { link: 'relative' } } },
    first: { query: 'limit=5' },
    next: ({ json }) => (json['next'] === undefined ? null : { path: String(json['next']) }),
  },
  {
    name: 'cursor that replaces the path',
    pagination: { format: 'cursor', config: { cursor_field: 'next', cursor_in: 'path', default_page_size: 5 } },
    first: {},
    next: ({ json }) => (json['next'] === undefined ? null : { path: String(json['next']) }),
  },
  {
    name: 'URL-encoded cursor in headers both ways',
    pagination: {
      format: 'cursor',
      config: {
        cursor_field: 'X-Next',
        cursor_from: 'header',
        cursor_param: 'X-After',
        cursor_in: 'header',
        is_cursor_url_encoded: true,
        default_page_size: 5,
      },
    },
    first: {},
    next: ({ headers }) => {
      const next = headers['x-next'];
      if (next === undefined) return null;
      assert.match(next, /%3D$/);
      return { headers: { 'x-after': decodeURIComponent(next) } };
    },
  },
  {
    name: 'page numbers from 0 with totals in headers',
    pagination: {
      format: 'page',
      config: {
        page_param: 'page',
        page_size_param: 'per',
        first_page: 0,
        total_field: 'X-Total',
        total_pages_field: 'X-Pages',
        total_from: 'header',
      },
    },
    first: { query: 'per=5' },
    next: ({ headers }, _, pages) => {
      assert.equal(headers['x-total'], '23');
      return pages < Number(headers['x-pages']) ? { query: `per=5&page=${pages}` } : null;
    },
  },
  {
    name: 'page numbers in a body with totals in the body',
    pagination: {
      format: 'page',
      config: {
        page_param: 'page',
        page_in: 'body',
        page_size_param: 'per',
        total_field: 'meta.total',
        total_pages_field: 'meta.pages',
        has_more_field: 'meta.more',
      },
    },
    changes: { list: { method: 'post', path: '/things/search' } },
    first: { verb: 'POST', path: '/things/search', body: { per: 5 } },
    next: ({ json }, step, pages) => {
      assert.deepEqual(json['meta'], { total: 23, pages: 5, more: pages < 5 });
      return pages < 5 ? { ...step, body: { per: 5, page: pages + 1 } } : null;
    },
  },
  {
    name: 'offset with the next one told',
    pagination: {
      format: 'offset',
      config: {
        offset_param: 'start',
        page_size_param: 'limit',
        total_field: 'total',
        next_offset_field: 'next_start',
      },
    },
    first: { query: 'limit=5' },
    next: ({ json }) => {
      assert.equal(json['total'], 23);
      return json['next_start'] === undefined ? null : { query: `limit=5&start=${json['next_start']}` };
    },
  },
  {
    name: 'offset counted from 1',
    pagination: { format: 'offset', config: { offset_param: 'start', page_size_param: 'limit', first_offset: 1 } },
    first: { query: 'limit=5' },
    next: (heard, _, pages) => (idsOf(heard).length < 5 ? null : { query: `limit=5&start=${pages * 5 + 1}` }),
  },
  {
    name: 'link header',
    pagination: { format: 'link_header', config: { page_size_param: 'per_page' } },
    first: { query: 'per_page=5' },
    next: ({ headers }) => {
      const link = /<([^>]+)>; rel="next"/.exec(headers['link'] ?? '')?.[1];
      return link === undefined ? null : { path: link };
    },
  },
  {
    name: 'keyset',
    pagination: { format: 'keyset', config: { key_field: 'id', key_param: 'since_id', page_size_param: 'limit' } },
    first: { query: 'limit=5' },
    next: (heard) => (idsOf(heard).length < 5 ? null : { query: `limit=5&since_id=${idsOf(heard).at(-1)}` }),
  },
  {
    name: 'range',
    pagination: { format: 'range', config: { unit: 'things' } },
    first: { headers: { range: 'things=0-4' } },
    next: ({ headers, status }) => {
      assert.equal(status, 206);
      const [, last, total] = /^things \d+-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '')!;
      return Number(last) + 1 < Number(total)
        ? { headers: { range: `things=${Number(last) + 1}-${Number(last) + 5}` } }
        : null;
    },
  },
  {
    name: 'dynamic: the paging values mean what `select` says',
    pagination: {
      format: 'dynamic',
      config: { get_initial_pagination_values_expression: '{}', get_pagination_values_expression: 'null' },
    },
    changes: {
      list: { method: 'post', path: '/query', response_path: '$.data.things.nodes' },
      routes: {
        'things.list': {
          select: '{"page_size": body.first, "cursor": body.after}',
          answer: '{"items": records, "info": {"hasNextPage": page.has_more, "endCursor": page.next}}',
        },
      },
    },
    first: { verb: 'POST', path: '/query', body: { first: 5 } },
    next: ({ json }, step) => {
      const info = json['info'] as { hasNextPage: boolean; endCursor: string | null };
      return info.hasNextPage ? { ...step, body: { first: 5, after: info.endCursor } } : null;
    },
  },
];

for (const { name, pagination, changes, first, next } of walks) {
  test(`${name}: pages to exactly the records there are`, async () => {
    const trial = startTrial(inventEntry({ ...changes, pagination }));
    const pages = await walk(trial, first, next);
    assert.deepEqual(
      pages.map((page) => page.length),
      sizes,
    );
    assert.deepEqual(pages.flat(), allIds);
  });
}

test('dynamic: a link the answer gives is followed as it is', async () => {
  const entry = inventEntry({
    pagination: {
      format: 'dynamic',
      config: {
        get_initial_pagination_values_expression: '{}',
        get_pagination_values_expression: 'null',
        default_page_size: 10,
      },
    },
    routes: { 'things.list': { answer: '{"items": records, "more": page.next_path, "cursor": query.cursor}' } },
  });
  const trial = startTrial(entry);
  const pages = await walk(trial, {}, ({ json }) => (json['more'] === null ? null : { path: String(json['more']) }));
  assert.deepEqual(pages.flat(), allIds);
  assert.equal(idsOf(await trial.ask('GET', '/things', { query: 'cursor=foreign' })).length, 10);
});
