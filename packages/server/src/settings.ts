/**
 * Every setting of the server: environment variables -> one frozen object. The table below is all there is to know about
 * them; `docs/reference/settings.md` is generated from it. Reads no file and starts nothing.
 */
import { resolve } from 'node:path';
import { SluiceError } from '@sluice/engine/terms';
import { parseMasterKeys } from './adapters/vault/master-keys.ts';
import type { MasterKey } from './adapters/vault/vault.ts';
import { parseAllowEntry } from './adapters/wire/egress-allow.ts';

export interface SettingSpec<Value = unknown> {
  readonly name: string;
  readonly unit: string | null;
  /** As documented; the value itself comes from `fallback`. */
  readonly default: string;
  readonly reason: string;
  /** Never shown, not even when it is wrong. */
  readonly secret: boolean;
  /** What may stand there, for the message about what does not. */
  readonly allowed: string;
  /** Undefined for a value that is not allowed. */
  readonly parse: (text: string) => Value | undefined;
  /** The value when none is given; sees the settings above it. */
  readonly fallback: (known: Partial<Settings>) => Value;
}

export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataDirectory: string;
  /** Null: the embedded database. */
  readonly databaseUrl: string | null;
  readonly databaseConnections: number;
  /** Null: generated once and kept in the data directory. */
  readonly masterKeys: readonly MasterKey[] | null;
  readonly adminToken: string | null;
  readonly isDemo: boolean;
  readonly demoToken: string | null;
  readonly simulatorPort: number;
  readonly catalogDirectories: readonly string[];
  readonly egressAllow: readonly string[];
  readonly providerTimeoutMs: number;
  readonly maxBodyBytes: number;
  readonly maxResponseBytes: number;
  readonly corsOrigins: readonly string[];
  readonly logLevel: string;
  readonly logRetentionDays: number;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const LONGEST_TIMER_MS = 2_147_483_647;
const MEBIBYTE = 1024 * 1024;
const switches: Readonly<Record<string, boolean>> = {
  on: true,
  true: true,
  '1': true,
  off: false,
  false: false,
  '0': false,
};

type Rule<Value> = Pick<SettingSpec<Value>, 'allowed' | 'parse'>;

const wholeNumber = (from: number, to: number): Rule<number> => ({
  allowed: `a whole number from ${from} to ${to}`,
  parse: (text) => (/^\d+$/.test(text) && Number(text) >= from && Number(text) <= to ? Number(text) : undefined),
});

const token: Rule<string> = {
  allowed: 'at least 16 characters of A-Z a-z 0-9 - . _ ~ + /',
  parse: (text) => (/^[A-Za-z0-9._~+/-]{16,512}=*$/.test(text) ? text : undefined),
};

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

