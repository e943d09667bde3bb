import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCache } from './cache.ts';

/** A look-up whose answers the test gives by hand. */
function byHand() {
  const asked: { key: string; answer: (value: string) => void; fail: (error: Error) => void }[] = [];
  const load = (key: string) => new Promise<string>((answer, fail) => asked.push({ key, answer, fail }));
  return { asked, cache: createCache({ max: 3, load }) };
}

test('a value is loaded once, callers share the load, later ones get it at once', async () => {
  const { asked, cache } = byHand();
  const both = Promise.all([cache.get('a'), cache.get('a')]);
  assert.equal(asked.length, 1);
  asked[0]!.answer('one');
  assert.deepEqual(await both, ['one', 'one']);
  assert.equal(cache.get('a'), 'one');
});

test('a load that a drop overtook is not kept, and callers after the drop do not get it', async () => {
  const { asked, cache } = byHand();
  const early = cache.get('a');
  cache.drop('a');
  const late = cache.get('a');
  assert.equal(asked.length, 2);
  asked[0]!.answer('old');
  asked[1]!.answer('new');
  assert.equal(await early, 'old');
  assert.equal(await late, 'new');
  assert.equal(cache.get('a'), 'new');
});

test('dropping by value also forgets loads under way', async () => {
  const { asked, cache } = byHand();
  const first = cache.get('a');
  asked[0]!.answer('x');
  await first;
  const under = cache.get('b');
  cache.dropWhere((value) => value === 'x');
  asked[1]!.answer('y');
  await under;
  void cache.get('a');
  void cache.get('b');
  assert.equal(asked.length, 4);
});

test('a failed load is not kept', async () => {
  const { asked, cache } = byHand();
  const failing = cache.get('a') as Promise<string>;
  asked[0]!.fail(new Error('gone'));
  await assert.rejects(failing);
  void cache.get('a');
  assert.equal(asked.length, 2);
});
