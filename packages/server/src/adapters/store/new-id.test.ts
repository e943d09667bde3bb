import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIds } from './new-id.ts';

test('ids are UUIDs of version 7 that sort by time', () => {
  let now = Date.UTC(2030, 0, 1);
  const newId = createIds({ clock: () => now, random: (bytes) => new Uint8Array(bytes).fill(0xff) });
  const first = newId();
  now += 1;
  const second = newId();
  assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(first < second);
});
