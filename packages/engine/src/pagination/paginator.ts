/** What every paging strategy answers. Types only; the strategies never send, seal or count pages themselves. */
import type { JsonObject, PagePosition, PageRequest, Place, Run } from '../terms/index.ts';
import type { Pagination, PaginationFormat } from '../dsl/spec/pagination.ts';

/** What a listing starts from. The same on every page of it. */
export interface PageStart {
  /** Records the caller wants per page; null when the caller did not say. */
  readonly limit: number | null;
  /** Query of the call, as expressions see it. */
  readonly query: JsonObject;
  /** URL of the method, without any page's own parameters; only `dynamic` reads it, other callers may leave it empty. */
  readonly url: string;
  readonly context: JsonObject;
}

/** One page as it was answered and read. */
export interface PageSeen {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The decoded body, whole; integers beyond 2^53 may be `JSON.rawJSON`. */
  readonly body: unknown;
  /** The provider's records of this page, before any mapping. */
  readonly records: readonly unknown[];
  /** URL this page was asked from. */
  readonly requestUrl: string;
  readonly start: PageStart;
}

export interface Strategy {
  /** Position of the first page. */
  first(start: PageStart, run: Run): PagePosition | Promise<PagePosition>;
  /** What the page at `position` adds to the request. */
  request(position: PagePosition): PageRequest;
  /** Position of the page after `seen`; null when `seen` was the last. Throws `provider.invalid_response` on a next page that cannot be asked for. */
  next(seen: PageSeen, position: PagePosition, run: Run): PagePosition | null | Promise<PagePosition | null>;
  /** Position of the page before; null where there is none or the provider has no way back. */
  previous(seen: PageSeen, position: PagePosition): PagePosition | null;
}

export interface Paginator extends Strategy {
  /** Pages of one listing after which the guard ends it. */
  readonly maxPages: number;
  /** True where two equal pages in a row are not a loop. */
  readonly allowsRepeatedPages: boolean;
}

export type PlaceOf = (field: string) => Place;

/** The `config` of one format. */
export type ConfigOf<Format extends PaginationFormat> = NonNullable<Extract<Pagination, { format: Format }>['config']>;

/** The keys every format has. */
export type SizeConfig = ConfigOf<'link_header'>;
