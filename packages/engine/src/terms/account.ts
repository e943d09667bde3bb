/** One customer's authorised connection, as the engine sees it: opened secrets in memory, for one call. */
import type { JsonObject } from './json.ts';

export type AccountStatus = 'connecting' | 'active' | 'post_install_error' | 'validation_error' | 'needs_reauth';

export interface Account {
  readonly id: string;
  readonly environmentId: string;
  readonly tenantId: string;
  readonly integration: string;
  readonly status: AccountStatus;
  /** The credential format the customer chose; null where the integration offers one only. */
  readonly authenticationMethod: string | null;
  /** Variables for templates and expressions; holds no secret. */
  readonly context: JsonObject;
  /** Secrets, opened. Same shape as the protected part of the context: `{oauth: {token: {access_token}}, api_key}`. */
  readonly credentials: JsonObject;
  readonly version: number;
}
