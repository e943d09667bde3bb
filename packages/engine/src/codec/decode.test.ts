import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SluiceError, type ByteSource, type HttpResponse } from '../terms/index.ts';
import { decodeBody, type ResponseFormat } from './body.ts';

interface Probe extends ByteSource {
  readonly calls: string[];
}

function source(content: string | Uint8Array): Probe {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const calls: string[] = [];
  return {
    calls,
    text: async () => (calls.push('text'), new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)),
    bytes: async () => (calls.push('bytes'), bytes),
    async *stream() {
      calls.push('stream');
      yield bytes;
    },
    discard: () => void calls.push('discard'),
  };
}

function answer(
  content: string | Uint8Array,
  contentType?: string,
  rest: Partial<HttpResponse> = {},
): HttpResponse & { body: Probe } {
  const headers = contentType === undefined ? {} : { 'content-type': contentType };
  return { status: 200, headers, body: source(content), ...rest } as HttpResponse & { body: Probe };
}

const latin1 = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

type Row = readonly [
  name: string,
  format: ResponseFormat | null,
  content: string | Uint8Array,
  contentType: string | undefined,
  value: unknown,
];

const readable: readonly Row[] = [
  ['json', null, '{"a":[1,null]}', 'application/json; charset=utf-8', { a: [1, null] }],
  ['json without a content-type', null, '[]', undefined, []],
  ['json by suffix', null, '{"a":1}', 'application/vnd.api+json', { a: 1 }],
  ['json called html', null, '{"a":1}', 'text/html', { a: 1 }],
  ['json with a byte order mark', 'json', '\ufeff{"a":1}', 'text/plain', { a: 1 }],
  [
    'json in another charset',
    'json',
    latin1('{"n":"Zo\u00eb"}'),
    'application/json; charset="ISO-8859-1"',
    { n: 'Zoë' },
  ],
  ['json blank', 'json', ' \r\n', 'application/json', null],
  [
    'xml',
    null,
    '<?xml version="1.0"?><r id="007"><n>0042</n><n>A &amp; B&#233;</n><e/></r>',
    'application/xml',
    { r: { '@id': '007', n: ['0042', 'A & Bé'], e: '' } },
  ],
  [
    'soap',
    null,
    '<s:Envelope xmlns:s="u"><s:Body><x>1</x></s:Body></s:Envelope>',
    'application/soap+xml',
    { 's:Envelope': { '@xmlns:s': 'u', 's:Body': { x: '1' } } },
  ],
  [
    'xml text beside attributes, CDATA',
    'xml',
    '<r><t lang="en">hi</t><c><![CDATA[<!DOCTYPE html> &amp;]]></c></r>',
    undefined,
    { r: { t: { '@lang': 'en', '#text': 'hi' }, c: '<!DOCTYPE html> &amp;' } },
  ],
  [
    'xml in a declared encoding',
    'xml',
    latin1('<?xml version="1.0" encoding="ISO-8859-1"?><n>Zo\u00eb</n>'),
    'text/xml',
    { n: 'Zoë' },
  ],
  [
    'csv',
    null,
    'id,name\r\n007,"A, ""B"""\r\n8,\r\n',
    'text/csv',
    [
      { id: '007', name: 'A, "B"' },
      { id: '8', name: '' },
    ],
  ],
  [
    'csv with semicolons',
    'csv',
    'id;name\n1;a\n\n2;b',
    'application/octet-stream',
    [
      { id: '1', name: 'a' },
      { id: '2', name: 'b' },
    ],
  ],
  ['csv of a header only', 'csv', 'id,name\n', 'text/csv', []],
  ['text', null, 'OK\n', 'text/plain', 'OK\n'],
  ['text in another charset', 'text', latin1('Zo\u00eb'), 'text/plain; charset=latin1', 'Zoë'],
  ['form answers are text', null, 'oauth_token=a&b=c', 'application/x-www-form-urlencoded', 'oauth_token=a&b=c'],
  ['json lines are text', null, '{}\n{}', 'application/x-ndjson', '{}\n{}'],
];

for (const [name, format, content, contentType, value] of readable) {
  test(`decodeBody: ${name}`, async () => {
    const decoded = await decodeBody(format, answer(content, contentType));
    assert.deepEqual(decoded.value, value);
    assert.equal(decoded.hasBigIntegers, false);
  });
}

