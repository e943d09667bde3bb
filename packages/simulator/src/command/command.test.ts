import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { SluiceError } from '@sluice/engine';
import { inventEntry, token } from '../fixtures/invented-provider.ts';
import { startCommand } from './command.ts';

async function catalogWith(context: TestContext, simulation: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'simulator-'));
  context.after(() => rm(directory, { recursive: true }));
  const folder = join(directory, 'integrations', 'invented');
  await mkdir(folder, { recursive: true });
  await mkdir(join(directory, 'integrations', 'without-simulation'));
  await writeFile(join(folder, 'integration.yaml'), JSON.stringify(inventEntry().integration));
  await writeFile(join(folder, 'simulation.yaml'), simulation);
  return directory;
}

test('alone: mounts what is simulated and prints how to reach it', async (context) => {
  const directory = await catalogWith(context, JSON.stringify(inventEntry().simulation));
  const lines: string[] = [];
  const listening = await startCommand({
    flags: ['--port', '0', '--catalog', directory],
    environment: {},
    print: (line) => lines.push(line),
  });
  assert.ok(listening !== null);
  context.after(() => listening.close());
  const text = lines.join('\n');
  assert.ok(text.includes(`invented: ${listening.origin}/invented/api/v1`));
  const authorization = /authorization: (.+)/.exec(text)?.[1];
  assert.equal(authorization, `Bearer ${token.replace('simulated-access-token', 'simulated-access_token')}`);
  const response = await fetch(`${listening.origin}/invented/api/v1/things`, {
    headers: { authorization: authorization! },
  });
  assert.equal(response.status, 200);
  await response.text();
});

test('a folder with errors is refused, with file and line', async (context) => {
  const directory = await catalogWith(context, 'collections: {}\nroutes: {}\nroute_typo: 1\n');
  await assert.rejects(
    startCommand({ flags: ['--catalog', directory], environment: {}, print: () => undefined }),
    (error) =>
      error instanceof SluiceError && error.code === 'catalog.refused' && /simulation\.yaml:3:/.test(error.message),
  );
});

test('a flag that is no number is refused', async () => {
  await assert.rejects(
    startCommand({ flags: ['--port', 'many', '--catalog', tmpdir()], environment: {}, print: () => undefined }),
    (error) => error instanceof Error,
  );
});

test('help only prints', async () => {
  const lines: string[] = [];
  assert.equal(await startCommand({ flags: ['--help'], environment: {}, print: (line) => lines.push(line) }), null);
  assert.match(lines.join(), /--port/);
});
