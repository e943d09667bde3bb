/** What callers get when a provider fails: each fault of the simulator switched on, each with the answer the contract names. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { call, walk, type Answer, type Body } from './support/client.ts';
import { startHouse, type House } from './support/house.ts';
import { clearFaults, clearRequests, recordIds, requestsTo, setFaults, type Fault } from './support/simulator.ts';

const MEBIBYTE = 1024 * 1024;
const TIMEOUT_MS = 2000;
const accounts = ['demo-hubspot', 'demo-salesforce', 'demo-pipedrive'];
const collection: Readonly<Record<string, string>> = {
  'demo-hubspot': 'contacts',
  'demo-salesforce': 'contacts',
  'demo-pipedrive': 'persons',
};

let house: House;
before(async () => {
  house = await startHouse({
    env: { SLUICE_PROVIDER_TIMEOUT_MS: String(TIMEOUT_MS), SLUICE_MAX_RESPONSE_BYTES: String(MEBIBYTE) },
  });
  // The simulator makes its records at the first request; that must not count as slowness.
  await Promise.all(accounts.map((account) => recordIds(house, account, collection[account]!)));
});
afterEach(() => Promise.all(accounts.map((account) => clearFaults(house, account))));
after(async () => {
  await house.stop();
  await house.remove();
});

const on = (account: string, query = '') => `/unified/crm/contacts?integrated_account_id=${account}${query}`;
const listOf = (account: string, query = '&limit=5') => call(house, on(account, query));
const statusOf = async (account: string): Promise<Body> => (await call(house, `/integrated-account/${account}`)).body;

async function faulted(account: string, fault: Partial<Fault> & { kind: string }): Promise<Answer> {
  await setFaults(house, account, [{ route: '*', ...fault }]);
  await clearRequests(house, account);
  return listOf(account);
}

async function requestCount(account: string): Promise<number> {
  return (await requestsTo(house, account))['requests'].length;
}

/** The shape of every error of a provider; nothing of a record in it. */
function assertRemoteError({ status, body }: Answer, expected: { status: number; code: string }): void {
  assert.deepEqual({ status, code: body['code'] }, expected, JSON.stringify(body));
  assert.equal(body['statusCode'], expected.status);
  assert.equal(typeof body['error'], 'string');
  assert.ok(body['message'].length > 10);
  assert.equal(body['is_remote_error'], true);
  assert.equal(body['truto_is_remote_error'], true);
  for (const key of ['result', 'next_cursor', 'stack']) assert.equal(Object.hasOwn(body, key), false, key);
  assert.doesNotMatch(JSON.stringify(body), /northwind\.example|Okafor|\bat .*\.ts:/);
}

describe('a 429 storm', () => {
  for (const account of accounts) {
    test(`reaches the caller of ${account} at once, one request sent, with when to come back`, async () => {
      const startedMs = performance.now();
      const answer = await faulted(account, { kind: 'rate_limit' });
      assert.ok(performance.now() - startedMs < TIMEOUT_MS / 2, 'not waited, not tried again');
      assertRemoteError(answer, { status: 429, code: 'provider.rate_limited' });
      assert.equal(await requestCount(account), 1);
      assert.match(answer.headers.get('ratelimit-limit')!, /^\d+$/);
      assert.match(answer.headers.get('ratelimit-remaining')!, /^\d+$/);
      assert.equal((await statusOf(account))['status'], 'active');
    });
  }

  test('says the same time in four headers where the provider tells one', async () => {
    const { headers } = await faulted('demo-hubspot', { kind: 'rate_limit' });
    const seconds = Number(headers.get('ratelimit-reset'));
    assert.ok(Number.isInteger(seconds) && seconds >= 0 && seconds <= 10, `${seconds} s of a window of 10 s`);
    assert.equal(headers.get('retry-after'), headers.get('ratelimit-reset'));
    const resetAt = Number(headers.get('x-ratelimit-reset-at'));
    assert.ok(Math.abs(resetAt - (Date.now() / 1000 + seconds)) <= 2, `${resetAt} is epoch seconds`);
  });

  test('of many callers sends one request each, and ends when the provider says so', async () => {
    await setFaults(house, 'demo-pipedrive', [{ route: '*', kind: 'rate_limit', times: 8 }]);
    await clearRequests(house, 'demo-pipedrive');
    const answers = await Promise.all(Array.from({ length: 8 }, () => listOf('demo-pipedrive')));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [429]);
    assert.equal(await requestCount('demo-pipedrive'), 8);
    assert.equal((await listOf('demo-pipedrive')).status, 200);
  });

  test('is the same in the proxy and the custom api, and the provider words stay', async () => {
    await setFaults(house, 'demo-hubspot', [{ route: '*', kind: 'rate_limit' }]);
    const query = '?integrated_account_id=demo-hubspot';
    for (const path of [`/proxy/contacts${query}`, `/custom/crm/v3/objects/contacts${query}`]) {
      const answer = await call(house, path);
      assertRemoteError(answer, { status: 429, code: 'provider.rate_limited' });
      assert.equal(answer.body['remote']['status'], 429);
      assert.equal(answer.headers.get('retry-after'), answer.headers.get('ratelimit-reset'));
    }
  });
});

