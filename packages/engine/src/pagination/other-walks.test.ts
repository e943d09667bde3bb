/** Keysets, ranges and expressions walk simulated providers and must bring home exactly the records they hold. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { cut, size, walkAll, type Row } from './fixtures/providers.ts';

const rows: readonly Row[] = [
  ...[{ limit: undefined }, { limit: 250 }, { limit: undefined, has_more_field: 'more' }].map(
    ({ limit, ...config }): Row => ({
      name: `keyset ${JSON.stringify({ limit, ...config })}`,
      limit,
      pagination: {
        format: 'keyset',
        config: {
          key_field: 'id',
          key_param: 'since_id',
          page_size_param: 'limit',
          default_page_size: size,
          ...config,
        },
      },
      provider: (ask, all) => {
        const from =
          ask.query?.['since_id'] === undefined
            ? 0
            : all.findIndex((each) => each['id'] === ask.query?.['since_id']) + 1;
        const page = cut(all, from, ask.query?.['limit']);
        return { records: page, body: { more: from + page.length < all.length } };
      },
    }),
  ),
  ...[
    { name: 'range with total', unit: 'items', told: (text: string, total: number) => `items ${text}/${total}` },
    { name: 'range without unit and total', unit: '', told: (text: string) => `${text}/*` },
    { name: 'range with a total that is an estimate', unit: 'items', told: (text: string) => `items ${text}/${size}` },
    {
      name: 'range, limit silently lowered',
      unit: 'items',
      told: (text: string, total: number) => `items ${text}/${total}`,
      limit: 250,
    },
  ].map(({ name, unit, told, limit }): Row => ({
    name,
    limit,
    pagination: { format: 'range', config: { unit, page_size: size } },
    provider: (ask, all) => {
      const match = /^(?:items=)?(\d+)-(\d+)$/.exec(ask.headers?.['range'] ?? '');
      assert.ok(match, ask.headers?.['range']);
      assert.equal(ask.headers!['range']!.startsWith('items='), unit === 'items');
      const from = Number(match[1]);
      if (from >= all.length)
        return { status: 416, records: [], body: null, headers: { 'content-range': `${unit} */${all.length}`.trim() } };
      const page = cut(all, from, Number(match[2]) - from + 1);
      return {
        status: 206,
        records: page,
        body: page,
        headers: { 'content-range': told(`${from}-${from + page.length - 1}`, all.length) },
      };
    },
  })),
  {
    name: 'range that the provider ignores',
    pagination: { format: 'range', config: { page_size: 2 * size } },
    provider: (_ask, all) => ({ status: 200, records: all, body: all }),
  },
  {
    name: 'dynamic as published: page number until more is gone',
    pagination: {
      format: 'dynamic',
      config: {
        get_initial_pagination_values_expression: "{'p': query.next_cursor ? $number(query.next_cursor) : 1}",
        get_pagination_values_expression: "body.more ? {'p': paginationValues.p + 1} : null",
        get_cursor_from_response_expression: 'body.more ? $string(paginationValues.p + 1)',
      },
    },
    provider: (ask, all) => {
      const page = Number(ask.query?.['p']);
      return { records: all.slice((page - 1) * size, page * size), body: { more: page * size < all.length } };
    },
  },
  {
    name: 'dynamic: the token of the answer, missing on the last page',
    pagination: {
      format: 'dynamic',
      config: {
        get_initial_pagination_values_expression: '{}',
        get_pagination_values_expression: "{'token': body.next}",
      },
    },
    provider: (ask, all) => {
      const from = Number(ask.query?.['token'] ?? 0);
      const next = from + size < all.length ? { next: String(from + size) } : {};
      return { records: all.slice(from, from + size), body: next };
    },
  },
  {
    name: 'dynamic inside a query language',
    pagination: {
      format: 'dynamic',
      config: {
        get_initial_pagination_values_expression:
          "{'n': 1, 'query': {'query': query.query & ' STARTPOSITION 1 MAXRESULTS 5'}}",
        get_pagination_values_expression:
          "$count(response.rows) < 5 ? null : {'n': paginationValues.n + 5, 'query': {'query': query.query & ' STARTPOSITION ' & $string(paginationValues.n + 5) & ' MAXRESULTS 5'}}",
        values_in: 'request',
      },
    },
    provider: (ask, all) => {
      assert.deepEqual(Object.keys(ask), ['query']);
      const match = /^select \* from Thing STARTPOSITION (\d+) MAXRESULTS (\d+)$/.exec(String(ask.query?.['query']));
      assert.ok(match, String(ask.query?.['query']));
      const page = all.slice(Number(match[1]) - 1, Number(match[1]) - 1 + Number(match[2]));
      return { records: page, body: page.length === 0 ? {} : { rows: page } };
    },
  },
];

describe('keysets, ranges and expressions bring home every record', () => walkAll(rows));
