/** Generated secrets: made once, kept private, never replaced. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadSecrets, secretsFile, type SecretsInput } from './secrets.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-secrets-'));
after(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
const warnings: string[] = [];
function inputFor(given: Partial<SecretsInput['given']> = {}): SecretsInput {
  count += 1;
  const dataDirectory = join(root, String(count), 'data');
  const nothing = { masterKeys: null, adminToken: null, demoToken: null };
  return { dataDirectory, given: { ...nothing, ...given }, warn: (message) => void warnings.push(message) };
}

test('makes secrets once, in a file only its owner can read', () => {
  const input = inputFor();
  const first = loadSecrets(input);
  assert.deepEqual(loadSecrets(input), first);
  const file = secretsFile(input.dataDirectory);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(input.dataDirectory).mode & 0o066, 0);
  assert.notEqual(first.adminToken, first.demoToken);
  assert.equal(first.masterKeys[0]!.key.length, 32);
  assert.ok(readFileSync(file, 'utf8').includes(first.adminToken));
});

test('writes no file when everything is given', () => {
  const given = {
    masterKeys: [{ id: 'k', key: Buffer.alloc(32) }],
    adminToken: 'a'.repeat(20),
    demoToken: 'd'.repeat(20),
  };
  const input = inputFor(given);
  assert.deepEqual(loadSecrets(input), given);
  assert.equal(existsSync(secretsFile(input.dataDirectory)), false);
});

test('adds what is missing and keeps what is there', () => {
  const given = { adminToken: 'a'.repeat(20) };
  const input = inputFor(given);
  const first = loadSecrets(input);
  assert.equal(first.adminToken, given.adminToken);
  const later = loadSecrets({ ...input, given: { ...input.given, adminToken: null } });
  assert.deepEqual(later.masterKeys, first.masterKeys);
  assert.equal(later.demoToken, first.demoToken);
  assert.notEqual(later.adminToken, given.adminToken);
  assert.deepEqual(loadSecrets({ ...input, given: { ...input.given, adminToken: null } }), later);
});

test('makes a file private that others could read, and says so', () => {
  const input = inputFor();
  loadSecrets(input);
  const file = secretsFile(input.dataDirectory);
  chmodSync(file, 0o644);
  warnings.length = 0;
  loadSecrets(input);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(warnings.length, 1);
});

test('refuses a damaged file without showing it or replacing it', () => {
  const input = inputFor();
  loadSecrets(input);
  const file = secretsFile(input.dataDirectory);
  for (const text of ['{"master_key": "hunter2', '[]', '{"master_key": "hunter2"}']) {
    writeFileSync(file, text);
    assert.throws(
      () => loadSecrets(input),
      (error: { code: string; message: string }) =>
        error.code === 'settings.invalid' && !error.message.includes('hunter2'),
    );
    assert.equal(readFileSync(file, 'utf8'), text);
  }
});
