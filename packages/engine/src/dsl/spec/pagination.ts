/** Section `pagination`: how pages follow one another. Formats and keys as in the published vocabulary; see `docs/reference/config.md`. */
import { z } from 'zod';
import { expression, field, templateMap, text } from '../field.ts';

const count = z.number().int().positive();

const size = {
  page_size_param: text('Parameter that carries the page size.', {
    example: 'limit',
    aliases: ['limit_key', 'limit_param'],
  }).optional(),
  page_size_in: field(z.enum(['query', 'body', 'header']), {
    description: 'Where the page size goes; where the position goes without it.',
  }).optional(),
  page_size_prefix: text('Text before the number, where the page size is part of a header.', {
    example: 'odata.maxpagesize=',
  }).optional(),
  default_page_size: field(count, {
    description: 'Records asked for when the caller gives no limit.',
    example: 100,
  }).optional(),
  max_page_size: field(count, {
    description: 'Largest page the provider gives; a larger limit is lowered to it.',
    example: 100,
    aliases: ['max_limit'],
  }).optional(),
  page_size_type: field(z.enum(['number', 'string']), {
    description: 'How the page size is written into a body.',
    aliases: ['limit_data_type'],
  }).optional(),
  ignore_limit: field(z.boolean(), {
    description: "Never send the caller's limit.",
    aliases: ['ignore_limit_in_pagination'],
  }).optional(),
  has_more_field: text('Path of a truthy value (or "true") when another page exists.', {
    example: 'has_more',
    aliases: ['has_next_path', 'has_more_path', 'has_next_field'],
  }).optional(),
  is_last_field: text(
    'Path of a truthy value (or "true") on the last page, where the provider says it that way round.',
    { example: 'isLast' },
  ).optional(),
  max_pages: field(count, {
    description: 'Pages of one listing after which it is ended as `pagination.loop`.',
    default: 10_000,
  }).optional(),
  link_hosts: field(z.array(z.string()), {
    description:
      "Other hosts a next link may lead to; `*.example.com` takes every host below. Credentials go along, so a link to any other host than the request's own is refused.",
    example: ['*.example.com'],
  }).optional(),
  allow_repeated_pages: field(z.boolean(), {
    description: 'Accept two equal pages in a row (rows without an id of their own).',
  }).optional(),
  ignore_body: field(z.boolean(), {
    description: 'Send later pages without the body of the first.',
    aliases: ['ignore_body_in_pagination'],
  }).optional(),
};

const cursor = z.strictObject({
  cursor_field: text('Path of the next cursor in the answer (a header name with `cursor_from: header`).', {
    example: 'paging.next.after',
    aliases: ['cursor_path'],
  }),
  prev_cursor_field: text('Path of the previous cursor.', { aliases: ['prev_cursor_path'] }).optional(),
  cursor_param: text(
    'Parameter that carries the cursor; the last name of `cursor_field` without it. Not needed where the cursor is a URL. In a body a dotted path.',
    { example: 'after', aliases: ['cursor_key'] },
  ).optional(),
  prev_cursor_param: text('Parameter that carries the previous cursor, where it is another one.', {
    example: 'page[before]',
  }).optional(),
  cursor_in: field(z.enum(['query', 'body', 'header', 'path']), {
    description: 'Where the cursor goes on the next request; `path` replaces the whole path.',
    default: 'query',
  }).optional(),
  cursor_from: field(z.enum(['body', 'header']), {
    description: 'Where the cursor is read from.',
    default: 'body',
    aliases: ['cursor_path_object'],
  }).optional(),
  cursor_is_url: field(z.boolean(), {
    description: 'The cursor is the next URL, absolute or relative to the request.',
    aliases: ['is_link'],
  }).optional(),
  verbatim: field(z.boolean(), {
    description: 'With `cursor_is_url`: follow the URL as given, add nothing.',
  }).optional(),
  include_path: field(z.boolean(), {
    description: 'With `cursor_is_url`: take path and query of the link, keep our host.',
  }).optional(),
  is_cursor_url_encoded: field(z.boolean(), {
    description: 'The cursor arrives URL-encoded and is decoded before it is sent.',
  }).optional(),
  allow_empty_page_cursor: field(z.boolean(), {
    description: 'Go on after an empty page that still has a cursor.',
    default: true,
  }).optional(),
  allow_repeated_cursor: field(z.boolean(), {
    description:
      'One cursor for a whole scroll: the same value leads on to new pages. Equal pages still end as `pagination.loop`.',
  }).optional(),
  headers: templateMap('Headers for later pages only; they see `context` and `query`.').optional(),
  ...size,
});

