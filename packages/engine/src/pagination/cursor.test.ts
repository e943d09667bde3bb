/** Sealed cursors: what goes in comes out, for its owner alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SluiceError } from '../terms/index.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { seal } from './fixtures/walk.ts';
import { startGuard } from './guard.ts';

const codeIs = (code: string) => (error: unknown) => error instanceof SluiceError && error.code === code;
const position = { kind: 'cursor', cursor: 'a/b+c=é', size: 100 };
const guard = { pages: 3, seen: ['0000000a', 'zzzzzzzz'], page: '12345678' };

test('position and guard survive', () => {
  const cursor = writeCursor(seal, { binding: 'acc|contacts', position, guard });
  assert.match(cursor, /^[\w.~-]+$/);
  assert.deepEqual(readCursor(seal, { binding: 'acc|contacts', cursor }), { position, guard });
  const fresh = writeCursor(seal, { binding: '', position: {}, guard: startGuard() });
  assert.deepEqual(readCursor(seal, { binding: '', cursor: fresh }), { position: {}, guard: startGuard() });
});

test('a cursor of another account, resource or query is foreign', () => {
  const cursor = writeCursor(seal, { binding: 'acc|contacts', position, guard });
  assert.throws(() => readCursor(seal, { binding: 'acc2|contacts', cursor }), codeIs('cursor.foreign'));
});

test('garbage, changed cursors and sealed text of another kind are invalid', () => {
  const cursor = writeCursor(seal, { binding: 'a', position, guard });
  const sealed = [
    [],
    {},
    null,
    'text',
    ['x', {}, 1, 'short', ''],
    [1, {}, 1, '', ''],
    ['x', [], 1, '', ''],
    ['x', {}, '1', '', ''],
    ['x', {}, 1, '', 2],
  ];
  const bad = [
    '',
    'abc',
    `${cursor}x`,
    `A${cursor}`,
    seal.seal('no json'),
    ...sealed.map((each) => seal.seal(JSON.stringify(each))),
  ];
  for (const text of bad)
    assert.throws(() => readCursor(seal, { binding: 'a', cursor: text }), codeIs('cursor.invalid'), text);
});

test('a cursor late in a listing stays short', () => {
  const cursor = writeCursor(
    { seal: (text) => text, open: (text) => text },
    { binding: 'a', position, guard: { ...guard, seen: Array.from({ length: 16 }, () => 'abcdefgh') } },
  );
  assert.ok(cursor.length < 256, String(cursor.length));
});
