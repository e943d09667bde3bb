/**
 * Wires the server by hand, top to bottom: the one place where its parts meet. Holds no rule of its own. Every phase is a
 * line of the print-out.
 */
import { randomBytes } from 'node:crypto';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import packageJson from '../package.json' with { type: 'json' };
import { createCallRecorder } from './adapters/record/record.ts';
import { migrate } from './adapters/store/migrate.ts';
import { createIds } from './adapters/store/new-id.ts';
import { createStatements } from './adapters/store/statements.ts';
import { createVault } from './adapters/vault/vault.ts';
import { createWire } from './adapters/wire/wire.ts';
import { readSettings, type Settings } from './settings.ts';
import { checkPort } from './start/check-port.ts';
import { live, type Lifetime } from './start/lifetime.ts';
import { openDatabase } from './start/open-database.ts';
import { openDoors } from './start/open-doors.ts';
import { createPhases } from './start/phases.ts';
import { routesOf } from './start/routes.ts';
import { SIMULATOR_HOST } from './start/run-simulator.ts';
import { loadSecrets, secretsFile } from './start/secrets.ts';
import { startDemo } from './start/start-demo.ts';
import { welcomeLines } from './start/welcome.ts';
import type { CallDeps } from './work/calls/callable.ts';
import { followChanges } from './work/calls/changes.ts';
import { createDirectory } from './work/calls/directory.ts';
import type { LoadSummary } from './work/catalog/load.ts';
import { openCatalog } from './work/catalog/watch.ts';
import type { AdminDeps } from './work/deps.ts';
import type { AuthenticateDeps } from './work/environments/authenticate.ts';
import { ensureDefaultEnvironment } from './work/environments/default-environment.ts';
import { createTokenHashes } from './work/environments/token-hashes.ts';

const { version } = packageJson;
const catalogDirectory = fileURLToPath(new URL('../../../catalog', import.meta.url));
const migrations = new URL('./adapters/store/migrations/', import.meta.url);
const clock = Date.now;

/** Resolves when the server is ready. A failed start is told in a sentence and ends the process with exit code 1. */
export function main(): Promise<void> {
  const print = (line: string): boolean => process.stdout.write(`${line}\n`);
  const complain = (line: string): boolean => process.stderr.write(`${line}\n`);
  return live({ print, complain, begin: (life) => begin(life, print) });
}

async function begin(life: Lifetime, print: (line: string) => void): Promise<void> {
  print(`sluice ${version}, Node ${process.versions.node}`);
  const phases = createPhases({ print, now: () => performance.now(), checkpoint: life.checkpoint });
  const settings = await phases.run('settings', () => checkedSettings());
  const { dataDirectory, databaseUrl, databaseConnections } = settings;
  const log = pino({ level: settings.logLevel, base: null }, pino.destination({ fd: 2, sync: true }));
  const secrets = loadSecrets({ dataDirectory, given: settings, warn: (message) => log.warn({}, message) });
  const vault = createVault(secrets.masterKeys);

  const database = { databaseUrl, dataDirectory, maxConnections: databaseConnections, log };
  const databaseNote = databaseUrl === null ? `embedded, in ${dataDirectory}` : 'DATABASE_URL';
  const store = await phases.run(
    'database',
    () => openDatabase(database, life),
    () => databaseNote,
  );
  await phases.run(
    'migrations',
    () => migrate(store, migrations),
    (applied) => `${applied.length} new`,
  );
  const statements = createStatements(store.db);
  const newId = createIds({ clock, random: randomBytes });
  const admin: AdminDeps = { statements, vault, newId, clock, random: randomBytes };

  const roots = [catalogDirectory, ...settings.catalogDirectories].map(labelled);
  const catalog = { statements, newId, clock, log };
  const { watch } = await phases.run(
    'catalog',
    () => openCatalog(catalog, { roots }),
    ({ summary }) => noteOf(summary),
  );
  life.stops.add('catalog watch', () => watch.stop());
  const { simulatorPort } = settings;
  const demoInput = { catalogDirectory, simulatorPort, token: secrets.demoToken, admin, log };
  const demo = settings.isDemo ? await startDemo(demoInput, { life, phases }) : null;

  const wire = createWire({ userAgent: `sluice/${version}`, allow: allowedAddresses(settings) });
  life.stops.add('wire', () => wire.close());
  const recorder = await createCallRecorder(store, { retentionDays: settings.logRetentionDays, log, clock });
  life.stops.add('call recorder', () => recorder.close());
  const directory = createDirectory({ statements, vault });
  await followChanges({ directory, listener: store, log });
  const calls: CallDeps = {
    directory,
    ports: { send: wire.send, clock, random: Math.random, cursors: vault.cursors },
    limits: { timeoutMs: settings.providerTimeoutMs, maxResponseBytes: settings.maxResponseBytes },
    recorder,
    saveHealth: (health) => statements.integratedAccounts.saveHealth(health),
    log,
  };
  const tokens: AuthenticateDeps = {
    hashesOf: createTokenHashes(vault),
    clock,
    tokenByHash: (hash) => directory.tokens.get(hash),
    hasEnvironment: (id) => directory.environmentIds.get(id),
    operator: {
      tokenHash: vault.hash(secrets.adminToken).toString('hex'),
      defaultEnvironmentId: await ensureDefaultEnvironment(admin),
    },
  };
  const { host, port, maxBodyBytes, corsOrigins } = settings;
  const routes = routesOf({ store, admin, calls });
  const doors = { host, port, version, maxBodyBytes, corsOrigins, routes, tokens, log };
  const url = await phases.run(
    'listen',
    () => openDoors(doors, life),
    (address) => address,
  );
  watch.start();
  const adminTokenAt =
    settings.adminToken === null ? `admin_token in ${secretsFile(dataDirectory)}` : 'SLUICE_ADMIN_TOKEN';
  for (const line of welcomeLines({ url, adminTokenAt, readyMs: performance.now(), demo })) print(line);
}

/** Ports are tried before anything that takes time is started. */
async function checkedSettings(): Promise<Settings> {
  const settings = readSettings(process.env);
  const { host, port, isDemo, simulatorPort } = settings;
  await checkPort({ host, port, setting: 'PORT' });
  if (isDemo) await checkPort({ host: SIMULATOR_HOST, port: simulatorPort, setting: 'SLUICE_SIMULATOR_PORT' });
  return settings;
}

/** The operator's list, and in a demo the simulator's exact address. */
function allowedAddresses({ egressAllow, isDemo, simulatorPort }: Settings): readonly string[] {
  return isDemo ? [...egressAllow, `${SIMULATOR_HOST}:${simulatorPort}`] : egressAllow;
}

function labelled(directory: string): { directory: string; label: string } {
  const path = relative(process.cwd(), directory);
  return { directory, label: path === '' || path.startsWith('..') ? directory : path };
}

function noteOf({ accepted, refused }: LoadSummary): string {
  const integrations = `${accepted.length} ${accepted.length === 1 ? 'integration' : 'integrations'}`;
  return refused.length === 0 ? integrations : `${integrations}; refused, see the log: ${refused.join(', ')}`;
}
