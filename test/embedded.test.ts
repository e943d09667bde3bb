/** The embedded database as the server uses it: starts, survives kills, refuses a second copy, migrates, listens, records. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { createCallRecorder, type CallRecord } from '../packages/server/src/adapters/record/record.ts';
import { keepPartitions } from '../packages/server/src/adapters/record/partitions.ts';
import { openStore, type Store } from '../packages/server/src/adapters/store/database.ts';
import { startEmbedded, type Embedded } from '../packages/server/src/adapters/store/embedded.ts';
import { migrate } from '../packages/server/src/adapters/store/migrate.ts';

const warnings: object[] = [];
const log = { warn: (fields: object): void => void warnings.push(fields) };
const migrations = new URL('../packages/server/src/adapters/store/migrations/', import.meta.url);
const root = mkdtempSync(join(tmpdir(), 'sluice-test-'));
chmodSync(root, 0o755);
const dataDirectory = join(root, 'data');
const day = Date.UTC(2030, 0, 15, 12);

let embedded: Embedded;
let store: Store;

before(async () => {
  embedded = await startEmbedded({ dataDirectory, log });
  store = await openStore({ connection: embedded.connection, maxConnections: 4 });
});

after(async () => {
  await store.close();
  await embedded.stop();
  const home = realpathSync(join(dataDirectory, 'postgres'));
  rmSync(root, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
});

const entry = (fields: Partial<CallRecord>): CallRecord => ({
  at: new Date(day),
  environment_id: 'e1',
  integrated_account_id: 'a1',
  integration: 'i1',
  api: 'unified',
  model: 'crm',
  resource: 'contacts',
  method: 'list',
  status: 200,
  code: null,
  duration_ms: 12.5,
  provider_ms: 10,
  provider_requests: 1,
  record_count: 100,
  request_id: 'r1',
  config_revision: null,
  ...fields,
});

test('keeps its guards on and is reached by a private socket alone', async () => {
  const { rows } = await sql<Record<string, string>>`
    select current_setting('fsync') fsync, current_setting('full_page_writes') pages, current_setting('synchronous_commit') commits,
      current_setting('listen_addresses') addresses, current_setting('server_encoding') encoding
  `.execute(store.db);
  assert.deepEqual(rows[0], { fsync: 'on', pages: 'on', commits: 'on', addresses: '', encoding: 'UTF8' });
  assert.equal(lstatSync(String(embedded.connection.host)).mode & 0o777, 0o700);
});

test('refuses a second copy on the same directory, naming directory and process', async () => {
  await assert.rejects(startEmbedded({ dataDirectory, log }), (error: { code: string; message: string }) => {
    assert.equal(error.code, 'store.in_use');
    assert.ok(error.message.includes(dataDirectory) && error.message.includes(String(process.pid)));
    return true;
  });
});

test('applies every migration once, and says which', async () => {
  const applied = await migrate(store, migrations);
  assert.ok(applied.length > 0 && applied.every((name, index) => index === 0 || applied[index - 1]! < name));
  assert.deepEqual(await migrate(store, migrations), []);
});

test('rolls a failing migration back as a whole, and refuses a changed or unknown one', async () => {
  const { rows } = await sql<{ name: string }>`select name from schema_migration`.execute(store.db);
  const directory = join(root, 'migrations');
  mkdirSync(directory);
  for (const { name } of rows) writeFileSync(join(directory, name), readFileSync(new URL(name, migrations)));
  const broken = join(directory, '9000-broken.sql');
  writeFileSync(broken, 'create table half_made (id int); select 1 from no_such_table;');
  const url = pathToFileURL(`${directory}/`);
  await assert.rejects(migrate(store, url), { code: 'store.migration_failed' });
  const found = await sql<{ made: string | null }>`select to_regclass('half_made')::text as made`.execute(store.db);
  assert.equal(found.rows[0]!.made, null);
  rmSync(broken);
  writeFileSync(join(directory, rows[0]!.name), 'select 1;');
  await assert.rejects(migrate(store, url), { code: 'store.migration_failed' });
  rmSync(join(directory, rows[0]!.name));
  await assert.rejects(migrate(store, url), { code: 'store.migration_failed' });
});

test('hears notifications, and says when it may have missed some', async () => {
  const first = Promise.withResolvers<string>();
  const lost = Promise.withResolvers<void>();
  let heard = first;
  let losses = 0;
  await store.listen(
    'test_channel',
    (payload) => heard.resolve(payload),
    () => {
      losses += 1;
      lost.resolve();
    },
  );
  await store.notify('test_channel', 'one');
  assert.equal(await first.promise, 'one');
  assert.equal(losses, 0);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sluice listener'`.execute(
    store.db,
  );
  await lost.promise;
  heard = Promise.withResolvers<string>();
  const repeated = setInterval(() => void store.notify('test_channel', 'two'), 50);
  assert.equal(await heard.promise, 'two');
  clearInterval(repeated);
  assert.ok(losses >= 2);
});

test('records calls in batches, drops only rows the database cannot take, and says so', async () => {
  const recorder = await createCallRecorder(store, { retentionDays: 30, log, clock: () => day, batchRows: 100 });
  for (let index = 0; index < 250; index += 1) recorder.record(entry({ request_id: `r${index}`, resource: 'a\0b' }));
  recorder.record(entry({ at: new Date(day - 90 * 86_400_000), request_id: 'too old' }));
  warnings.length = 0;
  await recorder.close();
  const { rows } = await sql<{ rows: string; names: string[] }>`
    select count(*) as rows, array_agg(distinct resource) as names from request_log
  `.execute(store.db);
  assert.deepEqual(rows[0], { rows: '250', names: ['ab'] });
  assert.deepEqual(warnings, [{ dropped: 1 }]);
});

test('keeps day partitions ahead and drops those past the retention', async () => {
  const partitions = async (): Promise<string[]> => {
    const { rows } = await sql<{ name: string }>`
      select inhrelid::regclass::text as name from pg_inherits where inhparent = 'request_log'::regclass order by 1
    `.execute(store.db);
    return rows.map(({ name }) => name);
  };
  const days = (...numbers: number[]): string[] => numbers.map((number) => `request_log_203001${number}`);
  assert.deepEqual(await partitions(), days(14, 15, 16, 17));
  await keepPartitions(store.db, { nowMs: day + 2 * 86_400_000, retentionDays: 1 });
  assert.deepEqual(await partitions(), days(16, 17, 18, 19));
});

test('tells a refused connection as store.unavailable', async () => {
  const connection = { ...embedded.connection, host: join(root, 'nowhere') };
  await assert.rejects(openStore({ connection, maxConnections: 1 }), { code: 'store.unavailable' });
});

test('starts again after its server was killed while the database ran on', async () => {
  const directory = join(root, 'killed');
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(new URL('../packages/server/src/adapters/store/embedded.ts', import.meta.url).href)});
    await startEmbedded({ dataDirectory: ${JSON.stringify(directory)}, log: console });
    console.log('ready');
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  warnings.length = 0;
  const again = await startEmbedded({ dataDirectory: directory, log });
  assert.equal(warnings.length, 1);
  const home = realpathSync(join(directory, 'postgres'));
  await again.stop();
  assert.equal(existsSync(join(home, 'lock')), false);
  assert.equal(existsSync(join(home, 'cluster', 'postmaster.pid')), false);
  if (!home.startsWith(root)) rmSync(home, { recursive: true, force: true });
});

test('starts under a path too long for a socket', async () => {
  const directory = join(root, 'x'.repeat(110));
  const one = await startEmbedded({ dataDirectory: directory, log });
  const socket = String(one.connection.host);
  assert.ok(socket.length < 90);
  await one.stop();
  assert.equal(existsSync(socket), false);
});

test(
  'as root, starts under a directory the database user cannot enter',
  { skip: process.getuid?.() !== 0 },
  async () => {
    const closed = join(root, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const directory = join(closed, 'data');
    const one = await startEmbedded({ dataDirectory: directory, log });
    const home = realpathSync(join(directory, 'postgres'));
    assert.equal(home.startsWith(closed), false);
    await one.stop();
    rmSync(home, { recursive: true, force: true });
    await assert.rejects(startEmbedded({ dataDirectory: directory, log }), { code: 'store.start_failed' });
  },
);
