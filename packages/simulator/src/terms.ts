/** The simulator's own words: a request as it came in, an answer as it goes out. Plain types; nothing here knows sockets. */
import type { JsonObject } from '@sluice/engine';

export interface IncomingRequest {
  readonly method: string;
  /** Path and query exactly as on the request line. */
  readonly url: string;
  /** Names in lower case; repeated ones joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** True when the request came from this machine; only then the control API answers. */
  readonly isLocal: boolean;
}

/** How the bytes reach the client. */
export interface Delivery {
  /** Wait before the first byte. */
  readonly delayMs: number;
  /** Body in pieces with pauses, or all at once. */
  readonly drip: { readonly pieceBytes: number; readonly everyMs: number } | null;
  /** Share of the body after which the connection breaks (0 breaks before the head); null never. */
  readonly breaksAt: number | null;
  /** Spaces sent after the body. */
  readonly paddingBytes: number;
}

export const atOnce: Delivery = { delayMs: 0, drip: null, breaksAt: null, paddingBytes: 0 };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly delivery: Delivery;
}

/** A plain object that is still being built. */
export type Draftable = Record<string, unknown>;

/** An answer before it is written as bytes: `value` undefined means an empty body. */
export interface Draft {
  status: number;
  headers: Record<string, string>;
  value: unknown;
  /** Null: the response format of the route. Errors come in their own. */
  format: 'json' | 'text' | null;
  page: PageFacts | null;
}

/** An answer without its delivery, and the page its headers may tell about. */
export interface Written extends Omit<Answer, 'delivery'> {
  readonly page: PageFacts | null;
}

/** What `answer` and `headers` expressions see as `page`. */
export interface PageFacts {
  readonly total: number;
  readonly count: number;
  readonly offset: number;
  readonly size: number;
  readonly number: number;
  readonly pages: number;
  readonly has_more: boolean;
  readonly next: string | number | null;
  readonly next_url: string | null;
  readonly next_path: string | null;
  readonly previous: string | number | null;
  readonly previous_url: string | null;
}

/** What expressions and error headers see as `mount`. */
export interface MountFacts {
  readonly name: string;
  /** Absolute, without a slash at the end: `http://127.0.0.1:4401/demo`. */
  readonly url: string;
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly used: number;
  readonly window_ms: number | null;
  readonly reset_at: number | null;
  readonly reset_seconds: number | null;
  readonly reset_ms: number | null;
}

export interface RateLimitSetting {
  readonly limit: number;
  readonly window_ms: number;
}

export interface MountInput {
  /** First segment of the mount's URLs. Letters, digits, `-`, `_`, `.`. */
  readonly name: string;
  /** Slug in the catalog. */
  readonly integration: string;
  /** What a client must present, in the shape an account keeps it. */
  readonly credentials: JsonObject;
  readonly context?: JsonObject;
  readonly env?: JsonObject;
  readonly authenticationMethod?: string | null;
  /** Collection -> seed records, instead of the document's counts. */
  readonly seedCounts?: Readonly<Record<string, number>>;
  /** Instead of the document's; null takes the limit off. */
  readonly rateLimit?: RateLimitSetting | null;
  readonly latencyMs?: number;
}

export interface MountSummary {
  readonly name: string;
  readonly integration: string;
  /** `/<name>` */
  readonly path: string;
  /** `/<name>` and the path of the integration's base_url. */
  readonly base_path: string;
  readonly routes: readonly string[];
}
