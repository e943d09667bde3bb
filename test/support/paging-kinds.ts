/** Every pagination format and the ways providers vary it, as documents: what the provider says and, where needed, how it is played. */
const size = { page_size_param: 'limit' };

export interface Kind {
  readonly pagination: object;
  readonly list?: object;
  readonly route?: object;
  /** The provider decides the page size; callers cannot. */
  readonly isFixed?: boolean;
}

const search = { path: '/things/search', method: 'post' };
const cursor = (config: object) => ({ format: 'cursor', config: { cursor_field: 'next', ...config } });
const fixed = { default_page_size: 8 };

/** Slug -> how its provider pages. */
export const kinds: Readonly<Record<string, Kind>> = {
  'cursor-query': { pagination: cursor({ cursor_field: 'paging.after', has_more_field: 'more', ...size }) },
  'cursor-body': {
    pagination: cursor({ cursor_param: 'page.after', cursor_in: 'body', page_size_param: 'page.size' }),
    list: search,
  },
  'cursor-header': {
    pagination: cursor({
      cursor_field: 'X-Next',
      cursor_from: 'header',
      cursor_param: 'X-After',
      cursor_in: 'header',
      is_cursor_url_encoded: true,
      ...fixed,
    }),
    isFixed: true,
  },
  'cursor-url': { pagination: cursor({ cursor_is_url: true, ...size }) },
  'cursor-url-verbatim': { pagination: cursor({ cursor_is_url: true, verbatim: true, ...size }) },
  'cursor-url-relative': {
    pagination: cursor({ cursor_is_url: true, include_path: true, ...size }),
    route: { link: 'relative' },
  },
  'cursor-path': { pagination: cursor({ cursor_in: 'path', ...fixed }), isFixed: true },
  page: { pagination: { format: 'page', config: { page_param: 'page', ...size } } },
  'page-totals': {
    pagination: {
      format: 'page',
      config: { page_param: 'page', first_page: 0, total_pages_field: 'pages', total_field: 'total', ...size },
    },
  },
  offset: { pagination: { format: 'offset', config: { offset_param: 'start', total_field: 'total', ...size } } },
  'offset-told': {
    pagination: {
      format: 'offset',
      config: { offset_param: 'start', first_offset: 1, next_offset_field: 'next', has_more_field: 'more', ...size },
    },
  },
  'link-header': { pagination: { format: 'link_header', config: size } },
  'link-header-verbatim': { pagination: { format: 'link_header', config: { verbatim: true, ...size } } },
  keyset: { pagination: { format: 'keyset', config: { key_field: 'id', key_param: 'since', ...size } } },
  range: { pagination: { format: 'range', config: { unit: 'things' } } },
  'range-unnamed': { pagination: { format: 'range', config: { unit: '', header_name: 'X-Range' } } },
  dynamic: {
    pagination: {
      format: 'dynamic',
      config: {
        get_initial_pagination_values_expression: '{"from": 0}',
        get_pagination_values_expression: 'body.left > 0 ? {"from": paginationValues.from + $count(body.items)} : null',
        values_in: 'query',
        ...size,
      },
    },
    route: {
      select: '{"offset": $number(query.from)}',
      answer: '{"items": records, "left": page.total - page.offset - page.count}',
    },
  },
};
