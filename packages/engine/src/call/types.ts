/** What a call is given and what it gives back, for all three APIs. */
import type { Account, ByteSource, HttpMethod, JsonObject, Outcome } from '../terms/index.ts';
import type { Misfit } from '../mapping/coerce.ts';
import type { Explanation } from './explain.ts';
import type { IntegrationPlan } from './integration-plan.ts';
import type { MappingPlan } from './mapping-plan.ts';

export interface Switches {
  /** `unified`: mapped with remote_data; `normalized`: mapped without; `raw`: the provider's records. */
  readonly responseFormat: 'unified' | 'normalized' | 'raw';
  readonly ignoreRemoteData: boolean;
  /** Dotted fields left out of every record. */
  readonly excludeFields: readonly string[];
  readonly explain: boolean;
}

export interface CallLimits {
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

interface CallBase {
  readonly account: Account;
  /** The environment's own variables, opened; reachable as `{{env.NAME}}`. */
  readonly env: JsonObject;
  readonly integration: IntegrationPlan;
  readonly id?: string;
  /** The caller's query without the switches; `limit` and `next_cursor` stay in. */
  readonly query: JsonObject;
  readonly body?: unknown;
  /** Of the body as the caller sent it; goes along where the body is bytes. */
  readonly contentType?: string;
  /** The caller's headers that mappings may see; never the API token. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly switches: Switches;
  readonly limits: CallLimits;
}

export interface UnifiedCall extends CallBase {
  readonly mapping: MappingPlan;
}

export interface ProxyCall extends CallBase {
  readonly resource: string;
  readonly method: string;
}

export interface CustomCall extends CallBase {
  readonly verb: HttpMethod;
  /** Path after the base_url, taken literally: placeholders in it mean nothing. */
  readonly path: string;
}

/** One request that was sent; metadata only. */
export interface SentRequest {
  readonly method: string;
  /** Host and path; no query. */
  readonly url: string;
  /** Null when no answer came. */
  readonly status: number | null;
  readonly ms: number;
}

export interface CallAnswer {
  readonly outcome: Outcome | null;
  readonly status: number;
  /** Lower-case names; the normalised rate-limit headers are among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the caller gets: JSON, or a body that is passed through. */
  readonly body: unknown | ByteSource;
  readonly requests: readonly SentRequest[];
  readonly recordCount: number | null;
  /** Where records did not fit the model; paths and types only. */
  readonly misfits: readonly Misfit[];
  readonly explain?: Explanation;
}
