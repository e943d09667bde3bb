import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closest, editDistance, hintFor } from './suggest.ts';

test('edit distance counts inserts, removals, replacements and swaps', () => {
  assert.equal(editDistance('', 'abc'), 3);
  assert.equal(editDistance('resorces', 'resources'), 1);
  assert.equal(editDistance('formta', 'format'), 1);
  assert.equal(editDistance('kitten', 'sitting'), 3);
});

test('spelling of separators and case does not count', () => {
  assert.equal(closest('cursorField', ['cursor_field', 'cursor_param']), 'cursor_field');
  assert.equal(closest('base-url', ['base_url']), 'base_url');
});

test('nothing is suggested when nothing is near', () => {
  assert.equal(closest('zebra', ['path', 'method']), null);
});

test('without a near word the hint lists what is allowed', () => {
  assert.equal(hintFor('pth', ['path', 'method']), 'did you mean "path"?');
  assert.equal(hintFor('zebra', ['path', 'method']), 'allowed: path, method');
  assert.equal(hintFor('zebra', []), null);
});

test('the beginning of one word means that word', () => {
  assert.equal(hintFor('has_more', ['has_more_field', 'path']), 'did you mean "has_more_field"?');
  assert.equal(
    hintFor('cursor', ['cursor_field_name', 'cursor_parameter']),
    'allowed: cursor_field_name, cursor_parameter',
  );
});
