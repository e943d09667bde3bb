/** The pool behind the store when the database goes away: told as `store.unavailable`, and never the end of the process. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { sql } from 'kysely';
import { openStore } from '../packages/server/src/adapters/store/database.ts';
import { startEmbedded, type Embedded } from '../packages/server/src/adapters/store/embedded.ts';
import { silent } from './support/database.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-away-'));
const dataDirectory = join(root, 'data');
let embedded: Embedded;

before(async () => {
  chmodSync(root, 0o755);
  embedded = await startEmbedded({ dataDirectory, log: silent });
});
after(async () => {
  await embedded.stop();
  const home = join(dataDirectory, 'postgres');
  if (existsSync(home)) rmSync(realpathSync(home), { recursive: true, force: true });
  rmSync(root, { recursive: true, force: true });
});

test('a connection that breaks while it is in use is told to its user alone', async () => {
  const store = await openStore({ connection: embedded.connection, maxConnections: 2 });
  await store.db.connection().execute(async (held) => {
    await assert.rejects(sql`select pg_terminate_backend(pg_backend_pid())`.execute(held), {
      code: 'store.unavailable',
    });
    // An error event nobody hears would end the process here, while the broken connection is still held.
    await store.ping();
    await assert.rejects(sql`select 1`.execute(held), { code: 'store.unavailable' });
  });
  for (let again = 0; again < 4; again += 1) await store.ping();
  await store.close();
});

test('a database that has fallen silent does not answer for being well', async (t) => {
  const { host, port } = embedded.connection as { host: string; port: number };
  const sockets: Socket[] = [];
  const relay = createServer((near) => {
    const far = connect(join(host, `.s.PGSQL.${port}`));
    near.pipe(far).pipe(near);
    sockets.push(near, far);
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const { port: relayPort } = relay.address() as AddressInfo;
  const store = await openStore({
    connection: { ...embedded.connection, host: '127.0.0.1', port: relayPort },
    maxConnections: 2,
  });
  for (const socket of sockets) socket.unpipe();
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const asked = assert.rejects(store.ping(), { code: 'store.unavailable' });
  // The pool hands out its connection first; its own limit is for opening one.
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  t.mock.timers.tick(5_000);
  await asked;
  for (const socket of sockets) socket.destroy();
  await store.close();
  relay.close();
});
