/** What is tried over JSON, one row each: through Sluice, compared with what Redmine says itself. */
import assert from 'node:assert/strict';
import { call, walk } from '../../support/client.ts';
import { address, counted, expect, issueOf, list, numbersOf, seeded, tickets, writeOne, type Check } from './stage.ts';

export const jsonChecks: readonly Check[] = [
  [
    'unified list is exactly what is held',
    async (stage) => {
      const found = await list(stage, stage.json);
      assert.deepEqual(numbersOf(found), counted(1, seeded));
      return `${found.length} of ${seeded} tickets`;
    },
  ],
  [
    'limit 250, silently lowered to 100: still complete',
    async (stage) => {
      const first = expect(await tickets(stage, stage.json, '?limit=250'), 200);
      assert.equal(first['result_count'], 100);
      const found = await list(stage, stage.json, '', 250);
      assert.deepEqual(numbersOf(found), counted(1, seeded));
      return `pages of ${first['result_count']}, ${found.length} tickets`;
    },
  ],
  [
    'an odd page size ends at the same records',
    async (stage) => {
      const found = await list(stage, stage.json, '', 37);
      assert.deepEqual(numbersOf(found), counted(1, seeded));
      return `pages of 37, ${found.length} tickets`;
    },
  ],
  [
    'get gives one ticket in the model',
    async (stage) => {
      const ticket = expect(await tickets(stage, stage.json, '/8'), 200);
      const held = await issueOf(stage, '8');
      assert.deepEqual(
        [ticket['name'], ticket['description'], ticket['status_raw'], ticket['updated_at']],
        [held['subject'], held['description'], held['status']['name'], held['updated_on']],
      );
      assert.equal(ticket['remote_url'], `${stage.redmine.url}/issues/8`);
      return ticket['name'];
    },
  ],
  ['create, update, delete', (stage) => writeOne(stage, stage.json)],
  [
    'incremental filter gives exactly what changed',
    async (stage) => {
      const after = await list(stage, stage.json, '?updated_at[gt]=2026-01-11T06:01:00Z');
      assert.deepEqual(numbersOf(after), [248, 249, 250]);
      const from = await list(stage, stage.json, '?updated_at[gte]=2026-01-11T06:01:00Z');
      assert.deepEqual(numbersOf(from), [247, 248, 249, 250]);
      const between = await list(
        stage,
        stage.json,
        '?updated_at[gt]=2026-01-11T06:00:59.5Z&updated_at[lt]=2026-01-11T08:01:00Z',
      );
      assert.deepEqual(numbersOf(between), [247, 248]);
      return 'gt, gte and a span with a fraction of a second';
    },
  ],
  [
    'one status, closed ones too',
    async (stage) => {
      const found = await list(stage, stage.json, '?ticket_status[id]=5', 10);
      const { body } = await stage.redmine.ask('/issues.json?status_id=5&limit=1');
      assert.equal(found.length, body['total_count']);
      return `${found.length} tickets`;
    },
  ],
  [
    'a filter Redmine does not have is refused',
    async (stage) => {
      const body = expect(await tickets(stage, stage.json, '?status=closed'), 400);
      assert.equal(body['code'], 'filter.unsupported');
      return body['code'];
    },
  ],
  [
    'a refused body: 422 in Redmine’s words',
    async (stage) => {
      const body = expect(await tickets(stage, stage.json, '', { body: { name: '' } }), 422);
      assert.match(body['remote']['message'], /Subject cannot be blank; Project cannot be blank/);
      return body['message'];
    },
  ],
  [
    'an unknown id is a 404',
    async (stage) => {
      const body = expect(await tickets(stage, stage.json, '/999999'), 404);
      assert.deepEqual([body['code'], body['is_remote_error']], ['provider.error', true]);
      return body['code'];
    },
  ],
  [
    'a wrong key: 401 and needs_reauth; the right one cures it',
    async (stage) => {
      const account = await stage.connect({ api_key: '0'.repeat(40) });
      expect(await tickets(stage, account), 401);
      const held = expect(await call(stage.house, `/integrated-account/${account}`), 200);
      assert.equal(held['status'], 'needs_reauth');
      const body = { version: held['version'], context: { api_key: stage.redmine.key } };
      expect(await call(stage.house, `/integrated-account/${account}`, { method: 'PATCH', body }), 200);
      expect(await tickets(stage, account), 200);
      return 'needs_reauth, then active';
    },
  ],
  [
    'an override adds a field for one account only',
    async (stage) => {
      const account = await stage.connect({ api_key: stage.redmine.key });
      const { version } = expect(await call(stage.house, `/integrated-account/${account}`), 200);
      const mapping = { response_mapping: 'response.{"serial_number": custom_fields[name = "Serial number"].value}' };
      const body = { version, unified_model_override: { ticketing: { tickets: { get: mapping } } } };
      expect(await call(stage.house, `/integrated-account/${account}`, { method: 'PATCH', body }), 200);
      const mine = expect(await tickets(stage, account, '/1'), 200);
      assert.deepEqual([mine['serial_number'], mine['name']], ['SN-0', 'Ticket 1']);
      assert.equal(expect(await tickets(stage, stage.json, '/1'), 200)['serial_number'], undefined);
      return `serial_number ${mine['serial_number']}`;
    },
  ],
  [
    'proxy list in Redmine’s own shape',
    async (stage) => {
      const found = await walk(stage.house, address('/proxy/issues', stage.json, ''), { limit: 100 });
      assert.deepEqual(numbersOf(found), counted(1, seeded));
      assert.equal(typeof found[0]!['project']['name'], 'string');
      return `${found.length} issues`;
    },
  ],
  [
    'explain shows the request and not the key',
    async (stage) => {
      const { body } = await tickets(stage, stage.json, '/8?explain=1');
      const text = JSON.stringify(body);
      assert.ok(text.includes('/issues/8.json') && !text.includes(stage.redmine.key));
      assert.ok(!stage.house.output().includes(stage.redmine.key));
      return 'masked, and not in the log';
    },
  ],
];
