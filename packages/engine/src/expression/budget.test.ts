import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SluiceError, type Place, type Run } from '../terms/index.ts';
import { compileExpression } from './expression.ts';
import { limits, type LimitName } from './limits.ts';

const place: Place = { level: 'account', source: 'account override', field: 'crm.contacts.list.response_mapping' };
const run: Run = { nowMs: 0, random: () => 0 };
const evaluate = async (text: string): Promise<unknown> =>
  compileExpression(text, place).evaluate({ text: 'a'.repeat(100) }, run);

const attacks: [name: string, text: string, ...allowed: LimitName[]][] = [
  ['recursion without end', '($f := function($n) { 1 + $f($n + 1) }; $f(1))', 'depth'],
  ['a tail call without end', '($f := function($n) { $f($n + 1) }; $f(1))', 'steps', 'timeMs'],
  ['a range of ten million', '$count([1..10000000])', 'cells'],
  ["a range beyond the reference's own limit", '[1..100000000]', 'cells'],
  ['ranges in ranges', '[1..1000].[1..100000]', 'cells'],
  ['a list repeated by a path', '($big := [1..100000]; [1..1000].$big)', 'cells'],
  ['lists appended to themselves', '$reduce([1..60], function($a, $b) { $append($a, $a) }, [1, 2])', 'cells'],
  ['a text doubled by a fold', '$reduce([1..60], function($a, $b) { $a & $a }, "xx")', 'stringLength'],
  ['a text doubled by a path', `("x")${'.($ & $)'.repeat(60)}`, 'stringLength'],
  ['a text doubled by $join', '$reduce([1..60], function($a, $b) { $join([$a, $a]) }, "xx")', 'stringLength'],
  ['a text padded', '$length($pad("a", 60000000))', 'stringLength'],
  [
    'a text replaced into a longer one',
    '$reduce([1..20], function($a, $b) { $replace($a, "a", "aaaaaaaa") }, "a")',
    'stringLength',
    'characters',
  ],
  [
    'the same by pattern',
    '$reduce([1..20], function($a, $b) { $replace($a, /a/, "aaaaaaaa") }, "a")',
    'stringLength',
    'characters',
    'regexSubject',
  ],
  ['a text of shared parts', '$string($reduce([1..60], function($a, $b) { [[$a], [$a]] }, 1))', 'outputNodes'],
  ['a copy of shared parts', '$clone({ "x": $reduce([1..60], function($a, $b) { [[$a], [$a]] }, 1) })', 'outputNodes'],
  [
    'shared parts compared',
    '($f := function() { $reduce([1..60], function($a, $b) { [[$a], [$a]] }, 1) }; $f() = $f())',
    'steps',
  ],
  ['shared parts flattened', '$flattenDeep($reduce([1..60], function($a, $b) { [[$a], [$a]] }, 1))', 'outputNodes'],
  ['shared parts returned', '$reduce([1..60], function($a, $b) { [[$a], [$a]] }, 1)', 'outputNodes'],
  ['a large text many times over', '($t := $pad("a", 8000000); [1..10].$t)', 'outputCharacters'],
  ['a result too deep', '$reduce([1..600], function($a, $b) { { "x": $a } }, 1)', 'outputDepth'],
];

describe('every attack ends with its code', () => {
  for (const [name, text, ...allowed] of attacks) {
    test(name, async () => {
      await assert.rejects(evaluate(text), (error) => {
        assert.ok(error instanceof SluiceError);
        assert.equal(error.code, 'expression.over_budget');
        const { limit, ...details } = error.details as { limit: LimitName };
        assert.ok(allowed.includes(limit), limit);
        assert.deepEqual(details, { ...place, expression: text });
        return true;
      });
    });
  }
});

describe('texts that are refused before they run', () => {
  const refused: [name: string, text: string][] = [
    ['too long', `"${'x'.repeat(limits.textLength)}"`],
    ['brackets too deep', '('.repeat(20_000) + ')'.repeat(20_000)],
    ['objects too deep', '{"a":'.repeat(3_000) + '1' + '}'.repeat(3_000)],
    ['prefixes too deep', `${'-'.repeat(30_000)}x`],
    ['an operator chain too long', `1${'+1'.repeat(20_000)}`],
    ['conditions too deep', `${'a?b:'.repeat(10_000)}c`],
    ['a regular expression that backtracks without end', '$match(text, /^(a+)+$/)'],
    ['alternatives that start alike', '$match(text, /^(a|ab)*$/)'],
    ['look-ahead', '$match(text, /a(?=b)/)'],
    ['a back-reference', '$match(text, /(a)\\1/)'],
    ['a regular expression that cannot be read', '$match(text, /[b-a]/)'],
  ];
  for (const [name, text] of refused)
    test(name, () => assert.throws(() => compileExpression(text, place), { code: 'expression.syntax' }));
});

describe('what is large but sound passes', () => {
  const sound: [text: string, value: unknown][] = [
    ['$count([1..100000])', 100_000],
    ['$count($map([1..20000], function($v) { $v * 2 }))', 20_000],
    [`$count([${'1,'.repeat(599)}1])`, 600],
    [`$length(${'"a" & '.repeat(500)}"b")`, 501],
    ['($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(500))', 500],
    ['$length($pad("a", 1000000))', 1_000_000],
    ['$match(text, /^[a-z]+$/).index', 0],
  ];
  for (const [text, value] of sound) test(text.slice(0, 60), async () => assert.deepEqual(await evaluate(text), value));
});

test('$eval is off', async () => {
  await assert.rejects(evaluate('$eval("1 + 1")'), { code: 'expression.failed' });
});

test('a failed branch does not keep the others running', async () => {
  const text = '[$lowercase(1), ($f := function($n) { $f($n + 1) }; $f(1))]';
  await assert.rejects(evaluate(text), { code: 'expression.failed' });
});
