/** Reads the caller's unified query: filters this provider honours, values that can be meant, defaults below them. */
import { checkFilterValues } from '../mapping/filter-values.ts';
import { checkFilters, plainFilters } from '../mapping/filters.ts';
import type { JsonObject } from '../terms/index.ts';
import { mergeResults } from '../values/merge.ts';
import { readLimit } from './paging-input.ts';
import type { UnifiedCall } from './types.ts';

/** Throws `filter.unsupported` or `request.invalid_query`, before any expression sees the query. */
export function readQuery({ query, mapping, integration }: UnifiedCall): JsonObject {
  checkFilters(query, mapping.filters, integration.slug);
  checkFilterValues(query, mapping.schema);
  readLimit(query['limit']);
  const asked = plainFilters(query, mapping.filters);
  const { default_query: defaults } = mapping.config;
  return (defaults === undefined ? asked : mergeResults(defaults, asked)) as JsonObject;
}
