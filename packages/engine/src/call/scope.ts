/** The names templates see during a call. Account context and credentials are also reachable bare, as the published documents write them. */
import type { Account, JsonObject, Scope } from '../terms/index.ts';
import { mergeResults } from '../values/merge.ts';

export interface ScopeParts {
  readonly account: Account;
  readonly env: JsonObject;
  readonly context: JsonObject;
  readonly id: string | undefined;
  readonly query: JsonObject;
  readonly body: unknown;
  readonly headers: JsonObject;
}

export function buildScope(parts: ScopeParts): Scope {
  const { account, context } = parts;
  // Credentials share keys with the context (`oauth.realm` beside `oauth.token`), so the two are merged, not laid over.
  return {
    ...(mergeResults(context, account.credentials) as JsonObject),
    context,
    credentials: account.credentials,
    env: parts.env,
    id: parts.id,
    query: parts.query,
    body: parts.body,
    headers: parts.headers,
  };
}
