/** Page numbers and offsets walk simulated providers, silently lowered limits and wrong totals among them. */
import { describe } from 'node:test';
import { cut, number, size, walkAll, type Row } from './fixtures/providers.ts';

const rows: readonly Row[] = [
  ...[
    { name: 'page, a short page ends', config: {} },
    { name: 'page, has_more decides', config: { has_more_field: 'more' } },
    { name: 'page, number of pages decides', config: { total_pages_field: 'pages' } },
    { name: 'page, total goes along', config: { total_field: 'total' } },
    { name: 'page, total in a header', config: { total_field: 'X-Total', total_from: 'header' as const } },
    { name: 'page, total too small', config: { total_field: 'small' } },
    { name: 'page, total too large', config: { total_field: 'large' } },
    { name: 'page, limit silently lowered, total tells', config: { total_field: 'total' }, limit: 250 },
    { name: 'page, limit silently lowered, has_more tells', config: { has_more_field: 'more' }, limit: 250 },
    { name: 'page, limit silently lowered, nothing tells', config: {}, limit: 250 },
    {
      name: 'page, default size silently lowered, total tells',
      config: { total_field: 'total', default_page_size: 250 },
    },
    {
      name: 'page, default size silently lowered, total too small',
      config: { total_field: 'middle', default_page_size: 250 },
    },
    { name: 'page, counted from 0', config: { first_page: 0 } },
    { name: 'page, size unknown', config: { page_size_param: undefined, default_page_size: undefined } },
    { name: 'page, in the body', config: { page_in: 'body' as const } },
  ].map(({ name, config, limit }): Row => ({
    name,
    limit,
    pagination: {
      format: 'page',
      config: { page_param: 'page', page_size_param: 'per_page', default_page_size: size, ...config },
    },
    provider: (ask, all) => {
      const asked = { ...ask.query, ...ask.body };
      const from =
        (Number(asked['page']) - ((config as { first_page?: number }).first_page ?? 1)) *
        Math.min(number(asked['per_page'], size), size);
      const page = cut(all, from, asked['per_page']);
      const more = from + page.length < all.length;
      const body = {
        total: all.length,
        small: Math.min(all.length, size),
        middle: Math.min(all.length, size + 1),
        large: all.length + 3,
        more: String(more),
        pages: Math.ceil(all.length / size),
      };
      return { records: page, body, headers: { 'x-total': String(all.length) } };
    },
  })),
  ...[
    { name: 'offset, a short page ends', config: {} },
    { name: 'offset, total goes along', config: { total_field: 'total' } },
    { name: 'offset, total too small', config: { total_field: 'small' } },
    { name: 'offset, total too large', config: { total_field: 'large' } },
    { name: 'offset, has_more decides', config: { has_more_field: 'more' } },
    { name: 'offset, next offset given', config: { next_offset_field: 'next' } },
    { name: 'offset, limit silently lowered, total tells', config: { total_field: 'total' }, limit: 250 },
    { name: 'offset, limit silently lowered, nothing tells', config: {}, limit: 250 },
    { name: 'offset, limit lowered to the maximum', config: { max_page_size: size }, limit: 250 },
    { name: 'offset, limit ignored', config: { ignore_limit: true }, limit: 250 },
    {
      name: 'offset, default size silently lowered, total tells',
      config: { total_field: 'total', default_page_size: 250 },
    },
    {
      name: 'offset, default size silently lowered, total too small',
      config: { total_field: 'middle', default_page_size: 250 },
    },
    { name: 'offset, counted from 1', config: { first_offset: 1, total_field: 'total' } },
    { name: 'offset, in the body as text', config: { offset_in: 'body' as const, page_size_type: 'string' as const } },
    { name: 'offset, size unknown', config: { page_size_param: undefined, default_page_size: undefined } },
  ].map(({ name, config, limit }): Row => ({
    name,
    limit,
    pagination: {
      format: 'offset',
      config: { offset_param: 'startAt', page_size_param: 'maxResults', default_page_size: size, ...config },
    },
    provider: (ask, all) => {
      const asked = { ...ask.query, ...ask.body };
      const from = Number(asked['startAt']) - ((config as { first_offset?: number }).first_offset ?? 0);
      const page = cut(all, from, asked['maxResults']);
      const end = from + page.length;
      const body = {
        total: all.length,
        small: Math.min(all.length, size),
        middle: Math.min(all.length, size + 1),
        large: all.length + 3,
        more: end < all.length,
        ...(end < all.length ? { next: end } : {}),
      };
      return { records: page, body };
    },
  })),
];

describe('page numbers and offsets bring home every record', () => walkAll(rows));
