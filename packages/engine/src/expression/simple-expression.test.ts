import assert from 'node:assert/strict';
import { test } from 'node:test';
import jsonata from 'jsonata';
import { compileSimple, NOT_SIMPLE } from './simple-expression.ts';
import type { TreeNode } from './syntax-tree.ts';

const simplify = (text: string) => compileSimple(jsonata(text).ast() as unknown as TreeNode);

const texts = [
  'status = 429',
  'status != 200 or data.ok = false',
  'status >= 400 ? {"message": data.message}',
  'status >= 400 ? data.message : "fine"',
  'data.ok = false ? data.error',
  '(status > 499) and (status < 600)',
  'status = 429 or (status = 403 and "limit" in data.codes)',
  'status <= 200 or data.ok = true ? 1 : 2',
];
const inputs: Record<string, unknown>[] = [
  { status: 200, data: { ok: true, message: 'no' } },
  { status: 200, data: { ok: false, error: 'bad' } },
  { status: 403, data: { codes: ['limit'] } },
  { status: 403, data: [{ ok: false }] },
  { status: 429, data: null },
  { status: 500, data: { message: null } },
  { data: 'text' },
  {},
];

for (const text of texts) {
  test(`without the engine as with it: ${text}`, async () => {
    const simple = simplify(text);
    assert.ok(simple !== null);
    let answered = 0;
    for (const input of inputs) {
      const found = simple(input);
      if (found === NOT_SIMPLE) continue;
      answered += 1;
      assert.deepEqual(found, await jsonata(text).evaluate(input), JSON.stringify(input));
    }
    assert.ok(answered > 1);
  });
}

test('a success is judged without the engine', () => {
  const fine = { status: 200, data: { results: [] } };
  assert.equal(simplify('status >= 400 ? {"status": status}')!(fine), undefined);
  assert.equal(simplify('status = 429 or (status = 403 and "limit" in data.codes)')!(fine), false);
});

test('what needs the engine is left to it', () => {
  for (const text of ['data.{"a": b}', 'a & b', 'status > data.bound', '$exists(a)', 'a ?: b', 'a or b']) {
    assert.equal(simplify(text), null, text);
  }
  assert.equal(simplify('data.ok = false')!({ data: [{ ok: false }] }), NOT_SIMPLE);
  assert.equal(simplify('status >= 400')!({ status: '500' }), NOT_SIMPLE);
  assert.equal(simplify('status >= 400 ? {"a": 1}')!({ status: 500 }), NOT_SIMPLE);
});
