/** The listening connection behind a relay that can fall silent without closing anything, as a pulled cable does. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openStore, type Store } from '../packages/server/src/adapters/store/database.ts';
import { startEmbedded, type Embedded } from '../packages/server/src/adapters/store/embedded.ts';
import { createListener } from '../packages/server/src/adapters/store/listener.ts';
import { silent } from './support/database.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-listener-'));
const dataDirectory = join(root, 'data');
let embedded: Embedded;
let store: Store;

before(async () => {
  chmodSync(root, 0o755);
  embedded = await startEmbedded({ dataDirectory, log: silent });
  store = await openStore({ connection: embedded.connection, maxConnections: 2 });
});
after(async () => {
  await store.close();
  await embedded.stop();
  const home = join(dataDirectory, 'postgres');
  if (existsSync(home)) rmSync(realpathSync(home), { recursive: true, force: true });
  rmSync(root, { recursive: true, force: true });
});

/** Passes bytes both ways until it is silenced: then the connections of that moment stay open and carry nothing. */
async function startRelay(socketPath: string) {
  const open = new Set<Socket>();
  const silenced = new Set<Socket>();
  let passed = Promise.withResolvers<void>();
  const server = createServer((near) => {
    const far = connect(socketPath);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on('data', (bytes) => {
        if (silenced.has(from)) return;
        to.write(bytes);
        if (from === far) passed.resolve();
      });
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    silence() {
      for (const socket of open) silenced.add(socket);
    },
    /** Resolves when the database has said something more. */
    async answered(ask: () => void) {
      passed = Promise.withResolvers<void>();
      ask();
      await passed.promise;
    },
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

test('a connection that is dead without a word is noticed at the second heartbeat and replaced', async (t) => {
  const { host, port } = embedded.connection as { host: string; port: number };
  const relay = await startRelay(join(host, `.s.PGSQL.${port}`));
  t.mock.timers.enable({ apis: ['setInterval'] });
  const listener = createListener({ ...embedded.connection, host: '127.0.0.1', port: relay.port });
  const losses: PromiseWithResolvers<void>[] = [];
  let lossCount = 0;
  let heard = Promise.withResolvers<string>();
  const nextLoss = (): Promise<void> => {
    const loss = Promise.withResolvers<void>();
    losses.push(loss);
    return loss.promise;
  };
  await listener.listen('test_channel', {
    heard: (payload) => heard.resolve(payload),
    lost: () => {
      lossCount += 1;
      losses.shift()?.resolve();
    },
  });
  await store.notify('test_channel', 'one');
  assert.equal(await heard.promise, 'one');
  await relay.answered(() => t.mock.timers.tick(1000));
  // The answer is in the relay; one more turn brings it to the listener.
  await store.ping();
  assert.equal(lossCount, 0);

  relay.silence();
  heard = Promise.withResolvers<string>();
  await store.notify('test_channel', 'missed');
  t.mock.timers.tick(1000);
  await store.ping();
  assert.equal(lossCount, 0);
  const broken = nextLoss();
  const whole = nextLoss();
  t.mock.timers.tick(1000);
  await broken;
  await whole;
  await store.notify('test_channel', 'two');
  assert.equal(await heard.promise, 'two');
  assert.equal(lossCount, 2);
  await listener.close();
  await relay.stop();
});

test('while it cannot be opened again, every heartbeat says that something may be missed', async (t) => {
  const { host, port } = embedded.connection as { host: string; port: number };
  const relay = await startRelay(join(host, `.s.PGSQL.${port}`));
  t.mock.timers.enable({ apis: ['setInterval'] });
  const listener = createListener({ ...embedded.connection, host: '127.0.0.1', port: relay.port });
  let lossCount = 0;
  let loss = Promise.withResolvers<void>();
  await listener.listen('test_channel', {
    heard: () => undefined,
    lost: () => {
      lossCount += 1;
      loss.resolve();
    },
  });
  await relay.stop();
  await loss.promise;
  for (let beats = 1; beats <= 3; beats += 1) {
    loss = Promise.withResolvers<void>();
    t.mock.timers.tick(1000);
    await loss.promise;
    assert.equal(lossCount, 1 + beats);
  }
  await listener.close();
});
