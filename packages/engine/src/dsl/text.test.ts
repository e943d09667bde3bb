import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readText } from './text.ts';
import { locate, toValue } from './tree.ts';

const errorsOf = (text: string) =>
  readText(text, 'x.yaml').findings.map(({ severity, line, column, path }) => ({ severity, line, column, path }));
const valueOf = (text: string) => {
  const { tree, findings } = readText(text, 'x.yaml');
  assert.deepEqual(findings, []);
  return toValue(tree!);
};

test('YAML and JSON give the same value', () => {
  const value = { a: 1, b: [true, null, 'x'], c: { d: 'e' } };
  assert.deepEqual(valueOf('a: 1\nb: [true, ~, x]\nc:\n  d: e\n'), value);
  assert.deepEqual(valueOf(JSON.stringify(value)), value);
  assert.deepEqual(valueOf(JSON.stringify(value, null, '\t')), value);
});

test('keys and values know their line and column', () => {
  const { tree } = readText('a:\n  b:\n    - c: 1\n    - d\n', 'x.yaml');
  assert.deepEqual(locate(tree!, ['a', 'b']), { line: 2, column: 3 });
  assert.deepEqual(locate(tree!, ['a', 'b', 0, 'c']), { line: 3, column: 7 });
  assert.deepEqual(locate(tree!, ['a', 'b', 1]), { line: 4, column: 7 });
  assert.deepEqual(locate(tree!, ['a', 'missing', 'deeper']), { line: 1, column: 1 });
});

test('keys that are numbers are words', () => {
  assert.deepEqual(valueOf('404: gone\ntrue: yes\n'), { 404: 'gone', true: 'yes' });
});

test('anchors and merge keys are followed; own keys win over merged ones', () => {
  const text =
    'base: &base {a: 1, b: 2}\nother: &other {b: 3, c: 4}\none: {<<: *base, a: 5}\ntwo: {<<: [*base, *other]}\nthree: *base\n';
  assert.deepEqual(valueOf(text), {
    base: { a: 1, b: 2 },
    other: { b: 3, c: 4 },
    one: { a: 5, b: 2 },
    two: { a: 1, b: 2, c: 4 },
    three: { a: 1, b: 2 },
  });
});

test('a quoted "<<" is an ordinary key', () => {
  assert.deepEqual(valueOf('"<<": {a: 1}\n'), { '<<': { a: 1 } });
});

test('an anchor that holds itself, or is not defined, is a finding', () => {
  assert.deepEqual(errorsOf('a: &a [*a]'), [{ severity: 'error', line: 1, column: 8, path: 'a.0.0' }]);
  assert.deepEqual(errorsOf('a: *nope'), [{ severity: 'error', line: 1, column: 4, path: 'a' }]);
});

test('anchors cannot blow a short text up', () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) =>
      `l${level}: &l${level} [${Array.from({ length: 10 }, () => (level === 0 ? 'x' : `*l${level - 1}`)).join(', ')}]`,
  );
  const { findings } = readText(levels.join('\n'), 'x.yaml');
  assert.ok(findings.length > 0);
  assert.ok(findings.every(({ message }) => message.includes('too large')));
});

test('a key given twice is a finding at the second one', () => {
  assert.deepEqual(errorsOf('a: 1\nb: 2\na: 3\n'), [{ severity: 'error', line: 3, column: 1, path: '' }]);
});

test('text that cannot be read gives one finding at the break', () => {
  assert.deepEqual(errorsOf('a: [1\nb: 2\nc: }\n'), [{ severity: 'error', line: 2, column: 1, path: '' }]);
  assert.deepEqual(errorsOf(''), [{ severity: 'error', line: 1, column: 1, path: '' }]);
});

test('an unquoted placeholder gets the hint that it needs quotes', () => {
  assert.equal(readText('path: {{id}}\n', 'x.yaml').findings[0]?.hint, 'put a value with {{...}} in quotes');
  assert.equal(readText('a: { path: /x/{{id}} }\n', 'x.yaml').findings[0]?.hint, 'put a value with {{...}} in quotes');
});

test('tags, several documents, __proto__ and deep nesting are refused', () => {
  assert.deepEqual(errorsOf('a: !secret x'), [{ severity: 'error', line: 1, column: 4, path: '' }]);
  assert.equal(errorsOf('a: 1\n---\nb: 2\n').length, 1);
  assert.deepEqual(errorsOf('{"__proto__": {"x": 1}}'), [{ severity: 'error', line: 1, column: 2, path: '' }]);
  assert.equal(errorsOf(`${'['.repeat(80)}${']'.repeat(80)}`).length, 1);
});

test('a number that would change its value is refused', () => {
  assert.deepEqual(errorsOf('a: 12345678901234567890'), [{ severity: 'error', line: 1, column: 4, path: 'a' }]);
  assert.deepEqual(errorsOf('a: .inf'), [{ severity: 'error', line: 1, column: 4, path: 'a' }]);
  assert.deepEqual(valueOf('a: 9007199254740991\nb: 1.5e3\n'), { a: 9007199254740991, b: 1500 });
});
