/** The tables as Kysely sees them: one interface a table, columns as the driver gives and takes them. No statements. */
import type { ColumnType, Generated, Kysely, Selectable } from 'kysely';
import type { AccountStatus, JsonObject } from '@sluice/engine/terms';

/** Read as a parsed value, written as JSON text (the driver would turn a list into a PostgreSQL array). */
type JsonText<Value> = ColumnType<Value, string, string>;
/** Left to the database's default on insert. */
type Stamp = ColumnType<Date, never, Date>;

interface Revised {
  readonly id: ColumnType<string, string, never>;
  readonly version: Generated<number>;
  readonly created_at: Stamp;
  readonly updated_at: Stamp;
}

export type Source = 'catalog' | 'api';

/** One finding of the linter, as kept for a refused folder: places and words about the config, no record. */
export interface RefusalRow {
  readonly at: string;
  readonly findings: readonly JsonObject[];
}

export interface EnvironmentTable extends Revised {
  readonly name: string;
}

export interface EnvironmentVariableTable extends Revised {
  readonly environment_id: string;
  readonly name: string;
  readonly value_sealed: Buffer;
}

export interface ApiTokenTable extends Revised {
  readonly environment_id: string;
  readonly name: string;
  readonly token_hash: Buffer;
  readonly scopes: string[];
  readonly integrated_account_id: string | null;
  readonly expires_at: Date | null;
}

interface Sourced extends Revised {
  /** Null: from a catalog folder, for every environment. */
  readonly environment_id: string | null;
  readonly source: Source;
  /** Where an author finds it: `catalog/integrations/x/integration.yaml`, `integration <id>`. */
  readonly source_path: string;
  readonly content_hash: string;
  readonly revision: Generated<number>;
}

export interface IntegrationTable extends Sourced {
  readonly name: string;
  readonly label: string | null;
  readonly category: string | null;
  readonly document: JsonText<JsonObject>;
  readonly source_hash: ColumnType<string | null, string | null | undefined, string | null>;
  readonly last_refusal: ColumnType<RefusalRow | null, string | null | undefined, string | null>;
  readonly removed_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

export interface UnifiedModelTable extends Sourced {
  readonly name: string;
  readonly resources: JsonText<JsonObject>;
  readonly types: JsonText<JsonObject>;
  readonly source_hash: ColumnType<string | null, string | null | undefined, string | null>;
  readonly last_refusal: ColumnType<RefusalRow | null, string | null | undefined, string | null>;
  readonly removed_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

export interface MappingRowTable extends Sourced {
  readonly unified_model_id: string;
  readonly resource_name: string;
  readonly method_name: string;
  readonly integration_name: string;
  readonly config: JsonText<JsonObject>;
}

export interface EnvironmentIntegrationTable extends Revised {
  readonly environment_id: string;
  readonly integration_id: string;
  readonly is_enabled: Generated<boolean>;
  readonly show_in_catalog: Generated<boolean>;
  readonly override_sealed: Buffer | null;
}

export interface EnvironmentUnifiedModelTable extends Revised {
  readonly environment_id: string;
  readonly unified_model_id: string;
  readonly override: JsonText<JsonObject>;
}

export interface EnvironmentMappingRowTable extends Revised {
  readonly environment_id: string;
  readonly environment_unified_model_id: string;
  readonly resource_name: string;
  readonly method_name: string;
  readonly integration_name: string;
  readonly config: JsonText<JsonObject>;
}

export interface IntegratedAccountTable extends Revised {
  readonly environment_id: string;
  readonly environment_integration_id: string;
  readonly tenant_id: string;
  readonly integration_name: string;
  readonly status: AccountStatus;
  readonly authentication_method: string | null;
  readonly context: JsonText<JsonObject>;
  readonly credentials_sealed: Buffer | null;
  readonly integration_override_sealed: Buffer | null;
  readonly unified_model_override: ColumnType<JsonObject | null, string | null, string | null>;
  readonly last_error: ColumnType<JsonObject | null, string | null | undefined, string | null>;
  readonly last_forbidden_error: ColumnType<JsonObject | null, string | null | undefined, string | null>;
}

export interface IdempotencyKeyTable {
  readonly hash: Buffer;
  readonly claim: string;
  /** Null while the call is under way. */
  readonly status: number | null;
  readonly record_id: string | null;
  readonly expires_at: Date;
}

export interface RequestLogTable {
  readonly at: Date;
  /** A bigint, as text. */
  readonly id: Generated<string>;
  readonly environment_id: string;
  readonly integrated_account_id: string | null;
  readonly integration: string | null;
  readonly api: string;
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

export interface Tables {
  readonly environment: EnvironmentTable;
  readonly environment_variable: EnvironmentVariableTable;
  readonly api_token: ApiTokenTable;
  readonly integration: IntegrationTable;
  readonly unified_model: UnifiedModelTable;
  readonly unified_model_resource_method: MappingRowTable;
  readonly environment_integration: EnvironmentIntegrationTable;
  readonly environment_unified_model: EnvironmentUnifiedModelTable;
  readonly environment_unified_model_resource_method: EnvironmentMappingRowTable;
  readonly integrated_account: IntegratedAccountTable;
  readonly idempotency_key: IdempotencyKeyTable;
  readonly request_log: RequestLogTable;
}

export type Database = Kysely<Tables>;

export type EnvironmentRow = Selectable<EnvironmentTable>;
export type EnvironmentVariableRow = Selectable<EnvironmentVariableTable>;
export type ApiTokenRow = Selectable<ApiTokenTable>;
export type IntegrationRow = Selectable<IntegrationTable>;
/** A catalog row without its document. */
export type CatalogRow = Pick<
  IntegrationRow,
  'id' | 'name' | 'source_path' | 'source_hash' | 'last_refusal' | 'removed_at'
>;
export type UnifiedModelRow = Selectable<UnifiedModelTable>;
export type MappingRow = Selectable<MappingRowTable>;
export type EnvironmentIntegrationRow = Selectable<EnvironmentIntegrationTable>;
export type EnvironmentUnifiedModelRow = Selectable<EnvironmentUnifiedModelTable>;
export type EnvironmentMappingRow = Selectable<EnvironmentMappingRowTable>;
export type IntegratedAccountRow = Selectable<IntegratedAccountTable>;
export type RequestLogRow = Selectable<RequestLogTable>;