describe('refused credentials', () => {
  for (const account of accounts) {
    test(`mark ${account} as needs_reauth; the next success clears it`, async () => {
      assertRemoteError(await faulted(account, { kind: 'unauthorized' }), {
        status: 401,
        code: 'provider.unauthorized',
      });
      const refused = await statusOf(account);
      assert.equal(refused['status'], 'needs_reauth');
      assert.equal(refused['last_error']['code'], 'provider.unauthorized');
      await clearFaults(house, account);
      assert.equal((await listOf(account)).status, 200, 'a call is still tried');
      const cured = await statusOf(account);
      assert.deepEqual([cured['status'], cured['last_error']], ['active', null]);
      assert.equal(cured['version'], refused['version'], 'health is no change of the account');
    });
  }

  test('a missing right keeps the account active and remembers the scopes until that call succeeds', async () => {
    const account = 'demo-hubspot';
    const answer = await faulted(account, { kind: 'forbidden' });
    assertRemoteError(answer, { status: 403, code: 'provider.forbidden' });
    assert.deepEqual(answer.body['missing_scopes'], ['crm.objects.contacts.read']);
    const { status, last_forbidden_error: forbidden } = await statusOf(account);
    assert.equal(status, 'active');
    assert.deepEqual(forbidden['missing_scopes'], ['crm.objects.contacts.read']);
    assert.equal(
      JSON.stringify(forbidden).includes('granted'),
      false,
      'names and codes, not the words of the provider',
    );
    await clearFaults(house, account);
    assert.equal((await listOf(account)).status, 200);
    assert.equal((await statusOf(account))['last_forbidden_error'], null);
  });
});

describe('a broken answer', () => {
  const faults: readonly (readonly [fault: Partial<Fault> & { kind: string }, status: number, code: string])[] = [
    [{ kind: 'server_error' }, 502, 'provider.error'],
    [{ kind: 'truncate' }, 502, 'provider.invalid_response'],
    [{ kind: 'html' }, 502, 'provider.invalid_response'],
    [{ kind: 'disconnect' }, 502, 'provider.unreachable'],
    [{ kind: 'oversize', bytes: 2 * MEBIBYTE }, 502, 'provider.response_too_large'],
  ];
  for (const [fault, status, code] of faults) {
    test(`${fault.kind} is ${status} ${code}, nothing of the page is answered, and it is over when it is over`, async () => {
      for (const account of accounts) {
        const answer = await faulted(account, fault);
        assertRemoteError(answer, { status, code });
        assert.equal(await requestCount(account), 1, `${account}: no silent second try`);
        assert.equal((await statusOf(account))['status'], 'active');
        await clearFaults(house, account);
        assert.equal((await listOf(account)).body['result_count'], 5, account);
      }
    });
  }

  test('a 500 tells the status and words of the provider apart from ours', async () => {
    const { body } = await faulted('demo-pipedrive', { kind: 'server_error' });
    assert.deepEqual([body['statusCode'], body['remote']['status']], [502, 500]);
    assert.ok(body['message'].includes(body['remote']['message']));
  });

  test('too slow is 504, whether the head or the body is late', async () => {
    const startedMs = performance.now();
    const [late, dripping] = await Promise.all([
      faulted('demo-hubspot', { kind: 'slow', ms: TIMEOUT_MS * 2 }),
      faulted('demo-pipedrive', { kind: 'drip', ms: 100, bytes: 16 }),
    ]);
    const tookMs = performance.now() - startedMs;
    assertRemoteError(late, { status: 504, code: 'provider.timeout' });
    assertRemoteError(dripping, { status: 504, code: 'provider.timeout' });
    assert.ok(tookMs >= TIMEOUT_MS - 50 && tookMs < TIMEOUT_MS * 1.9, `${tookMs} ms`);
  });

  test('slow within the limit is only slow', async () => {
    const answer = await faulted('demo-hubspot', { kind: 'slow', ms: 300 });
    assert.equal(answer.status, 200);
  });

  test('through the proxy the same, and a cut body is never passed on as a whole one', async () => {
    for (const [fault, status, code] of faults) {
      await setFaults(house, 'demo-pipedrive', [{ route: '*', ...fault }]);
      const answer = await call(house, '/proxy/persons?integrated_account_id=demo-pipedrive&limit=5');
      assertRemoteError(answer, { status, code });
    }
  });
});

