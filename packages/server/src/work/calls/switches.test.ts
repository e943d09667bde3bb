import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSwitches } from './switches.ts';

test('switches and the account are taken out, filters and paging stay', () => {
  const read = readSwitches(
    {
      integrated_account_id: 'a1',
      truto_response_format: 'raw',
      ignore_remote_data: 'true',
      truto_exclude_fields: 'phones,emails',
      explain: '1',
      limit: '5',
      updated_at: { gt: 'x' },
    },
    'unified',
  );
  assert.equal(read.accountId, 'a1');
  assert.deepEqual(read.switches, {
    responseFormat: 'raw',
    ignoreRemoteData: true,
    excludeFields: ['phones', 'emails'],
    explain: true,
  });
  assert.deepEqual(read.query, { limit: '5', updated_at: { gt: 'x' } });
});

test("a provider's own parameter of a switch's name goes through in proxy calls", () => {
  const { query, switches } = readSwitches({ response_format: 'csv', explain: '1' }, 'proxy');
  assert.deepEqual(query, { response_format: 'csv' });
  assert.equal(switches.explain, true);
});

test('a format that does not exist is refused', () => {
  assert.throws(() => readSwitches({ truto_response_format: 'xml' }, 'unified'), { code: 'request.invalid_query' });
});