const table: { readonly [Key in keyof Settings]: SettingSpec<Settings[Key]> } = {
  port: {
    name: 'PORT',
    unit: 'TCP port',
    default: '4400',
    reason: 'Where the API listens. Without the SLUICE_ prefix since hosting platforms set it under this name.',
    secret: false,
    ...wholeNumber(1, 65_535),
    fallback: () => 4400,
  },
  host: {
    name: 'SLUICE_HOST',
    unit: 'address or host name',
    default: '127.0.0.1',
    reason: 'The interface to listen on. This machine only, until the operator says otherwise (0.0.0.0 or :: for all).',
    secret: false,
    allowed: 'an IP address or a host name',
    parse: (text) => (/^[a-z0-9_.:-]+$/i.test(text) ? text : undefined),
    fallback: () => '127.0.0.1',
  },
  dataDirectory: {
    name: 'SLUICE_DATA_DIR',
    unit: 'directory',
    default: './data',
    reason: 'Holds the embedded database and generated secrets; made if it is missing. Back it up whole.',
    secret: false,
    allowed: 'a path',
    parse: (text) => resolve(text),
    fallback: () => resolve('data'),
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    unit: 'URL',
    default: 'none: the embedded PostgreSQL',
    reason: 'A PostgreSQL of your own, needed as soon as there is more than one server process.',
    secret: true,
    allowed: 'postgres://user:password@host:port/database',
    parse: (text) => (/^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? '') ? text : undefined),
    fallback: () => null,
  },
  databaseConnections: {
    name: 'SLUICE_DATABASE_CONNECTIONS',
    unit: 'connections',
    default: '10',
    reason: 'Most connections of this process. Calls need none in steady state, so few are enough.',
    secret: false,
    ...wholeNumber(2, 90),
    fallback: () => 10,
  },
  masterKeys: {
    name: 'SLUICE_MASTER_KEY',
    unit: 'id:base64 of 32 bytes, several divided by commas',
    default: 'generated into the data directory',
    reason:
      'Seals every secret at rest. The first key seals, all open: put a new one in front to rotate. Losing it loses the accounts.',
    secret: true,
    allowed: 'id:base64 (32 bytes), several divided by commas; make one with: echo "k1:$(openssl rand -base64 32)"',
    parse: parseMasterKeys,
    fallback: () => null,
  },
  adminToken: {
    name: 'SLUICE_ADMIN_TOKEN',
    unit: null,
    default: 'generated into the data directory',
    reason: 'Token of the operator: every scope in every environment. At least 16 characters.',
    secret: true,
    ...token,
    fallback: () => null,
  },
  isDemo: {
    name: 'SLUICE_DEMO',
    unit: 'on or off',
    default: 'on, unless DATABASE_URL is set',
    reason: 'Starts the provider simulator and an environment with connected accounts, to try things out.',
    secret: false,
    allowed: 'on, off, true, false, 1, 0',
    parse: (text) => switches[text.toLowerCase()],
    fallback: ({ databaseUrl }) => databaseUrl === null,
  },
  demoToken: {
    name: 'SLUICE_DEMO_TOKEN',
    unit: null,
    default: 'generated into the data directory',
    reason: 'The API token of the demo environment. At least 16 characters.',
    secret: true,
    ...token,
    fallback: () => null,
  },
  simulatorPort: {
    name: 'SLUICE_SIMULATOR_PORT',
    unit: 'TCP port',
    default: 'PORT + 1',
    reason: 'Where the provider simulator of the demo listens, on 127.0.0.1.',
    secret: false,
    ...wholeNumber(1, 65_535),
    fallback: ({ port = 4400 }) => (port === 65_535 ? port - 1 : port + 1),
  },
  catalogDirectories: {
    name: 'SLUICE_CATALOG_DIRS',
    unit: 'directories divided by commas',
    default: 'none',
    reason:
      'More catalogs beside the one that comes along, or single integration folders. Watched: a change is live within 2 seconds.',
    secret: false,
    allowed: 'paths divided by commas',
    parse: (text) => listOf(text).map((path) => resolve(path)),
    fallback: () => [],
  },
  egressAllow: {
    name: 'SLUICE_EGRESS_ALLOW',
    unit: 'hosts, host:port, addresses or CIDR ranges, divided by commas',
    default: 'none',
    reason:
      'Private addresses are refused, so that no configuration can reach into your network; list those that are meant to be reached.',
    secret: false,
    allowed: 'host, host:port, address, [IPv6]:port or CIDR range, divided by commas',
    parse: (text) => (listOf(text).every((entry) => parseAllowEntry(entry) !== null) ? listOf(text) : undefined),
    fallback: () => [],
  },
  providerTimeoutMs: {
    name: 'SLUICE_PROVIDER_TIMEOUT_MS',
    unit: 'milliseconds',
    default: '60000',
    reason:
      'From the first byte sent to a provider to the last byte read. A method can ask for less or more with timeout_ms.',
    secret: false,
    ...wholeNumber(100, LONGEST_TIMER_MS),
    fallback: () => 60_000,
  },
  maxBodyBytes: {
    name: 'SLUICE_MAX_BODY_BYTES',
    unit: 'bytes',
    default: '10485760 (10 MiB)',
    reason: 'Largest request body taken from a caller; it is held in memory.',
    secret: false,
    ...wholeNumber(1024, 1024 * MEBIBYTE),
    fallback: () => 10 * MEBIBYTE,
  },
  maxResponseBytes: {
    name: 'SLUICE_MAX_RESPONSE_BYTES',
    unit: 'bytes',
    default: '52428800 (50 MiB)',
    reason: 'Largest answer taken from a provider, decompressed; it is held in memory unless it is passed through.',
    secret: false,
    ...wholeNumber(1024, 1024 * MEBIBYTE),
    fallback: () => 50 * MEBIBYTE,
  },
  corsOrigins: {
    name: 'SLUICE_CORS_ORIGINS',
    unit: 'origins divided by commas',
    default: 'none: browsers of other origins cannot call',
    reason: 'Tokens do not belong in browsers; open this only for pages of your own.',
    secret: false,
    allowed: 'origins such as https://app.example.com, divided by commas',
    parse: (text) => (listOf(text).every((entry) => URL.parse(entry)?.origin === entry) ? listOf(text) : undefined),
    fallback: () => [],
  },
  logLevel: {
    name: 'SLUICE_LOG_LEVEL',
    unit: null,
    default: 'info',
    reason: 'How much goes to the log (JSON lines on stderr, metadata only).',
    secret: false,
    allowed: logLevels.join(', '),
    parse: (text) => (logLevels.includes(text) ? text : undefined),
    fallback: () => 'info',
  },
  logRetentionDays: {
    name: 'SLUICE_LOG_RETENTION_DAYS',
    unit: 'days',
    default: '30',
    reason: 'How long rows of the request log (metadata of calls) are kept.',
    secret: false,
    ...wholeNumber(1, 3650),
    fallback: () => 30,
  },
};