describe('a broken listing', () => {
  // The other demo account pages by the last id, a cursor the provider has no say in.
  for (const account of ['demo-hubspot', 'demo-pipedrive']) {
    test(`of ${account} that repeats itself ends as pagination.loop`, async () => {
      const first = await listOf(account);
      await setFaults(house, account, [{ route: '*', kind: 'repeat_cursor' }]);
      let cursor: string = first.body['next_cursor'];
      const pages: Answer[] = [];
      while (pages.length < 10) {
        const page = await listOf(account, `&limit=5&next_cursor=${cursor}`);
        pages.push(page);
        if (page.status !== 200 || page.body['next_cursor'] === null) break;
        cursor = page.body['next_cursor'];
      }
      assertRemoteErrorOfLoop(pages.at(-1)!);
      assert.ok(pages.length <= 3, `told after ${pages.length} pages`);
    });
  }

  for (const account of accounts) {
    test(`of ${account} goes on with the same cursor after a page that failed, to exactly its records`, async () => {
      const page = await listOf(account, '&limit=100');
      const next = `&limit=100&next_cursor=${page.body['next_cursor']}`;
      for (const kind of ['truncate', 'server_error', 'rate_limit']) {
        await setFaults(house, account, [{ route: '*', kind }]);
        assert.notEqual((await listOf(account, next)).status, 200);
      }
      await clearFaults(house, account);
      const rest: Body[] = [];
      let cursor: string | null = page.body['next_cursor'];
      while (cursor !== null) {
        const { status, body }: Answer = await listOf(account, `&limit=100&next_cursor=${cursor}`);
        assert.equal(status, 200);
        rest.push(...body['result']);
        cursor = body['next_cursor'];
      }
      const ids = [...page.body['result'], ...rest].map((record: Body): string => record['id']);
      assert.deepEqual(ids.toSorted(), (await recordIds(house, account, collection[account]!)).toSorted());
    });
  }

  test('a page the provider leaves out is not made up: the others come, each once', async () => {
    for (const account of accounts) {
      await setFaults(house, account, [{ route: '*', kind: 'drop_page', page: 2 }]);
      const records = await walk(house, on(account), { limit: 200, maxPages: 20 });
      const ids = records.map((record): string => record['id']);
      assert.equal(new Set(ids).size, ids.length, account);
      const held = new Set(await recordIds(house, account, collection[account]!));
      assert.ok(ids.every((id) => held.has(id)) && ids.length > held.size / 2, `${account}: ${ids.length}`);
    }
  });

  test('a field of another type leaves the answer whole: coerced where nothing is lost, else as it came', async () => {
    await setFaults(house, 'demo-pipedrive', [{ route: '*', kind: 'change_type', field: 'id' }]);
    const asText = await listOf('demo-pipedrive');
    assert.equal(asText.status, 200);
    assert.ok(asText.body['result'].every((record: Body) => typeof record['id'] === 'string'));
    await setFaults(house, 'demo-hubspot', [{ route: '*', kind: 'change_type', field: 'properties.jobtitle' }]);
    const odd = await listOf('demo-hubspot');
    assert.equal(odd.status, 200);
    const [record] = odd.body['result'];
    assert.deepEqual(record['job_title'], { value: record['remote_data']['properties']['jobtitle']['value'] });
    assert.equal(typeof record['first_name'], 'string');
  });

  test('a field of another type that a mapping cannot take is an error of the mapping, without the value', async () => {
    const { status, body } = await faulted('demo-salesforce', { kind: 'change_type', field: 'CreatedDate' });
    assert.deepEqual([status, body['code']], [500, 'expression.failed']);
    assert.equal(body['details']['field'], 'resources.contacts.list.response_mapping');
    assert.doesNotMatch(JSON.stringify(body), /2026-\d\d-\d\d|Okafor/);
    assert.equal(Object.hasOwn(body, 'result'), false);
  });
});

function assertRemoteErrorOfLoop({ status, body }: Answer): void {
  assert.deepEqual([status, body['code']], [502, 'pagination.loop'], JSON.stringify(body).slice(0, 500));
  assert.equal(Object.hasOwn(body, 'result'), false);
}
