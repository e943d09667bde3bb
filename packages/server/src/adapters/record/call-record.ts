/** The row of one call in the request log: metadata only, there is no column for a payload. */
export type CallApi = 'unified' | 'proxy' | 'custom' | 'batch';

/** One call, as `request_log` keeps it. Names and numbers only; `code` is one of our error codes. */
export interface CallRecord {
  readonly at: Date;
  readonly environment_id: string;
  readonly integrated_account_id: string | null;
  readonly integration: string | null;
  readonly api: CallApi;
  readonly model: string | null;
  readonly resource: string | null;
  readonly method: string | null;
  readonly status: number;
  readonly code: string | null;
  readonly duration_ms: number;
  readonly provider_ms: number;
  readonly provider_requests: number;
  readonly record_count: number | null;
  readonly request_id: string;
  readonly config_revision: string | null;
}
