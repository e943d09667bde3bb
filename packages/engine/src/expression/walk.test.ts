import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { functionNamesOf, readsOf, rootNamesOf, writesOf } from './walk.ts';

/** Dotted paths, a question mark behind unsure ones. */
const reads = (text: string): string[] =>
  readsOf(text)
    .map(({ path, isUnsure }) => path.join('.') + (isUnsure ? '?' : ''))
    .sort();
const writes = (text: string): Record<string, string[]> =>
  Object.fromEntries(
    writesOf(text).map(({ key, reads: sources, isUnsure }) => [key + (isUnsure ? '?' : ''), [...sources]]),
  );
const names = (text: string): string[] => rootNamesOf(text).map(({ name }) => name);

const flat = `response.{
  "id": Id.$string(),
  "first_name": FirstName,
  "email_addresses": [{ "email": Email, "is_primary": true }],
  "phone_numbers": $filter([
    { "number": Phone, "type": "phone" },
    { "number": MobilePhone, "type": "mobile" }
  ], function($v) { $v.number }),
  "custom_fields": $sift($, function($v, $k) { $k ~> /__c$/i and $boolean($v) })
}`;
const nested = `(
  {
    "id": response.id.$string(),
    "first_name": response.properties.firstname,
    "email_addresses": [
      response.properties.email ? { "email": response.properties.email, "is_primary": true }
    ]
  }
)`;

describe('reads', () => {
  const cases: [text: string, paths: string[]][] = [
    ['response.{ "a": b.c }', ['response.b.c']],
    ['{ "since": query.updated_at.gt }', ['query.updated_at.gt']],
    ['query', ['query']],
    ['$number(query.count) > 1 ? body.a : context.b', ['body.a', 'context.b', 'query.count']],
    ['($q := query; { "x": $q.x, "y": $q.y })', ['query.x', 'query.y']],
    ['($r := response.a; $s := $r.b; $s.c)', ['response.a.b.c']],
    ['(query.x; query.y)', ['query.y']],
    ['response.items[state = "open"].id', ['response.items.id', 'response.items.state']],
    ['response.items[0].id', ['response.items.id']],
    ['$filter(response.items, function($v) { $v.number }).number', ['response.items.number']],
    ['$filter(response.items, function($v) { $v.active })', ['response.items', 'response.items.active']],
    ['$map(response.items, function($v) { $v.id })', ['response.items.id']],
    ['$map(response.items, function($v, $i, $all) { $all.id })', ['response.items.id']],
    ['$reduce(response.items, function($sum, $v) { $sum + $v.price }, 0)', ['response.items', 'response.items.price']],
    ['$sift(response.custom, function($v) { $v })', ['response.custom']],
    ['response.Id.$string()', ['response.Id']],
    ['response.Id.$substring(0, 3)', ['response.Id']],
    ['$dtFromIso(response.changed).toUTC().toISO()', ['response.changed']],
    ['response.items^(>date).id', ['response.items.date', 'response.items.id']],
    ['$exists(query.email) ? { "q": query.email }', ['query.email']],
    ['query.email ~> $uppercase', ['query.email']],
    ['query.email ~> $trim() ~> $uppercase()', ['query.email']],
    ['query.a ?? query.b', ['query.a', 'query.b']],
    ['query.a ?: query.b', ['query.a', 'query.b']],
    ['query.name in ["a", body.b]', ['body.b', 'query.name']],
    ['$$.query.x', ['query.x']],
    ['response.lines.{ "sku": sku, "currency": $$.context.currency }', ['context.currency', 'response.lines.sku']],
    ['response.lines.{ "sku": sku, "order": %.id }', ['response.id', 'response.lines.sku']],
    ['response.orders@$o.lines.{ "a": $o.id, "b": sku }', ['response.lines.sku', 'response.orders.id']],
    ['response.lines#$i.{ "n": $i, "sku": sku }', ['response.lines.sku']],
    ['$sum(response.lines.(qty * price))', ['response.lines.price', 'response.lines.qty']],
    ['response{ type: $sum(amount) }', ['response.amount', 'response.type']],
    ['$lookup(query, "a").b', ['query.a.b']],
    ['$pick(query, ["a", "b"])', ['query.a', 'query.b']],
    ['$merge([{ "x": query.a }, query.b]).x', ['query.a', 'query.b.x']],
    ['($f := function($p) { $p.name }; $f(response.owner))', ['response.owner.name']],
    ['($f := function($n) { $n.next ? $f($n.next) : $n.id }; $f(response))', ['?']],
    ['response ~> | items | { "x": y } |', ['response', 'response.items.y']],
    ['query.*', ['query']],
    ['query.*.gt', ['query?']],
    ['query.**.gt', ['query?']],
    ['$each(query, function($v, $k) { $k & $v })', ['query']],
    ['`odd name`.x', ['odd name.x']],
    ['"constant"', []],
    [flat, ['Email', 'FirstName', 'Id', 'MobilePhone', 'Phone'].map((name) => `response.${name}`)],
    [nested, ['response.id', 'response.properties.email', 'response.properties.firstname']],
  ];
  for (const [text, paths] of cases)
    test(text.slice(0, 80), () => {
      if (paths[0] === '?') return assert.ok(readsOf(text).some(({ path }) => path[0] === 'response'));
      const expected = text === flat ? [...paths, 'response'] : paths;
      assert.deepEqual(reads(text), expected.sort());
    });
});

