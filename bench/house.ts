/** Sluice as its operator would run it, in a directory of its own, with accounts that point at the provider of the benches. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawnMeasured, type Measured } from './processes/spawn.ts';

const root = resolve(import.meta.dirname, '..');
const adminToken = 'admin-token-of-the-benches';

export interface House {
  readonly process: Measured;
  readonly url: string;
  /** A data token, as an application would hold. */
  readonly token: string;
  /** Ids of the accounts, by the names given. */
  readonly accounts: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface HouseInput {
  readonly name: string;
  /** `127.0.0.1:1234` */
  readonly providerHost: string;
  readonly isDemo?: boolean;
  readonly preload?: readonly string[];
}

export async function openHouse({ name, providerHost, isDemo = false, preload = [] }: HouseInput): Promise<House> {
  const directory = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
  const port = await freePort();
  const process = await spawnMeasured({
    name,
    file: join(root, 'packages/server/start.mjs'),
    cwd: root,
    preload,
    ready: /Ready in \d+ ms/,
    env: {
      PORT: String(port),
      SLUICE_DATA_DIR: directory,
      SLUICE_ADMIN_TOKEN: adminToken,
      SLUICE_DEMO: isDemo ? '1' : '0',
      SLUICE_EGRESS_ALLOW: providerHost,
      SLUICE_LOG_LEVEL: 'warn',
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const close = async (): Promise<void> => {
    await process.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const admin = (path: string, body: unknown): Promise<Record<string, string>> => post(`${url}${path}`, body);
    const token = await admin('/api-token', { name: 'benches', scopes: ['data'] });
    const accounts: Record<string, string> = {};
    for (const [account, body] of Object.entries(accountsAt(`http://${providerHost}`)))
      accounts[account] = (await admin('/integrated-account', body))['id']!;
    return { process, url, token: token['token'] ?? token['secret']!, accounts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** `slow_hubspot` answers after a wait; see `processes/provider.ts`. */
function accountsAt(provider: string): Readonly<Record<string, unknown>> {
  const hubspot = (base_url: string) => ({
    tenant_id: 'bench',
    integration: 'hubspot',
    authentication_method: 'api_key',
    context: { api_key: 'bench-provider-token' },
    integration_override: { base_url },
  });
  return {
    hubspot: hubspot(`${provider}/hub`),
    slow_hubspot: hubspot(`${provider}/slow/hub`),
    salesforce: {
      tenant_id: 'bench',
      integration: 'salesforce',
      authentication_method: 'oauth2',
      context: {
        instance_url: `${provider}/sf`,
        oauth: { token: { access_token: 'bench-provider-token' } },
      },
    },
  };
}

async function post(url: string, body: unknown): Promise<Record<string, string>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`POST ${url} answered ${response.status}: ${text}`);
  return JSON.parse(text) as Record<string, string>;
}

/** One the system had free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
