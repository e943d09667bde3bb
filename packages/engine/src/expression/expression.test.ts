import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Place, Run, Scope } from '../terms/index.ts';
import { compileExpression } from './expression.ts';

const place: Place = {
  level: 'base',
  source: 'catalog/integrations/acme/mappings/crm.yaml',
  field: 'response_mapping',
};
const run: Run = { nowMs: Date.parse('2024-03-10T08:00:00Z'), random: () => 0.25 };
const evaluate = async (text: string, input: Scope = {}): Promise<unknown> =>
  compileExpression(text, place).evaluate(input, run);

const nested = `
  (
    {
      "id": response.id.$string(),
      "first_name": response.properties.firstname,
      "email_addresses": [
        response.properties.email ? { "email": response.properties.email, "is_primary": true }
      ]
    }
  )`;
const flat = `response.{
  "id": Id.$string(),
  "first_name": FirstName,
  "phone_numbers": $filter([
    { "number": Phone, "type": "phone" },
    { "number": MobilePhone, "type": "mobile" }
  ], function($v) { $v.number }),
  "custom_fields": $sift($, function($v, $k) { $k ~> /__c$/i and $boolean($v) })
}`;

describe('published mappings', () => {
  test('nested properties', async () => {
    const response = { id: 5, properties: { firstname: 'Ann', email: 'ann@example.com' } };
    assert.deepEqual(await evaluate(nested, { response }), {
      id: '5',
      first_name: 'Ann',
      email_addresses: [{ email: 'ann@example.com', is_primary: true }],
    });
    assert.deepEqual(await evaluate(nested, { response: { id: 6, properties: {} } }), { id: '6', email_addresses: [] });
  });

  test('custom fields and numbers, two of them and one', async () => {
    const record = { Id: 'a', FirstName: 'Ann', Phone: '1', MobilePhone: '2', Tier__c: 'gold', Empty__c: null };
    assert.deepEqual(await evaluate(flat, { response: record }), {
      id: 'a',
      first_name: 'Ann',
      phone_numbers: [
        { number: '1', type: 'phone' },
        { number: '2', type: 'mobile' },
      ],
      custom_fields: { Tier__c: 'gold' },
    });
    const one = (await evaluate(flat, { response: { Id: 'b', Phone: '1', MobilePhone: null } })) as Scope;
    assert.deepEqual(one['phone_numbers'], { number: '1', type: 'phone' });
    assert.equal('custom_fields' in one, false);
  });

  test('an override of one field', async () => {
    const input = { response: { Id: '1', Territory__c: 'North' } };
    assert.deepEqual(await evaluate('response.{"territory": Territory__c}', input), { territory: 'North' });
  });

  test('a page mapped by a function', async () => {
    const results = [
      { id: 1, amount: 2 },
      { id: 3, amount: 4 },
    ];
    const text = "$map(results, function($v) { { 'id': $v.id, 'value': $v.amount } })";
    assert.deepEqual(await evaluate(text, { results }), [
      { id: 1, value: 2 },
      { id: 3, value: 4 },
    ]);
  });
});

describe("the instant and randomness are the call's", () => {
  const bound: [text: string, value: unknown][] = [
    ['$millis()', run.nowMs],
    ['$now()', '2024-03-10T08:00:00.000Z'],
    ['$now("[H01]:[m01]", "+0530")', '13:30'],
    ['$toMillis("10:30", "[H]:[m]")', Date.parse('2024-03-10T10:30:00Z')],
    ['$random()', 0.25],
    ['$shuffle([1, 2, 3, 4])', [4, 3, 1, 2]],
    ['$uuid()', '44444444-4444-4444-8444-444444444444'],
    ['$dtFromFormat("10:30", "HH:mm").toISO()', '2024-03-10T10:30:00.000Z'],
  ];
  for (const [text, value] of bound) test(text, async () => assert.deepEqual(await evaluate(text), value));

  test('overlapping evaluations of one expression keep their own', async () => {
    const expression = compileExpression('$sum([1..20].($millis() * 0)) + $millis()', place);
    const instants = [1_000, 2_000, 3_000];
    const results = await Promise.all(instants.map((nowMs) => expression.evaluate({}, { ...run, nowMs })));
    assert.deepEqual(results, instants);
  });
});