/** Every setting, for the reference and for checks. */
export const settingSpecs: readonly SettingSpec[] = Object.values(table);

/** Throws `settings.invalid` naming every wrong value and unknown name at once; `details.findings` has them one by one. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const findings = unknownNames(environment);
  const settings: Record<string, unknown> = {};
  for (const [key, spec] of Object.entries(table) as [keyof Settings, SettingSpec][]) {
    const text = environment[spec.name]?.trim();
    // An empty variable counts as not given: compose files leave them so.
    const value = text === undefined || text === '' ? spec.fallback(settings as Partial<Settings>) : spec.parse(text);
    if (value === undefined)
      findings.push(
        `${spec.name}: found ${spec.secret ? 'a value (not shown)' : JSON.stringify(text)}, allowed: ${spec.allowed}`,
      );
    settings[key] = value;
  }
  if (findings.length === 0) return Object.freeze(settings as unknown as Settings);
  throw new SluiceError('settings.invalid', `Settings (environment variables) are wrong:\n  ${findings.join('\n  ')}`, {
    details: { findings },
  });
}

function unknownNames(environment: Readonly<Record<string, string | undefined>>): string[] {
  const known = settingSpecs.map(({ name }) => name);
  return Object.keys(environment)
    .filter((name) => name.startsWith('SLUICE_') && !known.includes(name))
    .map((name) => `${name}: no such setting, did you mean ${nearest(name, known)}?`);
}

/** The known name that shares the longest beginning and end. */
function nearest(name: string, known: readonly string[]): string {
  const likeness = (other: string): number => {
    let start = 0;
    while (start < other.length && name[start] === other[start]) start += 1;
    let end = 0;
    while (end < other.length - start && name.at(-1 - end) === other.at(-1 - end)) end += 1;
    return start + end;
  };
  return known.reduce((best, next) => (likeness(next) > likeness(best) ? next : best));
}
