/** Link headers in every spelling RFC 8288 allows, and what of a link is kept. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SluiceError } from '../terms/index.ts';
import { nextUrl, parseLinkHeader } from './link.ts';
import type { PageSeen } from './paginator.ts';

const headers: readonly (readonly [name: string, header: string, expected: Record<string, string>])[] = [
  ['one link', '<https://a.example/x?page=2>; rel="next"', { next: 'https://a.example/x?page=2' }],
  ['several links', '</1>; rel="prev", </3>; rel="next", </9>; rel="last"', { prev: '/1', next: '/3', last: '/9' }],
  ['several relations in one', '</3>; rel="next last"', { next: '/3', last: '/3' }],
  [
    'commas and semicolons inside the brackets',
    '<https://a.example/x?ids=1,2;3>; rel="next", </y>; rel=prev',
    { next: 'https://a.example/x?ids=1,2;3', prev: '/y' },
  ],
  [
    'quoted parameters with commas, quotes, brackets',
    '</x>; title="a, \\"b\\" <c>; rel=\\"prev\\""; rel="next", </y>; rel="prev"',
    { next: '/x', prev: '/y' },
  ],
  ['no quotes, upper case, no blanks', '</x>;REL=Next,</y>;rel=PREV', { next: '/x', prev: '/y' }],
  ['blanks around the equals sign', '</x> ; rel = "next"', { next: '/x' }],
  ['a relation said twice counts the first time', '</x>; rel="next"; rel="prev"', { next: '/x' }],
  ['a parameter without a value', '</x>; crossorigin; rel="next"', { next: '/x' }],
  ['a link about something else', '</x>; rel="next"; anchor="#foo", </y>; rel="prev"', { prev: '/y' }],
  [
    'a relation that is a URL',
    '</x>; rel="https://rels.example/next", </y>; rel=next',
    { 'https://rels.example/next': '/x', next: '/y' },
  ],
  ['nothing', '', {}],
  ['no brackets', 'https://a.example; rel="next"', {}],
  ['cut short', '<https://a.example', {}],
];

describe('parseLinkHeader', () => {
  for (const [name, header, expected] of headers) {
    test(name, () => {
      const found = parseLinkHeader(header).flatMap(({ target, rels }) => rels.map((rel) => [rel, target]));
      assert.deepEqual(Object.fromEntries(found), expected);
    });
  }
});

const seen = (requestUrl: string): PageSeen => ({
  status: 200,
  headers: {},
  body: null,
  records: [],
  requestUrl,
  start: { limit: null, query: {}, url: '', context: {} },
});
const own = { isOwnHost: true, isVerbatim: false };
const away = { isOwnHost: false, isVerbatim: false };
const page = 'https://a.example/v1/things?page=1';

const kept: readonly (readonly [
  name: string,
  link: string,
  from: string,
  use: Parameters<typeof nextUrl>[2],
  expected: string,
])[] = [
  ['absolute on our host loses it', 'https://a.example/v1/things?page=2', page, own, '/v1/things?page=2'],
  [
    'absolute on our host, verbatim',
    'https://a.example/v1/things?q=%7Ea',
    page,
    { ...own, isVerbatim: true },
    'https://a.example/v1/things?q=%7Ea',
  ],
  ['a path stays one', '/services/query/01g-2000', page, own, '/services/query/01g-2000'],
  ['a path that names a host is not taken for one', '//evil.example/x', page, own, 'https://evil.example/x'],
  [
    'a path that would name a host once shortened',
    'https://a.example//evil.example/x',
    page,
    own,
    'https://a.example//evil.example/x',
  ],
  ['another host stays', 'https://eu.a.example/things?page=2', page, own, 'https://eu.a.example/things?page=2'],
  [
    'a path found on another host belongs there',
    '/things?page=3',
    'https://eu.a.example/things?page=2',
    away,
    'https://eu.a.example/things?page=3',
  ],
  ['a query alone', '?page=2', page, own, 'https://a.example/v1/things?page=2'],
  ['a relative path', 'more/2', page, own, 'https://a.example/v1/more/2'],
  ['our host kept', 'http://10.0.0.7:8080/v1/things?page=2', page, { ...own, keepHost: true }, '/v1/things?page=2'],
  [
    'our host kept against two slashes',
    'http://10.0.0.7//evil.example/x',
    page,
    { ...own, keepHost: true },
    '/evil.example/x',
  ],
];

describe('nextUrl', () => {
  for (const [name, link, from, use, expected] of kept) {
    test(name, () => assert.equal(nextUrl(link, seen(from), use), expected));
  }
  test('what is no link', () => {
    assert.throws(
      () => nextUrl('http://[', seen(page), own),
      (error) => error instanceof SluiceError && error.code === 'provider.invalid_response',
    );
  });
});