describe('results are plain JSON', () => {
  const plain: [text: string, value: unknown][] = [
    ['[1..3]', [1, 2, 3]],
    ['a.b[]', [1]],
    ['{ "f": function($x) { $x }, "n": 1 }', { n: 1 }],
    ['function($x) { $x }', undefined],
    ['$sum', undefined],
    ['[$sum, 1]', [null, 1]],
    ['{ "at": $dtFromIso("2024-03-10") }', { at: '2024-03-10T00:00:00.000Z' }],
    ['"on " & $dtFromIso("2024-03-10")', 'on 2024-03-10T00:00:00.000Z'],
    ['$keys({ "__proto__": 1 })', '__proto__'],
  ];
  for (const [text, value] of plain) {
    test(text, async () => {
      const result = await evaluate(text, { a: { b: [1] } });
      assert.deepEqual(result, value);
      if (typeof result !== 'object' || result === null) return;
      assert.equal(Object.getPrototypeOf(result), Array.isArray(result) ? Array.prototype : Object.prototype);
      if (Array.isArray(result)) assert.deepEqual(Object.keys(result), Object.keys([...result]));
    });
  }

  test('a key named __proto__ is an ordinary key', async () => {
    const result = (await evaluate('{ "__proto__": { "x": 1 } }')) as Record<string, unknown>;
    assert.equal(Object.hasOwn(result, '__proto__'), true);
    assert.equal(result['x'], undefined);
  });
});

describe('the input is never written to', () => {
  const texts = [
    'response.items{ "a": 1 }',
    'response.rows.{ "first": $[0] }',
    'response.rows.( $x := 1; { "first": $[0] } )',
    'response.items[]',
    'response.deep.items[]',
    '$merge([response, { "items": 1 }])',
    'response ~> | deep | { "x": 1 }, "items" |',
    '$sort(response.numbers)',
    '$append(response.items, 1)',
    '$append(response.numbers, 1)',
    'response.deep.foo()',
  ];
  for (const text of texts) {
    test(text, async () => {
      const make = (): Scope => ({
        response: { items: [], rows: [[1], [], [2]], numbers: [2, 1], deep: { items: ['a'] } },
      });
      const input = make();
      await Promise.resolve(evaluate(text, input)).catch(() => undefined);
      assert.deepEqual(input, make());
      for (const list of Object.values(input['response'] as Scope))
        if (Array.isArray(list)) assert.deepEqual(Object.keys(list), Object.keys([...(list as unknown[])]));
    });
  }

  test('a frozen input can be read', async () => {
    const response = Object.freeze({ items: Object.freeze([]), tags: Object.freeze(['a']) });
    assert.deepEqual(await evaluate('response.tags[]', { response }), ['a']);
    assert.deepEqual(await evaluate('response.items{ "a": 1 }', { response }), { a: 1 });
  });

  test('a big value walked before is not copied', async () => {
    const many = Array.from({ length: 100 }, (_, id) => ({ id }));
    const text = '{ "same": before.list, "built": response.{ "a": 1 } }';
    for (let round = 0; round < 2; round += 1) {
      const result = (await evaluate(text, { before: { list: many }, response: {} })) as Scope;
      assert.equal(result['same'], many);
    }
  });
});

describe('no engine where none is needed', () => {
  const input: Scope = { status: 429, a: { b: null, list: [{ x: 1 }, { x: 2 }], one: [7], empty: [] }, text: 'x' };
  const texts = [
    ['429', 429],
    ['null', null],
    ['"x"', 'x'],
    ['status', 429],
    ['a.b', null],
    ['a.b.c', undefined],
    ['a.one', [7]],
    ['a.empty', []],
    ['missing.x', undefined],
    ['status = 429', true],
    ['429 != status', false],
    ['missing != 1', false],
    ['a.b = null', true],
    ['status = 429 or text = "y"', true],
    ['status = 200 and text = "x"', false],
    ['a.constructor', undefined],
  ] as const;
  for (const [text, value] of texts) {
    test(text, async () => {
      const result = compileExpression(text, place).evaluate(input, run);
      assert.equal(result instanceof Promise, false);
      assert.deepEqual(result, value);
      // A block goes through the engine and must give the same.
      assert.deepEqual(await evaluate(`(${text})`, input), value);
    });
  }

  test("lists on the way are the engine's", async () => {
    assert.deepEqual(await evaluate('a.list.x', input), [1, 2]);
    assert.equal(await evaluate('a.list.x = 1', input), false);
    assert.equal(await evaluate('a.one.x', input), undefined);
  });
});
