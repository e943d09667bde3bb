import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkHeaderValue } from './header-value.ts';

test('header values: what passes', () => {
  for (const value of ['', 'Bearer a.b-c', 'a\tb', 'caf\u00e9'])
    assert.equal(checkHeaderValue('x', value, null), value);
});

test('header values: what would end the header or cannot be sent', () => {
  const place = { level: 'base', source: 'x.yaml', field: 'headers.x' } as const;
  for (const value of ['a\r\nb: c', 'a\nb', 'a\u0000', '漢']) {
    assert.throws(() => checkHeaderValue('x', value, place), { code: 'config.invalid' });
  }
});