describe('writes', () => {
  test('the published mappings, key by key', () => {
    assert.deepEqual(writes(flat), {
      id: ['response.Id'],
      first_name: ['response.FirstName'],
      'email_addresses.email': ['response.Email'],
      'email_addresses.is_primary': [],
      'phone_numbers.number': ['response.MobilePhone', 'response.Phone'],
      'phone_numbers.type': [],
      custom_fields: ['response'],
    });
    assert.deepEqual(writes(nested), {
      id: ['response.id'],
      first_name: ['response.properties.firstname'],
      'email_addresses.email': ['response.properties.email'],
      'email_addresses.is_primary': [],
    });
  });

  const cases: [text: string, fields: Record<string, string[]>][] = [
    ['response.{"territory": Territory__c}', { territory: ['response.Territory__c'] }],
    ['response.{ "name": First & " " & Last, "fixed": 1 }', { name: ['response.First', 'response.Last'], fixed: [] }],
    ['response.{ "state": active ? "on" : reason }', { state: ['response.active', 'response.reason'] }],
    ['($p := response.p; { "a": $p.x, "b": { "c": $p.y } })', { a: ['response.p.x'], 'b.c': ['response.p.y'] }],
    ['response.id ? { "a": 1 } : { "b": response.b }', { a: [], b: ['response.b'] }],
    ['$map(results, function($v) { { "id": $v.id } })', { id: ['results.id'] }],
    ['$merge([{ "a": x }, { "b": y }])', { a: ['x'], b: ['y'] }],
    ['$merge([response, { "a": response.x }])', { 'a?': ['response.x'] }],
    ['response.{ "a": b, $string(k): v }', { 'a?': ['response.b'] }],
    ['$dtFromIso(response.at).toISO()', {}],
    ['response', {}],
  ];
  for (const [text, fields] of cases) test(text, () => assert.deepEqual(writes(text), fields));
});

describe('names', () => {
  const cases: [text: string, found: string[]][] = [
    ['response.{ "a": b, "c": $filter(d, function($v) { $v.e }) }', ['response']],
    ['$filter(items, function($v) { $v.e = wanted })', ['items', 'wanted']],
    ['response.items[state = "open"]', ['response']],
    ['response.items.( $x := price; $x * qty )', ['response']],
    ['($f := function($v) { nope }; 1)', ['nope']],
    ['{ "a": b } ~> | $ | { "c": d } |', ['b']],
    ['$.results.{ "id": id }', ['results']],
    ['$$.query.x', ['query']],
    ['$sift($, function($v, $k) { $k ~> /x/ })', []],
  ];
  for (const [text, found] of cases) test(text, () => assert.deepEqual(names(text).sort(), found));

  test('line and column are those of the name', () => {
    assert.deepEqual(rootNamesOf('{\n  "a": respnse.b,\n  "c": `odd name`\n}'), [
      { name: 'respnse', line: 2, column: 8 },
      { name: 'odd name', line: 3, column: 8 },
    ]);
  });

  test('unknown functions are found, bound and known ones are not', () => {
    const unknown = (text: string) => functionNamesOf(text).map(({ name }) => name);
    assert.deepEqual(unknown('$uppercase($mapValues(query.a, {"x": "y"})) & $now() & $millis()'), []);
    assert.deepEqual(unknown('$upercase(query.a)'), ['upercase']);
    assert.deepEqual(unknown('($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(3) & $g(1))'), ['g']);
    assert.deepEqual(unknown('$map(items, function($each) { $each(1) })'), []);
    assert.deepEqual(unknown('query.a ~> $trimm'), ['trimm']);
    assert.deepEqual(unknown('$eval("1")'), ['eval']);
    assert.deepEqual(functionNamesOf('1 +\n  $foo(1)'), [{ name: 'foo', line: 2, column: 3 }]);
  });
});

test('a walk ends on any text', () => {
  const tree = (depth: number): string => (depth === 0 ? 'x' : `$map(y, function($v) { ${tree(depth - 1)} & $v })`);
  const doubling = `($f0 := function($x) { $x }; ${Array.from({ length: 40 }, (_, n) => `$f${n + 1} := function($x) { $f${n}($f${n}($x)) }`).join('; ')}; $f40(query.a))`;
  for (const text of [tree(30), doubling, '($f := function($x) { $f($f($x)) }; $f(query))'])
    assert.ok(readsOf(text).length > 0);
});
