import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawInteger } from './big-integer.ts';
import { encodeBody, type BodyFormat, type EncodeOptions } from './body.ts';

const textOf = (body: string | Uint8Array | null) =>
  body instanceof Uint8Array ? new TextDecoder().decode(body) : body;

type Row = readonly [
  name: string,
  format: BodyFormat,
  value: unknown,
  options: EncodeOptions,
  body: string | null,
  contentType: string | null,
];
const xmlStart = '<?xml version="1.0" encoding="UTF-8"?>';
const xmlType = 'application/xml; charset=utf-8';
const formType = 'application/x-www-form-urlencoded';

const rows: readonly Row[] = [
  ['nothing', 'json', undefined, {}, null, null],
  ['json', 'json', { a: [1, null], b: undefined }, {}, '{"a":[1,null]}', 'application/json'],
  [
    'json with a big integer',
    'json',
    { id: rawInteger('12345678901234567890') },
    {},
    '{"id":12345678901234567890}',
    'application/json',
  ],
  ['form', 'form', { a: 'x y', n: null, f: { b: 1 }, l: [1, 2] }, {}, 'a=x%20y&f%5Bb%5D=1&l=1&l=2', formType],
  ['form, brackets', 'form', { l: [1, 2] }, { arrayFormat: 'brackets' }, 'l%5B%5D=1&l%5B%5D=2', formType],
  ['form as text', 'form', 'a=1', {}, 'a=1', formType],
  ['raw text', 'raw', '<x/>', {}, '<x/>', null],
  ['raw number', 'raw', 5, {}, '5', null],
  ['raw nothing', 'raw', null, {}, null, null],
  [
    'graphql',
    'graphql',
    { query: '{ a }', variables: { x: 1 }, other: 1 },
    {},
    '{"query":"{ a }","variables":{"x":1}}',
    'application/json',
  ],
  [
    'xml',
    'xml',
    { r: { '@id': 7, n: ['a', 'b & <c>'], e: null, u: undefined, t: { '@l': 'e"n', '#text': 'hi' } } },
    {},
    `${xmlStart}<r id="7"><n>a</n><n>b &amp; &lt;c&gt;</n><e/><t l="e&quot;n">hi</t></r>`,
    xmlType,
  ],
  [
    'xml leaves out what no document may hold',
    'xml',
    { r: 'a\u0000b\ud800' },
    {},
    `${xmlStart}<r>ab\ufffd</r>`,
    xmlType,
  ],
  ['xml as text', 'xml', '<soap/>', {}, '<soap/>', xmlType],
];

for (const [name, format, value, options, body, contentType] of rows) {
  test(`encodeBody: ${name}`, () => {
    const encoded = encodeBody(format, value, options);
    assert.equal(textOf(encoded.body), body);
    assert.equal(encoded.contentType, contentType);
  });
}

test('raw bytes are passed as they are', () => {
  const bytes = Uint8Array.of(0, 255);
  assert.equal(encodeBody('raw', bytes).body, bytes);
});

test('multipart: text, JSON, bytes, files, lists', () => {
  const value = {
    a: 'x',
    gone: null,
    meta: { k: 1 },
    tags: ['p', 'q'],
    file: { filename: 'a"b\r\n.txt', content_type: 'text/plain; charset=utf-8', data: btoa('hello') },
    blob: Uint8Array.of(104, 105),
  };
  const { body, contentType } = encodeBody('multipart', value, { boundary: 'B', arrayFormat: 'brackets' });
  assert.equal(contentType, 'multipart/form-data; boundary=B');
  const part = (head: string, content: string) =>
    `--B\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
  assert.equal(
    textOf(body),
    part('name="a"', 'x') +
      part('name="meta"\r\nContent-Type: application/json', '{"k":1}') +
      part('name="tags[]"', 'p') +
      part('name="tags[]"', 'q') +
      part('name="file"; filename="a%22b%0D%0A.txt"\r\nContent-Type: text/plain; charset=utf-8', 'hello') +
      part('name="blob"; filename="blob"\r\nContent-Type: application/octet-stream', 'hi') +
      '--B--\r\n',
  );
});

test('multipart keeps bytes as they are', () => {
  const { body } = encodeBody('multipart', { f: { filename: 'x', data: btoa('\u0000\u00ff') } }, { boundary: 'B' });
  const bytes = body as Uint8Array;
  assert.notEqual(bytes.indexOf(255), -1);
  assert.equal(bytes[bytes.indexOf(255) - 1], 0);
});

const refused: readonly (readonly [name: string, format: BodyFormat, value: unknown, code: string])[] = [
  ['a list as form', 'form', [1], 'body.invalid_field'],
  ['an object as raw', 'raw', { a: 1 }, 'body.invalid_field'],
  ['graphql without a document', 'graphql', { variables: {} }, 'body.invalid_field'],
  ['xml with two roots', 'xml', { a: 1, b: 2 }, 'body.invalid_field'],
  ['xml with a list as root', 'xml', { a: [1, 2] }, 'body.invalid_field'],
  ['xml with an impossible name', 'xml', { r: { 'a><b': 1 } }, 'body.invalid_field'],
  ['xml with an object as attribute', 'xml', { r: { '@a': {} } }, 'body.invalid_field'],
  ['multipart of a text', 'multipart', 'x', 'body.invalid_field'],
  ['multipart without a boundary', 'multipart', { a: 1 }, 'system.bug'],
];

for (const [name, format, value, code] of refused) {
  test(`encodeBody refuses: ${name}`, () => assert.throws(() => encodeBody(format, value), { code }));
}

test('multipart refuses files that would break out of their part', () => {
  for (const file of [
    { filename: 'x', data: '***' },
    { filename: 'x', data: '', content_type: 'text/plain\r\nX: 1' },
  ]) {
    assert.throws(() => encodeBody('multipart', { file }, { boundary: 'B' }), { code: 'body.invalid_field' });
  }
});

test('bytes are sent as they are in every format', () => {
  const bytes = new TextEncoder().encode('{"raw":1}');
  for (const format of ['json', 'form', 'multipart', 'raw', 'xml'] as const) {
    assert.deepEqual(encodeBody(format, bytes), { body: bytes, contentType: null }, format);
  }
});
