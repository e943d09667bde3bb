/** `npm run simulator`: the simulator alone, one mount per simulated integration, for trying a client of one's own. Prints how to reach it. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SluiceError } from '@sluice/engine';
import { presentedBy, schemesOf } from '../authorization-check.ts';
import type { CatalogEntry } from '../blueprint/blueprint.ts';
import { controlRoutes } from '../control/control-api.ts';
import { faultKinds } from '../faults.ts';
import { listen, type Listening } from '../listen.ts';
import { createSimulator } from '../simulator.ts';
import type { MountInput } from '../terms.ts';
import { loadCatalog } from './catalog-folders.ts';
import { chooseMethod, inventCredentials } from './invented-credentials.ts';

export interface CommandInput {
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly print: (line: string) => void;
}

const usage = `npm run simulator -- [--port 4401] [--host 127.0.0.1] [--catalog DIRECTORY]... [--integration SLUG]... [--latency MS] [--no-rate-limit]
--catalog takes the place of the catalog that comes with Sluice and of SLUICE_CATALOG_DIRS (directories divided by commas).
SLUICE_SIMULATOR_PORT is the port without --port.`;

const builtIn = fileURLToPath(new URL('../../../../catalog', import.meta.url));

const options = {
  port: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  catalog: { type: 'string', multiple: true },
  integration: { type: 'string', multiple: true },
  latency: { type: 'string', default: '0' },
  'no-rate-limit': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Null when only the usage was asked for. Rejects with `settings.invalid` or `catalog.refused`. */
export async function startCommand({ flags, environment, print }: CommandInput): Promise<Listening | null> {
  const { values } = parseArgs({ args: [...flags], options });
  if (values.help) {
    print(usage);
    return null;
  }
  const catalog = await loadCatalog(
    values.catalog ?? [builtIn, ...(environment['SLUICE_CATALOG_DIRS']?.split(',').filter((one) => one !== '') ?? [])],
  );
  const simulator = createSimulator({ catalog, clock: Date.now, latencyMs: readNumber('--latency', values.latency) });
  const port = readNumber('--port', values.port ?? environment['SLUICE_SIMULATOR_PORT'] ?? '4401');
  const listening = await listen(simulator, { host: values.host, port });
  print(`Simulator at ${listening.origin}`);
  for (const slug of values.integration ?? Object.keys(catalog)) {
    const input = mountInput(slug, catalog[slug]);
    const summary = simulator.mount(values['no-rate-limit'] ? { ...input, rateLimit: null } : input);
    print(`\n${slug}: ${listening.origin}${summary.base_path}`);
    for (const line of await credentialLines(input, catalog[slug]!)) print(line);
  }
  print(`\nControl (from this machine only):`);
  for (const [verb, path] of controlRoutes) print(`  ${verb.padEnd(6)} ${listening.origin}/_control${path}`);
  print(`  faults: [{"route": "*", "kind": ...}] with kind one of ${faultKinds.join(', ')}`);
  return listening;
}

/** Like `startCommand`, and stops cleanly on a signal; a mistake ends the process with a sentence instead of a stack. */
export async function runCommand(input: CommandInput): Promise<void> {
  try {
    const listening = await startCommand(input);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void listening?.close());
  } catch (error) {
    process.exitCode = 1;
    input.print(sentenceFor(error));
  }
}

function mountInput(slug: string, entry: CatalogEntry | undefined): MountInput {
  const method = entry === undefined ? null : chooseMethod(entry.integration);
  const credentials = entry === undefined ? {} : inventCredentials(entry.integration, method);
  return { name: slug, integration: slug, credentials, authenticationMethod: method };
}

async function credentialLines(input: MountInput, { integration }: CatalogEntry): Promise<readonly string[]> {
  const { headers, query } = await presentedBy(schemesOf(integration, input.authenticationMethod), input);
  return [
    ...headers.map(([name, value]) => `  ${name}: ${value}`),
    ...query.map(([name, value]) => `  ?${name}=${value}`),
  ];
}

function readNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new SluiceError('settings.invalid', `${name} is ${JSON.stringify(text)}; it takes a whole number.`);
}

function sentenceFor(error: unknown): string {
  if (error instanceof SluiceError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `The port is in use: ${message}. Take another with --port.`;
  if (code?.startsWith('ERR_PARSE_ARGS') === true) return `${message}\n${usage}`;
  throw error;
}
