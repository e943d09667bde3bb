/** Where a listing stands, and what that changes on the next request. */
import type { JsonObject } from './json.ts';

/** A paging position: plain JSON, different per strategy, sealed into the caller's cursor. */
export type PagePosition = { readonly [key: string]: unknown };

/** What a page adds to the request that the method describes. */
export interface PageRequest {
  readonly query?: JsonObject;
  /** Deep-merged into an object body. */
  readonly body?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
  /** Replaces the path of the URL. */
  readonly path?: string;
  /** Replaces the URL; relative ones are resolved against the request's own. Query parameters it already has are kept as they are. */
  readonly url?: string;
  /** With `url`: add nothing to it, no default query, no page size. Credentials still go on. */
  readonly isVerbatim?: boolean;
  readonly withoutBody?: boolean;
}
