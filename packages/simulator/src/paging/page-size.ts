/** Page sizes: what the request asks for, the provider's own default, and the cap it silently lowers larger ones to. */
import { readParameter, type ParameterPlace } from '../incoming/read-request.ts';
import { writeAt } from '../record-paths.ts';
import type { Draft, Draftable, PageFacts } from '../terms.ts';
import type { TurnRequest } from './page-format.ts';

/** The keys all formats share. */
export interface SizeConfig {
  readonly page_size_param?: string | undefined;
  readonly page_size_in?: ParameterPlace | undefined;
  readonly page_size_prefix?: string | undefined;
  readonly default_page_size?: number | undefined;
  readonly max_page_size?: number | undefined;
  readonly has_more_field?: string | undefined;
  readonly is_last_field?: string | undefined;
}

/** Records in a page where neither request nor document says. */
const plainSize = 100;

/** `fallback` is the size the walk began with, where a cursor remembers it. */
export function readSize(request: TurnRequest, config: SizeConfig, fallback?: number): number {
  const asked =
    request.given.pageSize ??
    readAskedSize(request, config) ??
    fallback ??
    config.default_page_size ??
    config.max_page_size ??
    plainSize;
  return Math.min(asked, config.max_page_size ?? asked);
}

function readAskedSize(
  request: TurnRequest,
  { page_size_param: name, page_size_in: place, page_size_prefix: prefix }: SizeConfig,
): number | null {
  if (name === undefined) return null;
  const text = readPlaced(request, place, name) ?? '';
  // The prefix tells the size from other settings in the same header: `respond-async, odata.maxpagesize=50`.
  const start = prefix === undefined ? 0 : text.indexOf(prefix);
  const size = start === -1 ? 0 : Number.parseInt(text.slice(start + (prefix ?? '').length), 10);
  return size > 0 ? size : null;
}

/** A parameter where the document says, in query or body where it does not say. */
export function readPlaced(request: TurnRequest, place: ParameterPlace | undefined, name: string): string | null {
  const { asked } = request;
  if (place !== undefined) return readParameter(asked, place, name);
  return readParameter(asked, 'query', name) ?? readParameter(asked, 'body', name);
}

/** A number of 0 or more; null for anything else that was sent. */
export function readCount(text: string | null, missing: number): number | null {
  if (text === null || text === '') return missing;
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

export function tellMore(body: Draftable, config: SizeConfig, facts: PageFacts): void {
  if (config.has_more_field !== undefined) writeAt(body, config.has_more_field, facts.has_more);
  if (config.is_last_field !== undefined) writeAt(body, config.is_last_field, !facts.has_more);
}

interface TotalConfig {
  readonly total_field?: string | undefined;
  readonly total_pages_field?: string | undefined;
  readonly total_from?: 'body' | 'header' | undefined;
}

/** Totals in the body, where the document has them there. */
export function tellTotals(body: Draftable, config: TotalConfig, facts: PageFacts): void {
  if (config.total_from === 'header') return;
  if (config.total_field !== undefined) writeAt(body, config.total_field, facts.total);
  if (config.total_pages_field !== undefined) writeAt(body, config.total_pages_field, facts.pages);
}

export function tellTotalHeaders(draft: Draft, config: TotalConfig, facts: PageFacts): void {
  if (config.total_from !== 'header') return;
  if (config.total_field !== undefined) draft.headers[config.total_field.toLowerCase()] = String(facts.total);
  if (config.total_pages_field !== undefined)
    draft.headers[config.total_pages_field.toLowerCase()] = String(facts.pages);
}
