import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SluiceError } from '@sluice/engine';
import { inventEntry, startTrial, token } from '../fixtures/invented-provider.ts';

test('mounts are listed, made and taken away', async () => {
  const trial = startTrial(inventEntry());
  const made = await trial.ask('POST', '/_control/mounts', {
    body: { name: 'two', integration: 'invented', credentials: { oauth: { token: { access_token: 'x' } } } },
  });
  assert.equal(made.status, 201);
  assert.equal(made.json['base_path'], '/two/api/v1');
  assert.deepEqual(
    ((await trial.ask('GET', '/_control/mounts')).json['mounts'] as { name: string }[]).map(({ name }) => name),
    ['one', 'two'],
  );
  assert.ok(!(await trial.ask('GET', '/_control/mounts')).text.includes(token), 'credentials are not shown');
  assert.equal((await trial.ask('DELETE', '/_control/mounts/two')).status, 204);
  assert.equal((await trial.ask('DELETE', '/_control/mounts/two')).status, 404);
});

test('records are counted and named', async () => {
  const trial = startTrial(inventEntry(), { seedCounts: { things: 4 } });
  await trial.ask('POST', '/things', { body: {} });
  assert.deepEqual((await trial.ask('GET', '/_control/mounts/one/records')).json, { things: 5 });
  assert.deepEqual((await trial.ask('GET', '/_control/mounts/one/records/things')).json, {
    ids: ['100', '101', '102', '103', '104'],
  });
  assert.equal((await trial.ask('GET', '/_control/mounts/one/records/others')).status, 404);
});

test('faults are put, listed and ended', async () => {
  const trial = startTrial(inventEntry());
  const put = await trial.ask('PUT', '/_control/mounts/one/faults', { body: [{ kind: 'server_error' }] });
  assert.equal(put.status, 200);
  assert.equal((await trial.ask('GET', '/things')).status, 500);
  assert.deepEqual((await trial.ask('GET', '/_control/mounts/one/faults')).json, {
    faults: [{ route: '*', kind: 'server_error', seen: 1 }],
  });
  assert.equal((await trial.ask('DELETE', '/_control/mounts/one/faults')).status, 204);
  assert.equal((await trial.ask('GET', '/things')).status, 200);
  assert.equal(
    (await trial.ask('PUT', '/_control/mounts/one/faults', { body: '{' })).json['code'],
    'request.invalid_json',
  );
});

test('reset brings back seeds, faults, window and journal', async () => {
  const trial = startTrial(inventEntry({ simulation: { rate_limit: { limit: 2, window_ms: 60_000 } } }));
  await trial.ask('DELETE', '/things/100');
  await trial.ask('PUT', '/_control/mounts/one/faults', { body: [{ kind: 'slow' }] });
  assert.equal((await trial.ask('POST', '/_control/mounts/one/reset')).status, 204);
  assert.deepEqual((await trial.ask('GET', '/_control/mounts/one/requests')).json, { requests: [] });
  const heard = await trial.ask('GET', '/things/100');
  assert.deepEqual([heard.status, heard.delivery.delayMs], [200, 0]);
});

test('the journal shows what was sent, credentials masked', async () => {
  const entry = inventEntry({
    integration: { authorization: [{ format: 'query', config: { name: 'key', value: '{{api_key}}' } }] },
  });
  const trial = startTrial(entry, { credentials: { api_key: 'k-secret' } });
  await trial.ask('POST', '/things', { query: 'key=k-secret&a=1', body: { name: 'New' } });
  const heard = await trial.ask('GET', '/_control/mounts/one/requests');
  const [request] = heard.json['requests'] as Record<string, unknown>[];
  assert.deepEqual(
    {
      verb: request!['verb'],
      path: request!['path'],
      query: request!['query'],
      body: request!['body'],
      route: request!['route'],
      status: request!['status'],
    },
    {
      verb: 'POST',
      path: '/api/v1/things',
      query: { key: '***', a: '1' },
      body: { name: 'New' },
      route: 'things.create',
      status: 201,
    },
  );
  assert.ok(!heard.text.includes('k-secret') && !heard.text.includes(token));
  await trial.ask('DELETE', '/_control/mounts/one/requests');
  assert.deepEqual(trial.simulator.control.requests('one'), []);
});

test('only this machine, and no web page, may control', async () => {
  const trial = startTrial(inventEntry());
  assert.equal((await trial.ask('GET', '/_control/mounts', { isLocal: false })).status, 403);
  assert.equal(
    (await trial.ask('GET', '/_control/mounts', { headers: { origin: 'https://page.example.test' } })).status,
    403,
  );
  assert.equal(
    (await trial.ask('GET', '/_control/mounts', { headers: { host: 'rebound.example.test:4401' } })).status,
    403,
  );
});

test('an unknown control route names the routes', async () => {
  const heard = await startTrial(inventEntry()).ask('GET', '/_control/nothing');
  assert.equal(heard.status, 404);
  assert.ok((heard.json['routes'] as string[]).includes('GET /_control/mounts'));
});

const refused: readonly (readonly [what: string, mount: Record<string, unknown>, code: string])[] = [
  ['an unknown integration', { name: 'two', integration: 'other' }, 'config.not_found'],
  ['a name in use', { name: 'one', integration: 'invented' }, 'config.conflict'],
  ['a name that is no path segment', { name: 'a/b', integration: 'invented' }, 'request.invalid_body'],
];
for (const [what, mount, code] of refused) {
  test(`a mount is refused: ${what}`, () => {
    const { simulator } = startTrial(inventEntry());
    assert.throws(
      () => simulator.mount({ credentials: {}, name: '', integration: '', ...mount }),
      (error) => error instanceof SluiceError && error.code === code,
    );
  });
}
