/** Who a bearer token is. Unknown, expired and revoked look the same to the caller. Reads the database only for tokens not seen lately. */
import { SluiceError } from '@sluice/engine/terms';
import { tokenScopes, type Authentication, type KnownToken } from '../caller.ts';

export type { Authentication } from '../caller.ts';

export interface AuthenticateDeps {
  /** Keyed hashes (hex) of a token, under every master key. */
  readonly hashesOf: (token: string) => readonly string[];
  readonly clock: () => number;
  /** Cached look-up by keyed hash (hex). */
  readonly tokenByHash: (hash: string) => KnownToken | null | Promise<KnownToken | null>;
  /** Cached: is there an environment of this id? */
  readonly hasEnvironment: (id: string) => boolean | Promise<boolean>;
  /** Keyed hash (hex) of the operator's token, and the environment it means without `x-environment-id`. */
  readonly operator: { readonly tokenHash: string; readonly defaultEnvironmentId: string };
}

/** `bearer` is the token without the word Bearer. Throws `auth.missing_token`, `auth.invalid_token` or `config.not_found` (environment). */
export async function authenticate(
  deps: AuthenticateDeps,
  input: { bearer: string | null; environmentHeader: string | null },
): Promise<Authentication> {
  if (input.bearer === null || input.bearer === '') {
    throw new SluiceError('auth.missing_token', 'The request carries no API token.');
  }
  const hashes = deps.hashesOf(input.bearer);
  // Keyed hashes are compared: how long a comparison takes tells nothing about the token.
  if (hashes.includes(deps.operator.tokenHash)) return operatorOf(deps, input.environmentHeader);
  for (const hash of hashes) {
    const found = deps.tokenByHash(hash);
    const token = found instanceof Promise ? await found : found;
    if (token === null || (token.expiresAtMs !== null && token.expiresAtMs <= deps.clock())) continue;
    const { environmentId, scopes, accountId } = token;
    return { environmentId, scopes, accountId, isOperator: false };
  }
  throw new SluiceError('auth.invalid_token', 'The API token is unknown, revoked or expired.');
}

async function operatorOf(deps: AuthenticateDeps, header: string | null): Promise<Authentication> {
  const environmentId = header ?? deps.operator.defaultEnvironmentId;
  if (!(await deps.hasEnvironment(environmentId))) {
    throw new SluiceError('config.not_found', 'There is no environment of the id in x-environment-id.');
  }
  return { environmentId, scopes: tokenScopes, accountId: null, isOperator: true };
}
