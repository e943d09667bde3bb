import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '@sluice/engine';
import { healthAfter } from './health.ts';
import type { OpenAccount } from './load-account.ts';

const answered = { status: 0, headers: {}, rateLimit: null };
const remote = { status: 0, message: 'not for the row', code: null };
const ok = { kind: 'ok', ...answered, status: 200, body: {}, data: {}, hasBigIntegers: false } satisfies Outcome;
const unauthorized = { kind: 'needs_reauth', ...answered, status: 401, remote } satisfies Outcome;
const forbidden = {
  kind: 'forbidden',
  ...answered,
  status: 403,
  remote,
  missingScopes: ['contacts.read'],
} satisfies Outcome;

function account(
  state: Partial<Pick<OpenAccount, 'lastError' | 'lastForbiddenError'>> & { status?: 'active' | 'needs_reauth' },
): OpenAccount {
  return {
    account: {
      id: 'a1',
      environmentId: 'e1',
      tenantId: 't1',
      integration: 'acme',
      status: state.status ?? 'active',
      authenticationMethod: null,
      context: {},
      credentials: {},
      version: 3,
    },
    environmentIntegrationId: 'i1',
    integrationOverride: null,
    mappingOverride: null,
    integrationStamp: '',
    mappingStamp: '',
    lastError: state.lastError ?? null,
    lastForbiddenError: state.lastForbiddenError ?? null,
  };
}

const end = (outcome: Outcome | null) => ({ outcome, resource: 'crm/contacts', method: 'list', nowMs: 0 });

test('a 401 asks for new authorisation once, with no word of the provider', () => {
  const health = healthAfter(account({}), end(unauthorized));
  assert.equal(health?.status, 'needs_reauth');
  assert.equal(health.version, 3);
  assert.ok(!JSON.stringify(health).includes('not for the row'));
  assert.equal(healthAfter(account({ status: 'needs_reauth' }), end(unauthorized)), null);
});

test('the next success clears it', () => {
  const health = healthAfter(account({ status: 'needs_reauth', lastError: { code: 'x' } }), end(ok));
  assert.deepEqual([health?.status, health?.lastError], ['active', null]);
});

test('a 403 keeps the account active and names what is missing, once', () => {
  const health = healthAfter(account({}), end(forbidden));
  assert.equal(health?.status, 'active');
  assert.deepEqual(health.lastForbiddenError?.['missing_scopes'], ['contacts.read']);
  assert.equal(healthAfter(account({ lastForbiddenError: health.lastForbiddenError }), end(forbidden)), null);
});

test('a 403 is cleared by a success of its own method only', () => {
  const known = account({ lastForbiddenError: { resource: 'crm/contacts', method: 'list', missing_scopes: [] } });
  assert.equal(healthAfter(known, { ...end(ok), method: 'get' }), null);
  assert.equal(healthAfter(known, end(ok))?.lastForbiddenError, null);
});

test('nothing is written when all is as it was', () => {
  assert.equal(healthAfter(account({}), end(ok)), null);
  assert.equal(healthAfter(account({}), end(null)), null);
});