const secret = 'customer-secret';
const unreadable: readonly (readonly [
  name: string,
  format: ResponseFormat | null,
  content: string,
  contentType: string | undefined,
])[] = [
  ['HTML instead of json', 'json', `<!doctype html><p>${secret}</p>`, 'text/html'],
  ['HTML where nothing is declared', null, `<html>${secret}</html>`, 'text/html; charset=utf-8'],
  ['json cut short', 'json', `{"a":"${secret}","b":[1,`, 'application/json'],
  ['json with a big integer, cut short', 'json', `{"a":12345678901234567890,"b":"${secret}`, 'application/json'],
  ['HTML instead of xml', 'xml', `<!DOCTYPE html><html><body>${secret}</body></html>`, 'text/html'],
  ['xml cut short', 'xml', `<r><a>${secret}</a>`, 'application/xml'],
  ['xml with a document type', 'xml', `<!DOCTYPE r [<!ENTITY a "${secret}">]><r>&a;</r>`, 'application/xml'],
  [
    'xml with a hidden document type',
    'xml',
    `<?xml version="1.0"?><!-- x --> <!DOCTYPE r SYSTEM "${secret}"><r/>`,
    'application/xml',
  ],
  ['xml too deep', 'xml', `${'<a>'.repeat(110)}${secret}${'</a>'.repeat(110)}`, 'application/xml'],
  ['text instead of xml', 'xml', secret, 'text/plain'],
  ['HTML instead of csv', 'csv', `<html>${secret}</html>`, 'text/html'],
  ['csv cut inside quotes', 'csv', `id,name\n1,"${secret}`, 'text/csv'],
  ['csv row longer than its header', 'csv', `id,name\n1,2,${secret}`, 'text/csv'],
  ['unknown charset', 'text', secret, 'text/plain; charset=x-none'],
];

for (const [name, format, content, contentType] of unreadable) {
  test(`decodeBody refuses: ${name}`, async () => {
    await assert.rejects(decodeBody(format, answer(content, contentType)), (error) => {
      assert.ok(error instanceof SluiceError);
      assert.equal(error.code, 'provider.invalid_response');
      assert.ok(
        !JSON.stringify([error.message, error.detail, error.details, String(error.cause ?? '')]).includes(secret),
      );
      return true;
    });
  });
}

test('the error says what was expected, what came, and how long it was', async () => {
  await assert.rejects(decodeBody('json', answer('<html></html>', 'text/html')), (error) => {
    assert.deepEqual((error as SluiceError).details, {
      expected_format: 'json',
      content_type: 'text/html',
      length: 13,
    });
    return true;
  });
});

test('big integers are kept and reported', async () => {
  const text = '{"id":12345678901234567890}';
  const decoded = await decodeBody(null, answer(text, 'application/json'));
  assert.equal(decoded.hasBigIntegers, true);
  assert.equal(JSON.stringify(decoded.value), text);
});

test('no body: by status or by length, let go unread', async () => {
  for (const rest of [{ status: 204 }, { status: 304 }, { headers: { 'content-length': '0' } }]) {
    const response = answer('x', 'application/json', rest);
    assert.equal((await decodeBody('binary', response)).value, null);
    assert.deepEqual(response.body.calls, ['discard']);
  }
});

test('binary is passed through unread', async () => {
  for (const type of ['application/octet-stream', 'application/pdf', 'image/png', 'application/zip']) {
    const response = answer('%PDF', type);
    const decoded = await decodeBody(null, response);
    assert.equal(decoded.format, 'binary');
    assert.equal(decoded.value, response.body);
    assert.deepEqual(response.body.calls, []);
  }
});

test('an entity bomb stays as written', async () => {
  const decoded = await decodeBody('xml', answer('<r>&lol;&lol;&#0;&#x110000;</r>', 'application/xml'));
  assert.deepEqual(decoded.value, { r: '&lol;&lol;&#0;&#x110000;' });
});

test('what reading the body rejects with is passed on', async () => {
  const body = {
    ...source(''),
    text: () => Promise.reject(new SluiceError('provider.response_too_large', 'Too large.')),
  };
  await assert.rejects(decodeBody('json', { status: 200, headers: {}, body }), { code: 'provider.response_too_large' });
});