const page = z.strictObject({
  page_param: text('Parameter that carries the page number.', { example: 'page', aliases: ['page_key'] }),
  page_in: field(z.enum(['query', 'body']), {
    description: 'Where the page number goes.',
    default: 'query',
  }).optional(),
  first_page: field(z.number().int().min(0), { description: 'Number of the first page.', default: 1 }).optional(),
  total_pages_field: text('Path of the number of pages; taken at its word, like `has_more_field`.').optional(),
  total_field: text(
    'Path of the number of records. It keeps a short page from ending the listing; it never ends one after a full page.',
    { aliases: ['total_path'] },
  ).optional(),
  total_from: field(z.enum(['body', 'header']), {
    description: 'Where the totals are read from.',
    default: 'body',
  }).optional(),
  ...size,
});

const offset = z.strictObject({
  offset_param: text('Parameter that carries the offset.', { example: 'startAt', aliases: ['offset_key'] }),
  offset_in: field(z.enum(['query', 'body']), { description: 'Where the offset goes.', default: 'query' }).optional(),
  total_field: text(
    'Path of the number of records. It keeps a short page from ending the listing; it never ends one after a full page.',
    { example: 'total', aliases: ['total_path'] },
  ).optional(),
  total_from: field(z.enum(['body', 'header']), {
    description: 'Where the totals are read from.',
    default: 'body',
  }).optional(),
  first_offset: field(z.number().int().min(0), {
    description: 'Offset of the first record.',
    default: 0,
    example: 1,
  }).optional(),
  next_offset_field: text('Path of the next offset, where the provider gives it.').optional(),
  ...size,
});

const linkHeader = z.strictObject({
  rel: text('Link relation followed.', { default: 'next' }).optional(),
  verbatim: field(z.boolean(), { description: 'Follow the link as given, add nothing.' }).optional(),
  ...size,
});

const keyset = z.strictObject({
  key_field: text('Path of the key in the last record.', { example: 'id' }),
  key_param: text('Parameter that carries the key.', { example: 'since_id' }),
  key_in: field(z.enum(['query', 'body']), { description: 'Where the key goes.', default: 'query' }).optional(),
  ...size,
});

const range = z.strictObject({
  unit: text('Unit of the Range header; empty where the provider takes bare numbers.', {
    default: 'items',
    aliases: ['range_unit'],
  }).optional(),
  page_size: field(count, { description: 'Records in one range.', example: 50 }).optional(),
  header_name: text('Header that carries the range.', { default: 'Range' }).optional(),
  ...size,
});

const dynamic = z.strictObject({
  get_initial_pagination_values_expression: expression('pagination', 'First values, an object.', {
    aliases: ['initial_pagination_values_expression', 'initial_values_expression'],
  }),
  get_pagination_values_expression: expression(
    'pagination',
    'Values of the next page; null, or an object without a value, ends.',
    {
      aliases: ['pagination_values_expression', 'next_values_expression'],
    },
  ),
  get_cursor_from_response_expression: expression(
    'pagination',
    'Cursor shown to the caller; the values themselves without it.',
    { aliases: ['cursor_from_response_expression', 'cursor_expression'] },
  ).optional(),
  values_in: field(z.enum(['query', 'body', 'header', 'request']), {
    description:
      'Where the values go. `request`: they are {query, body, headers, path, url}, each sent where its name says; other keys are only remembered for the next page.',
    default: 'query',
  }).optional(),
  ...size,
});

export const paginationSpec = z
  .discriminatedUnion('format', [
    z.strictObject({ format: z.literal('cursor'), config: cursor }),
    z.strictObject({ format: z.literal('page'), config: page }),
    z.strictObject({ format: z.literal('offset'), config: offset }),
    z.strictObject({ format: z.literal('link_header'), config: linkHeader.optional() }),
    z.strictObject({ format: z.literal('keyset'), config: keyset }),
    z.strictObject({ format: z.literal('range'), config: range.optional() }),
    z.strictObject({ format: z.literal('dynamic'), config: dynamic }),
  ])
  .meta({ id: 'pagination' });

export type Pagination = z.infer<typeof paginationSpec>;
export type PaginationFormat = Pagination['format'];
