/** What every pagination format of the fake provider can do: read which page is asked for, name its neighbours, tell about them. */
import type { Asked } from '../incoming/read-request.ts';
import type { Draft, Draftable, PageFacts } from '../terms.ts';

/** The page a request asks for. */
export interface Turn {
  /** Records before the page, as the client counts them. */
  readonly offset: number;
  /** Null: no paging, everything at once. */
  readonly size: number | null;
  /** Running number of the last record the client saw, so that a deletion before it moves nothing. */
  readonly anchor: number | null;
  /** Keyset: the key the page starts after. */
  readonly key: string | null;
  /** The cursor as it came. */
  readonly token: string | null;
}

/** Where the page that was cut out starts and ends. */
export interface PageBounds {
  readonly offset: number;
  readonly size: number;
  /** Of the first record after the page, as the client counts. */
  readonly end: number;
  readonly lastSeq: number | null;
  /** Keyset: key of the last record. */
  readonly lastKey: string | null;
}

export interface PageFormat {
  /** Query parameter that carries the next value where the next page is a URL. */
  readonly param: string;
  /** True where the place is a token of ours, so that one can be repeated. */
  readonly isTokenPaged: boolean;
  /** Path of the key the listing is ordered by; null keeps the listing's own order. */
  readonly keyField: string | null;
  readonly firstNumber: number;
  /** Null: what the request carries is not a place in this listing. `given` is what `select` said. */
  turn(asked: TurnRequest): Turn | null;
  next(bounds: PageBounds): string | number;
  previous(bounds: PageBounds): string | number | null;
  /** Writes into the default body; not called where the route has an `answer`, or the body is a bare list. */
  tellBody(body: Draftable, facts: PageFacts): void;
  /** Headers and status; called always. */
  tellHead(draft: Draft, facts: PageFacts): void;
}

export interface TurnRequest {
  readonly asked: Asked;
  readonly given: { readonly pageSize: number | null; readonly offset: number | null; readonly cursor: string | null };
}
