import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SluiceError, type Place } from '../terms/index.ts';
import { compileTemplate, compileTemplateTree } from './template.ts';

const place: Place = {
  level: 'base',
  source: 'catalog/integrations/acme/integration.yaml',
  field: 'resources.things.list.query',
};
const scope = {
  subdomain: 'blue',
  query: { state: 'open', count: '7', list: [1, 2], empty: '' },
  body: { name: 'A', tags: ['x'] },
  nothing: null,
  number: 5,
  truth: 'false',
  json: '{"a":1}',
  'odd.key': 'odd',
};
const render = (text: string): unknown => compileTemplate(text, place).render(scope);

const rendered: [text: string, value: unknown][] = [
  ['https://{{subdomain}}.example.com', 'https://blue.example.com'],
  ['{{query.list}}', [1, 2]],
  ['{{query.count:int}}', 7],
  ['{{query.count:int}} items', '7 items'],
  ['{{query.missing|query.state}}', 'open'],
  ['{{query.empty|query.state:ignore-empty-str}}', 'open'],
  ['{{query.missing?:closed}}', 'closed'],
  ['{{query.missing?:12:int}}', 12],
  ['{{query.state:bool}}', true],
  ['{{query.missing:undefined}}', undefined],
  ['{{query.missing:null}}', null],
  ['a{{query.missing:undefined}}b', 'ab'],
  ['{{body:json}}', { name: 'A', tags: ['x'] }],
  ['{{body.tags.0}}', 'x'],
  ['{{nothing}}', null],
  ['{{query.count}}', '7'],
  ['{{body}}', { name: 'A', tags: ['x'] }],
  ['{{number}}', 5],
  ['{{number:str}}', '5'],
  ['n {{number}}', 'n 5'],
  ['{{ query.state }}', 'open'],
  ['{{query.count:num}}', 7],
  ['{{truth:bool}}', false],
  ['{{json:json}}', { a: 1 }],
  ['<{{json:json}}>', '<{"a":1}>'],
  ['{{query.state:json}}', 'open'],
  ['<{{body}}>', '<{"name":"A","tags":["x"]}>'],
  ['{{nothing?:x}}', 'x'],
  ['{{query.missing:int:null}}', null],
  ['{{query.missing:str:null|query.state}}', null],
  ['{{query.missing:int|number:str}}', '5'],
  ['{{query.missing?:2024-01-01T00:00:00Z}}', '2024-01-01T00:00:00Z'],
  ['{{query.missing|query.gone?:a b}}', 'a b'],
  ['{{["odd.key"]}}', 'odd'],
  ['a{{query.missing:null}}b', 'ab'],
  ['{ "a": "{{query.state}}" }', '{ "a": "open" }'],
  ['{{}} {x}', '{{}} {x}'],
  ['no placeholder', 'no placeholder'],
  ['query { a { b } }', 'query { a { b } }'],
];
for (const [text, value] of rendered) test(`${text} renders`, () => assert.deepEqual(render(text), value));

test('a placeholder without a value is an error that names it and its place', () => {
  assert.throws(
    () => render('{{query.missing}}'),
    (error) => {
      assert.ok(error instanceof SluiceError);
      assert.equal(error.code, 'template.unresolved');
      assert.deepEqual(error.details, { placeholder: '{{query.missing}}', ...place });
      return true;
    },
  );
  assert.throws(() => compileTemplate('x-{{nothing}}', place).renderText(scope), { code: 'template.unresolved' });
});

test('a value the caller may leave out: the error says how to write that', () => {
  assert.throws(() => render('{{query.missing:int}}'), { message: /\{\{query\.missing:int:undefined\}\}/ });
  assert.equal(render('{{query.missing:int:undefined}}'), undefined);
  assert.throws(
    () => render('{{absent}}'),
    (error: Error) => !error.message.includes(':undefined'),
  );
});

test('a cast that does not exist is refused when compiled', () => {
  assert.throws(() => compileTemplate('{{query.a:integer}}', place), { code: 'config.invalid' });
});

test('text is encoded where asked, literals are not', () => {
  const template = compileTemplate('/a b/{{query.state}}', place);
  assert.equal(template.renderText({ query: { state: 'x/y' } }, encodeURIComponent), '/a b/x%2Fy');
});

test('names and staticness are known beforehand', () => {
  assert.deepEqual(compileTemplate('{{a.b|c}}{{d}}', place).names, ['a', 'c', 'd']);
  assert.equal(compileTemplate('plain', place).isStatic, true);
  assert.equal(compileTemplateTree({ a: ['b', 1] }, place).isStatic, true);
});

test('trees leave undefined keys out and merge', () => {
  const tree = compileTemplateTree(
    {
      fixed: 1,
      state: '{{query.state}}',
      gone: '{{query.missing:undefined}}',
      list: ['{{query.missing:undefined}}', 'x'],
      deep: { $truto_merge: '{{body:json}}', kept: true },
    },
    place,
  );
  assert.deepEqual(tree.render(scope), {
    fixed: 1,
    state: 'open',
    list: ['x'],
    deep: { kept: true, name: 'A', tags: ['x'] },
  });
});

test('inherited names are not values', () => {
  assert.throws(() => render('{{constructor}}'), { code: 'template.unresolved' });
  assert.throws(() => render('{{query.__proto__.x}}'), { code: 'template.unresolved' });
});

test('a value the cast cannot take is an error, not another value', () => {
  for (const text of ['{{query.state:int}}', '{{query.empty:num}}', '{{body:int}}', '{{query.missing?:x:int}}'])
    assert.throws(() => render(text), { code: 'template.unresolved' }, text);
});

test('in text null is no value, unless the template says what it is', () => {
  const text = (template: string): string => compileTemplate(template, place).renderText(scope);
  assert.throws(() => text('{{nothing}}'), { code: 'template.unresolved' });
  assert.throws(() => render('x{{nothing}}'), { code: 'template.unresolved' });
  assert.equal(text('{{nothing:undefined}}'), '');
  assert.equal(text('{{nothing:null}}'), '');
  assert.equal(text('{{nothing?:x}}'), 'x');
});

test('several objects are merged, later over earlier, all over their neighbours', () => {
  const tree = compileTemplateTree(
    { a: 1, n: { x: 1 }, $merge: ['{{one}}', { b: '{{two}}' }, '{{gone:undefined}}'] },
    place,
  );
  const merged = tree.render({ one: { a: 2, b: 0, n: { y: 2 } }, two: 3 });
  assert.deepEqual(merged, { a: 2, n: { x: 1, y: 2 }, b: 3 });
  assert.throws(() => tree.render({ one: 'text', two: 3 }), { code: 'template.unresolved' });
});

test('fixed trees and fixed parts are handed on as they are', () => {
  const fixed = { list: [1, 'a'] };
  assert.equal(compileTemplateTree(fixed, place).render({}), fixed);
  const tree = compileTemplateTree({ fixed, open: '{{number}}' }, place);
  assert.equal((tree.render(scope) as { fixed: unknown }).fixed, fixed);
});

test('an error in a tree names the key it stands at', () => {
  assert.throws(
    () => compileTemplateTree({ a: [{ b: '{{gone}}' }] }, place).render(scope),
    (error) => error instanceof SluiceError && (error.details as Place).field === 'resources.things.list.query.a.0.b',
  );
});
