import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createVault } from '../../adapters/vault/vault.ts';
import { createTokenHashes } from './token-hashes.ts';

test('gives what the vault gives, remembered or not, however many tokens come by', () => {
  const vault = createVault(['new', 'old'].map((id) => ({ id, key: randomBytes(32) })));
  const hashesOf = createTokenHashes(vault);
  const expected = (token: string) => vault.hashes(token).map((hash) => hash.toString('hex'));
  for (let index = 0; index < 1_500; index += 1) hashesOf(`token ${index}`);
  for (const token of ['token 0', 'token 1499', 'token 1499', '']) assert.deepEqual(hashesOf(token), expected(token));
  assert.equal(hashesOf('token 1').length, 2);
});
