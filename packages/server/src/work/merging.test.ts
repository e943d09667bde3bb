import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mask } from '@sluice/engine';
import { keepMasked, splitSecrets } from './masking.ts';
import { patchDocument, withoutEmpty } from './merging.ts';

test('a patch merges deeply and null removes', () => {
  assert.deepEqual(patchDocument({ a: { b: 1, c: 2 }, d: 3 }, { a: { b: null }, e: 4 }), { a: { c: 2 }, d: 3, e: 4 });
  assert.deepEqual(patchDocument({ a: 1 }, null), {});
});

test('$replace takes the place of the whole, with nulls of its own', () => {
  assert.deepEqual(patchDocument({ a: 1 }, { $replace: { headers: { x: null } } }), { headers: { x: null } });
});

test('a mask written back keeps what is stored, also inside $replace', () => {
  const stored = { api_key: 's3cret', nested: [{ token: 't1' }] };
  assert.deepEqual(patchDocument(stored, { api_key: mask, other: 1 }), { ...stored, other: 1 });
  assert.deepEqual(patchDocument(stored, { $replace: { api_key: mask } }), { api_key: 's3cret' });
  assert.deepEqual(keepMasked([{ token: mask }], stored.nested), [{ token: 't1' }]);
});

test('a mask with nothing behind it is refused', () => {
  assert.throws(() => patchDocument({}, { api_key: mask }), { code: 'request.invalid_body' });
});

test('secrets are split off with their places, the rest stays readable', () => {
  const isSecret = (path: readonly string[]) => path.at(-1) === 'access_token';
  const whole = { region: 'eu', oauth: { token: { access_token: 'x', expires_in: 5 } } };
  assert.deepEqual(splitSecrets(whole, isSecret), {
    open: { region: 'eu', oauth: { token: { expires_in: 5 } } },
    secret: { oauth: { token: { access_token: 'x' } } },
  });
  assert.deepEqual(splitSecrets({ oauth: { access_token: 'x' } }, isSecret).open, {});
});

test('what removals leave empty goes too', () => {
  assert.deepEqual(withoutEmpty({ crm: { contacts: {} }, x: [], y: null }), { x: [], y: null });
});
