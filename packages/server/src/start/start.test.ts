/** The parts of the start that need no database: phases, stopping order, ports. */
import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { checkPort } from './check-port.ts';
import { createPhases } from './phases.ts';
import { createStops } from './stops.ts';
import { welcomeLines } from './welcome.ts';

test('prints each phase with its time and note, and nothing for one that failed', async () => {
  const lines: string[] = [];
  let nowMs = 0;
  const phases = createPhases({
    print: (line) => void lines.push(line),
    now: () => nowMs,
    checkpoint: () => undefined,
  });
  const result = await phases.run(
    'catalog',
    () => (nowMs += 12.4),
    (value) => `${value} documents`,
  );
  assert.equal(result, 12.4);
  await assert.rejects(phases.run('broken', () => Promise.reject(new Error('no'))));
  assert.deepEqual(lines, ['  catalog        12 ms   12.4 documents']);
});

test('stops in reverse order, once, whatever fails', async () => {
  const order: string[] = [];
  const failed: string[] = [];
  const stops = createStops((name) => void failed.push(name));
  stops.add('database', () => void order.push('database'));
  stops.add('recorder', () => Promise.reject(new Error('no')));
  stops.add('http', async () => void order.push('http'));
  await Promise.all([stops.run(), stops.run()]);
  assert.deepEqual(order, ['http', 'database']);
  assert.deepEqual(failed, ['recorder']);
});

test('says that a port is taken, naming port and setting', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const input = { port, host: '127.0.0.1', setting: 'PORT' };
  await assert.rejects(checkPort(input), (error: { code: string; message: string }) => {
    assert.ok(error.message.includes(String(port)) && error.message.includes('PORT'));
    return error.code === 'settings.port_in_use';
  });
  await new Promise((resolve) => server.close(resolve));
  await checkPort(input);
});

test('says that an address is not of this machine', async () => {
  await assert.rejects(checkPort({ port: 4400, host: '192.0.2.1', setting: 'PORT' }), {
    code: 'settings.invalid',
    message: /^SLUICE_HOST: /,
  });
});

test('welcomes with calls to two different integrations and one of its own shape', () => {
  const accounts = ['one', 'one', 'two'].map((integration, index) => ({
    id: `a${index}`,
    integration,
    proxyResource: index === 2 ? 'things' : null,
  }));
  const input = { url: 'http://h:1', adminTokenAt: '/data/secrets.json', readyMs: 12.4 };
  const lines = welcomeLines({ ...input, demo: { token: 'demo-token', accounts } });
  const calls = lines.filter((line) => line.startsWith('  curl'));
  assert.deepEqual(
    calls.map((line) => /'(http[^']+)'/.exec(line)?.[1]),
    [
      'http://h:1/unified/crm/contacts?integrated_account_id=a0&limit=2',
      'http://h:1/unified/crm/contacts?integrated_account_id=a2&limit=2',
      'http://h:1/proxy/things?integrated_account_id=a2&limit=2',
    ],
  );
  assert.equal(
    welcomeLines({ ...input, demo: null }).some((line) => line.includes('curl')),
    false,
  );
});
