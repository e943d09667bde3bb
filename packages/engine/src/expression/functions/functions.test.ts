/** Every extension function, called from an expression. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Place, Run, Scope } from '../../terms/index.ts';
import { compileExpression } from '../expression.ts';
import { functionTable } from './table.ts';

const place: Place = { level: 'base', source: 'x.yaml', field: 'f' };
const run: Run = { nowMs: Date.parse('2024-03-10T08:00:00Z'), random: () => 0.5 };
const input: Scope = {
  none: null,
  o: { a: 42, b: 2, 'c.d': 3, n: { x: 1, y: 2 } },
  list: [
    { id: 1, t: 'x', p: { q: 5 }, on: true },
    { id: 2, t: 'y', p: { q: 3 } },
    { id: 3, t: 'x' },
  ],
  link: 'https://me@a.test:8443/c?d=1&e[f]=2&e[g]=3&l=1&l=2#h',
  blocks: [
    { id: 'c', parent_id: 'a', sequence: 1 },
    { id: 'b', parent_id: 'a', sequence: 0 },
    { id: 'a', parent_id: null, sequence: 0 },
  ],
  ring: [
    { id: 1, parent_id: 2, sequence: 0 },
    { id: 2, parent_id: 1, sequence: 1 },
  ],
  xml: '<?xml version="1.0"?><order n="1"><id>7</id><id>8</id><note><![CDATA[a<b]]></note></order>',
};
const evaluate = async (text: string): Promise<unknown> => compileExpression(text, place).evaluate(input, run);

const gives: [text: string, value: unknown][] = [
  ['$base64encode("é:a")', 'w6k6YQ=='],
  ['$base64encode("a?>", true)', 'YT8-'],
  ['$base64decode("w6k6YQ==")', 'é:a'],
  ['$base64decode("YT8-")', 'a?>'],
  ['"hello".$base64encode()', undefined],
  ['$bufferToString([104, 105])', 'hi'],
  ['$bufferToString({ "type": "Buffer", "data": [104, 105] }, "hex")', '6869'],
  ['$digest("Hello World")', 'a591a6d40bf420404a011733cfb7b190d62c65bf0bcda32b57b277d9ad9f146e'],
  ['$digest("Hello World", "MD5")', 'b10a8db164e0754105b7a99be72e3fe5'],
  ['$digest("Hello World", "SHA-1", "base64")', 'Ck1VqNd45QIvq3AZd8XYQLvEhtA='],
  ['$digest("Hello World", "SHA-256", "base64-urlSafe")', 'pZGm1Av0IEBKARczz7exkNYsZb8LzaMrV7J32a2fFG4'],
  // RFC 4231, test case 2.
  [
    '$sign("what do ya want for nothing?", "SHA-256", "Jefe")',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],

  ['$convertCurrencyToSubunit("10.015", "USD")', 1002],
  ['$convertCurrencyToSubunit(10, "JPY")', 10],
  ['$convertCurrencyToSubunit(1.005, "KWD")', 1005],
  ['$convertCurrencyFromSubunit(1050, "usd")', 10.5],
  ['$convertCurrencyToSubunit(missing, "USD")', undefined],

  ['$groupBy(list, "t").x.id', [1, 3]],
  ['$groupBy(list, function($i) { $i.p.q ?: 0 })."5".id', 1],
  ['$keyBy(list, "id")."2".t', 'y'],
  ['$orderBy(list, "p.q").id', [2, 1, 3]],
  ['$orderBy(list, ["t", "id"], ["asc", "desc"]).id', [3, 1, 2]],
  ['$find(list, { "p": { "q": 3 } }).id', 2],
  ['$find(list, ["t", "y"]).id', 2],
  ['$find(list, function($i) { $i.id > 1 }).id', 2],
  ['$lofilter(list, "on").id', 1],
  ['$compact([0, 1, "", "a", none, false])', [1, 'a']],
  ['$difference([1, 2, 3], [2])', [1, 3]],
  ['$chunk([1..5], 2)', [[1, 2], [3, 4], [5]]],
  ['$flatten([[1, [2]], 3])', [1, [2], 3]],
  ['$flattenDeep([[1, [2]], 3])', [1, 2, 3]],
  ['$flattenDepth([[1, [[2]]]], 2)', [1, [2]]],
  ['$values(o.n)', [1, 2]],
  ['$wrap("a", "(", ")")', '(a)'],
  ['$wrap("a", "%")', '%a%'],

  ['$join(["a", "b"])', 'ab'],
  ['$join(["a", "b"], "-")', 'a-b'],
  ['$join("a")', 'a'],
  ['$join(missing)', undefined],
  ['$join(["a", none, 1], "-")', 'a--1'],
  ['$each(o.n, function($v, $k) { $k & $v })', ['x1', 'y2']],
  ['o.n.$each(function($v, $k) { $k & $v })', ['x1', 'y2']],
  ['$each(o.n, function($v, $k) { $k = "x" ? $v })', 1],
  ['$each(o.n, $string)', ['1', '2']],
  ['$each(none, function($v) { $v })', undefined],
  ['$sift(o.n, function($v) { $v > 1 })', { y: 2 }],
  ['o.n.$sift(function($v, $k) { $k ~> /x/ })', { x: 1 }],
  ['$sift(o.n, $boolean)', { x: 1, y: 2 }],
  ['$sift(o.n, function($v) { [] })', undefined],
  ['$sift(none, function($v) { $v })', undefined],

  ['$pick(o, "a")', { a: 42 }],
  ['$pick(o, ["n.x", "c.d"])', { n: { x: 1 }, 'c.d': 3 }],
  ['$omit(o, ["a", "n.x", "c.d"])', { b: 2, n: { y: 2 } }],
  ['$removeEmpty([])', undefined],
  ['$removeEmpty([none])', [null]],
  ['$removeEmptyItems([1, {}, "", none, [], "a"])', [1, 'a']],
  ['$firstNonEmpty(none, missing, 0, 1)', 0],
  ['$mapValues("BANK", { "bank": "B" })', 'B'],
  ['$mapValues(["bank", "other"], { "bank": true })', [true, 'other']],
  ['$mapValues({ "t": "bank" }, { "bank": "B" })', { t: 'B' }],
  ['$mapValues(none, { "bank": "B" }, false, "none")', 'none'],
  ['$mapValues("constructor", {})', 'constructor'],
  ['$mapEnum("o", { "O": "open" }, "?")', 'open'],
  ['$mapEnum("x", { "O": "open" }, "?")', '?'],
  ['$mapEnum("constructor", { "O": "open" }, "?")', '?'],
  ['$mapEnum(none, { "O": "open" }, "?")', undefined],

  ['$jsonParse("{\\"a\\": [1]}").a', [1]],
  ['$toNumber(" 4.5 ")', 4.5],
  ['$toNumber("abc")', undefined],
  ['$map(["1", "2"], $toNumber)', [1, 2]],
  ['$uuid()', '88888888-8888-4888-8888-888888888888'],
  ['$getMimeType("a/b.PDF")', 'application/pdf'],
  ['$getMimeType("x.constructor")', null],
  ['$parseUrl(link).[host, pathname, username, hash]', ['a.test:8443', '/c', 'me', '#h']],
  ['$parseUrl(link).query', { d: '1', e: { f: '2', g: '3' }, l: ['1', '2'] }],
  ['$parseUrl(link).searchParams.get("d")', '1'],
  ['$parseUrl(link).searchParams.get("zz")', null],
  ['$parseUrl("no url")', undefined],
  ['$parseQuery("a=b+c&a=d&x&y%")', { a: ['b c', 'd'], x: '', 'y%': '' }],
  ['$keys($parseQuery("__proto__[x]=1"))', '__proto__'],
  ['$stringifyQuery({ "a": { "b": 1 }, "l": [1, 2], "n": none })', 'a%5Bb%5D=1&l%5B0%5D=1&l%5B1%5D=2&n='],
  ['$stringifyQuery({ "l": [1, 2] }, { "arrayFormat": "repeat" })', 'l=1&l=2'],

  ['$mostSimilar("Full-Time", ["FULL_TIME", "PART_TIME"])', 'FULL_TIME'],
  ['$mostSimilar("Full", ["FULL_TIME", "PART_TIME"])', 'Full'],
  ['$diceCoefficient("night", "nacht")', 0.25],
  ['$sortNodes(blocks).id', ['a', 'b', 'c']],
  ['$sortNodes(ring).id', [1, 2]],
  ['$dependencyGraph(blocks, "parent_id", "id").overallOrder()', ['a', 'c', 'b']],
  ['$dependencyGraph(blocks, "parent_id", "id").overallOrder(true)', ['a']],
  ['$dependencyGraph(blocks, "parent_id", "id").dependenciesOf("b")', ['a']],
  ['$convertQueryToSql({ "id": "1", "age": { "gt": 5, "lte": 9 } })', 'id = 1 AND age > 5 AND age <= 9'],
  ['$convertQueryToSql({ "id": ["1", "2"] }, [], { "id": "Id" }, { "id": "string" })', "Id in ('1','2')"],
  ['$convertQueryToSql({ "n": "O\'Hara" }, [], {}, { "n": "string" })', "n = 'O''Hara'"],
  [
    '$convertQueryToSql({ "n": "O\'Hara" }, [], {}, { "n": "string" }, {}, { "escapeSingleQuotes": true })',
    "n = 'O\\'Hara'",
  ],
  ['$convertQueryToSql({ "n": "1 OR 1=1" })', "n = '1 OR 1=1'"],
  ['$convertQueryToSql({ "d": "2024-03-10T01:00:00Z" }, [], {}, { "d": "dotnetdate" })', 'd = DateTime(2024,03,10)'],
  ['$convertQueryToSql({ "d": "2024-03-10" }, [], {}, { "d": "date|dd.MM.yyyy" })', "d = '10.03.2024'"],
  ['$convertQueryToSql({ "t": "bank" }, [], {}, { "t": { "bank": "BANK" } }, { "eq": "==" })', "t == 'BANK'"],
  [
    '$convertQueryToSql({ "i": ["1", "2"], "a": 3 }, [], {}, {}, {}, { "useOrForIn": true })',
    '(i = 1 OR i = 2) AND a = 3',
  ],
  [
    '$convertQueryToSql({ "a": 1, "b": 2, "c": 3 }, [], {}, {}, {}, { "groupComparisonInBrackets": true })',
    '((a = 1 AND b = 2) AND c = 3)',
  ],
  ['$convertQueryToSql(missing)', ''],
  [
    '$zipSqlResponse([{ "name": "id" }, { "name": "n" }], [[1, "A"], [2, "B"]], "name")',
    [
      { id: 1, n: 'A' },
      { id: 2, n: 'B' },
    ],
  ],

  ['$dtFromIso("2024-03-10T10:00:00+02:00").toUTC().toISO()', '2024-03-10T08:00:00.000Z'],
  ['$dtFromIso("2024-03-10T10:00:00").toISO()', '2024-03-10T10:00:00.000Z'],
  ['$dtFromIso("2024-03-10").plus({ "days": 3 }).toISODate()', '2024-03-13'],
  ['$dtFromIso("2024-03-10").setZone("local").zoneName', undefined],
  ['$dtFromIso("2024-07-10").setZone("Europe/Berlin").toISO()', '2024-07-10T02:00:00.000+02:00'],
  ['$dtFromIso("2024-03-12").diff($dtFromIso("2024-03-10"), "days").days', 2],
  ['$dtFromIso("2024-03-10").diffNow("hours").as("minutes")', -480],
  ['$dtFromIso("2024-03-10").toMillis()', Date.parse('2024-03-10')],
  ['$dtFromIso("2024-03-10").year', 2024],
  ['$dtFromIso("not a date").toISO()', null],
  ['$dtFromIso(none).toISO()', undefined],
  ['$dtFromFormat("31/12/2024 5:07", "dd/MM/yyyy h:mm").toISO()', '2024-12-31T05:07:00.000Z'],

  ['$xmlToJs(xml).order', { _attributes: { n: '1' }, id: [{ _text: '7' }, { _text: '8' }], note: { _cdata: 'a<b' } }],
  [
    '$jsToXml($xmlToJs(xml))',
    '<?xml version="1.0"?><order n="1"><id>7</id><id>8</id><note><![CDATA[a<b]]></note></order>',
  ],
  [
    '$jsToXml({ "a": { "_attributes": { "t": "\\"<" }, "b": "x & y" } }, { "spaces": 2 })',
    '<a t="&quot;&lt;">\n  <b>x &amp; y</b>\n</a>',
  ],
  ['$jsonToCsv([{ "a": 1, "b": "q\\"r" }, { "b": none }])', '"a","b"\n1,"q""r"\n,'],
  ['$jsonToCsv(list, { "fields": [{ "label": "Q", "value": "p.q" }], "header": false })', '5\n3\n'],
  ['$csvToJson("a,b\\r\\n1,\\"x, \\"\\"y\\"\\"\\"\\n")', [{ a: '1', b: 'x, "y"' }]],
  ['$csvToJson("1;2\\n", { "header": false, "delimiter": ";" })', [['1', '2']]],
];

describe('extension functions', () => {
  for (const [text, value] of gives) test(text, async () => assert.deepEqual(await evaluate(text), value));

  test('each is tested and its example runs', async () => {
    for (const [name, { example }] of Object.entries(functionTable)) {
      assert.ok(
        gives.some(([text]) => text.includes(`$${name}`)),
        name,
      );
      assert.ok(example.includes(`$${name}(`), name);
      await evaluate(example);
    }
  });
});

describe('functions refuse what they cannot take', () => {
  const refused = [
    '$digest("a", "CRC32")',
    '$sign("a", "SHA-256")',
    '$convertCurrencyToSubunit(1, "dollars")',
    '$chunk([1], 0)',
    '$jsonParse("{")',
    '$base64decode("%%%")',
    '$convertQueryToSql({ "a": { "between": 1 } })',
    '$convertQueryToSql({ "a": "1 OR 1=1" }, [], {}, { "a": "number" })',
    '$xmlToJs("<a>")',
    '$xmlToJs("<!DOCTYPE a [<!ENTITY x \\"y\\">]><a>&x;</a>")',
    '$jsToXml({ "a b": 1 })',
    '$csvToJson("\\"a")',
    '$dtFromIso(list)',
    '$dtFromIso("2024-01-01").plus({ "bananas": 1 })',
    '$dependencyGraph(ring, "parent_id", "id").overallOrder()',
    '$sift(list, function($v) { $v })',
  ];
  for (const text of refused) test(text, () => assert.rejects(evaluate(text), { code: 'expression.failed' }));
});

describe('prototypes stay out of reach', () => {
  const nothing = [
    '$dtFromIso("2024-01-01").constructor',
    '$dtFromIso("2024-01-01").__proto__',
    '$dtFromIso("2024-01-01").toISO',
    '$parseUrl(link).searchParams.constructor',
    '$find([$dtFromIso("2024-01-01")], "constructor.name")',
    '$pick(o, ["constructor", "__proto__.x"]).constructor',
    '$lookup(o, "__proto__")',
    '$groupBy(list, "__proto__").x',
  ];
  for (const text of nothing) test(text, async () => assert.equal(await evaluate(text), undefined));

  const failing = [
    '$dtFromIso("2024-01-01").constructor("return 1")',
    '$dtFromIso("2024-01-01").__defineGetter__("a", function() { 1 })',
    'o.toString()',
    'o.constructor()',
    '$sum.constructor("x")()',
  ];
  for (const text of failing) test(text, () => assert.rejects(evaluate(text), { code: 'expression.failed' }));

  test('nothing was added to the prototypes of the process', () => {
    const probe: Record<string, unknown> = {};
    assert.equal(probe['x'], undefined);
    assert.equal(probe['polluted'], undefined);
  });
});
