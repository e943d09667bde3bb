/** What a call's end says about its account: needs_reauth, forbidden, or well again. Decides only; codes and names, never a message. */
import type { AccountStatus, JsonObject, Outcome } from '@sluice/engine';
import type { AccountHealth } from '../../adapters/store/integrated-account.ts';
import type { OpenAccount } from './load-account.ts';

export interface CallEnd {
  readonly outcome: Outcome | null;
  readonly resource: string | null;
  readonly method: string | null;
  readonly nowMs: number;
}

/**
 * The account's new health; null when nothing changes, which is almost always. A forbidden error is cleared by the next
 * success of the method it was about: another method's success says nothing about it.
 */
export function healthAfter(open: OpenAccount, end: CallEnd): AccountHealth | null {
  const { outcome, resource, method, nowMs } = end;
  const { account, lastError, lastForbiddenError } = open;
  switch (outcome?.kind) {
    case 'needs_reauth': {
      if (account.status === 'needs_reauth') return null;
      const error = {
        code: 'provider.unauthorized',
        status: outcome.status,
        resource,
        method,
        occurred_at: new Date(nowMs).toISOString(),
      };
      return healthOf(open, { status: 'needs_reauth', lastError: error, lastForbiddenError });
    }
    case 'forbidden': {
      const missing = outcome.missingScopes;
      if (
        isAbout(lastForbiddenError, { resource, method }) &&
        sameNames(lastForbiddenError?.['missing_scopes'], missing)
      )
        return null;
      const error = { resource, method, missing_scopes: missing, occurred_at: new Date(nowMs).toISOString() };
      return healthOf(open, { status: account.status, lastError, lastForbiddenError: error });
    }
    case 'ok': {
      const isCured = isAbout(lastForbiddenError, { resource, method });
      if (account.status === 'active' && lastError === null && !isCured) return null;
      return healthOf(open, {
        status: 'active',
        lastError: null,
        lastForbiddenError: isCured ? null : lastForbiddenError,
      });
    }
    default:
      return null;
  }
}

interface Health {
  readonly status: AccountStatus;
  readonly lastError: JsonObject | null;
  readonly lastForbiddenError: JsonObject | null;
}

function healthOf({ account }: OpenAccount, health: Health): AccountHealth {
  return { environmentId: account.environmentId, id: account.id, version: account.version, ...health };
}

function isAbout(error: JsonObject | null, about: { resource: string | null; method: string | null }): boolean {
  return error !== null && error['resource'] === about.resource && error['method'] === about.method;
}

function sameNames(known: unknown, seen: readonly string[]): boolean {
  return Array.isArray(known) && known.length === seen.length && seen.every((name) => known.includes(name));
}
