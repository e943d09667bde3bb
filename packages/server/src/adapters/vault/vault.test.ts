/** The vault: what opens, what must not, and that rotating the master key breaks nothing that was sealed before. */
import { randomBytes } from 'node:crypto';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createVault } from './vault.ts';

const first = { id: 'k1', key: randomBytes(32) };
const second = { id: 'k2', key: randomBytes(32) };
const about = 'integrated_account/credentials/a1';

test('opens what it sealed, for the place it was sealed for', () => {
  const vault = createVault([first]);
  const sealed = vault.seal('{"token":"ключ"}', about);
  assert.equal(vault.open(sealed, about), '{"token":"ключ"}');
  assert.throws(() => vault.open(sealed, 'integrated_account/credentials/a2'), { code: 'vault.cannot_open' });
});

test('seals the same text differently every time and shows none of it', () => {
  const vault = createVault([first]);
  const sealed = vault.seal('a very visible secret', about);
  assert.notDeepEqual(sealed, vault.seal('a very visible secret', about));
  assert.equal(sealed.includes('visible'), false);
});

test('refuses a value in which any single byte was changed', () => {
  const vault = createVault([first]);
  const sealed = vault.seal('x', about);
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed);
    changed[index]! ^= 1;
    assert.throws(() => vault.open(changed, about), { code: 'vault.cannot_open' }, `byte ${index}`);
  }
});

test('refuses a value that was cut short', () => {
  const vault = createVault([first]);
  const sealed = vault.seal('', about);
  assert.equal(vault.open(sealed, about), '');
  for (const length of [0, 1, 2, 20, sealed.length - 1]) {
    assert.throws(() => vault.open(sealed.subarray(0, length), about), { code: 'vault.cannot_open' });
  }
});

test('after a rotation the new key seals and the old one still opens', () => {
  const old = createVault([first]).seal('kept', about);
  const rotated = createVault([second, first]);
  assert.equal(rotated.open(old, about), 'kept');
  const fresh = rotated.seal('new', about);
  assert.equal(createVault([second]).open(fresh, about), 'new');
  assert.throws(() => createVault([first]).open(fresh, about), { code: 'vault.cannot_open' });
});

test('hashes are keyed, steady, and findable after a rotation', () => {
  const before = createVault([first]).hash('token');
  const rotated = createVault([second, first]);
  assert.deepEqual(createVault([first]).hash('token'), before);
  assert.notDeepEqual(rotated.hash('token'), before);
  assert.deepEqual(rotated.hashes('token'), [rotated.hash('token'), before]);
  assert.equal(before.length, 32);
});

test('cursors open until one character is changed, and with the old key after a rotation', () => {
  const { cursors } = createVault([first]);
  const cursor = cursors.seal('{"page":2}');
  assert.match(cursor, /^[A-Za-z0-9_-]+$/);
  assert.equal(cursors.open(cursor), '{"page":2}');
  assert.equal(createVault([second, first]).cursors.open(cursor), '{"page":2}');
  assert.equal(createVault([second]).cursors.open(cursor), null);
  const flipped = cursor.slice(0, 30) + (cursor[30] === 'A' ? 'B' : 'A') + cursor.slice(31);
  for (const wrong of ['', 'abc', 'not a cursor', `${cursor} `, `${cursor}=`, cursor.slice(0, -2), flipped]) {
    assert.equal(cursors.open(wrong), null, wrong);
  }
});

test('refuses keys that cannot work', () => {
  assert.throws(() => createVault([]), { code: 'settings.invalid' });
  assert.throws(() => createVault([first, { ...second, id: 'k1' }]), { code: 'settings.invalid' });
  assert.throws(() => createVault([{ id: 'k1', key: randomBytes(16) }]), { code: 'settings.invalid' });
  assert.throws(() => createVault([{ id: '', key: randomBytes(32) }]), { code: 'settings.invalid' });
});
