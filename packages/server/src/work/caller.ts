/** Who asks, and what for: the words every room of work uses for it. No look-ups. */
import { SluiceError } from '@sluice/engine/terms';

export const tokenScopes = ['data', 'admin', 'connect'] as const;
export type TokenScope = (typeof tokenScopes)[number];

/** The environment every statement is bound to, and whether it is the operator's own token. */
export interface Caller {
  readonly environmentId: string;
  /** True for the operator's own token, which may choose any environment. */
  readonly isOperator: boolean;
}

export interface Authentication extends Caller {
  readonly scopes: readonly TokenScope[];
  /** Set for a token bound to one account. */
  readonly accountId: string | null;
}

/** A token as the database has it. */
export interface KnownToken {
  readonly id: string;
  readonly environmentId: string;
  readonly scopes: readonly TokenScope[];
  readonly accountId: string | null;
  readonly expiresAtMs: number | null;
}

/** Throws `auth.wrong_scope`. */
export function requireScope(authentication: Authentication, scope: TokenScope): void {
  if (authentication.scopes.includes(scope)) return;
  throw new SluiceError('auth.wrong_scope', `This route needs a token with the scope \`${scope}\`.`, {
    details: { scope },
  });
}
