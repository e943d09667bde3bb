import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lintRegex } from './regex-lint.ts';

const sound = [
  '__c$',
  '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2})?$',
  '^[^@]+@[^@]+\\.[a-z]+$',
  '(ab){2}',
  '(?:foo|bar)',
  '(?:-x|,y)+',
  '[(+*]+',
  '\\(a+\\)+',
  '<[^>]+>',
  'a{2,5}?',
  '(?<year>\\d{4})-(?<month>\\d\\d)',
];
const refused = [
  '(a+)+',
  '(a*)*$',
  '(?:a+b?)*',
  '((a+)b)+',
  '(a?){30}',
  '([a-z]+\\.)*',
  '(a|a)*',
  '(a|ab)+',
  '(\\d|\\w)+',
  '(a)\\1',
  '(?<x>a)\\k<x>',
  'a(?=b)',
  'a(?!b)',
  '(?<=a)b',
  '(?<!a)b',
  'a?'.repeat(25),
  'x'.repeat(501),
];
for (const pattern of sound) test(`${pattern} passes`, () => assert.equal(lintRegex(new RegExp(pattern).source), null));
for (const pattern of refused)
  test(`${pattern.slice(0, 30)} is refused`, () => assert.notEqual(lintRegex(new RegExp(pattern).source), null));
