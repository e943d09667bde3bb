/** The proxy, custom and batch apis: the provider's own shape, any path, digits and bytes unharmed on the way in and out. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { connect } from './support/admin.ts';
import { newCatalog, type CatalogDirectory } from './support/catalog.ts';
import { call, walk, type Body } from './support/client.ts';
import { demoToken, startHouse, type House } from './support/house.ts';
import { startProvider, type Asked, type Provider, type Reply } from './support/provider.ts';
import { recordIds } from './support/simulator.ts';

/** Beyond 2^53: as a JavaScript number its last digit is lost. */
const big = '9007199254740993';
const bigger = '123456789012345678901234567890';
const picture = randomBytes(300_000);

let catalog: CatalogDirectory;
let provider: Provider;
let house: House;
let account: string;

before(async () => {
  catalog = await newCatalog();
  await catalog.put('integrations/depot/integration.yaml', {
    base_url: 'https://depot.example',
    authorization: { format: 'header', config: { header_name: 'x-key', header_value: 'key-of-depot' } },
    rate_limit: {
      limit: { header: 'x-limit' },
      remaining: { header: 'x-left' },
      reset: { header: 'x-reset', unit: 'seconds_left' },
    },
    resources: {
      shelves: {
        list: { path: '/shelves', response_path: 'shelves' },
        get: { path: '/shelves/{{id}}' },
        create: { path: '/shelves', method: 'post' },
        update: { path: '/shelves/{{id}}', method: 'patch' },
        delete: { path: '/shelves/{{id}}', method: 'delete' },
        tidy: { path: '/shelves/tidy', method: 'post' },
      },
      items: { list: { path: '/items', query: { shelf: '{{query.shelf}}' }, response_path: 'items' } },
      files: { get: { path: '/files/{{id}}', response_format: 'binary' } },
    },
  });
  const response_mapping = 'response.{"id": id, "first_name": name}';
  const method = (name: string) => ({ resource: 'shelves', method: name, response_mapping });
  await catalog.put('integrations/depot/mappings/crm.yaml', {
    resources: { contacts: { list: method('list'), get: method('get') } },
  });
  provider = await startProvider();
  house = await startHouse({ env: { SLUICE_CATALOG_DIRS: catalog.path, SLUICE_EGRESS_ALLOW: provider.address } });
  account = await connect(house, { integration: 'depot', integration_override: { base_url: provider.url } });
});
beforeEach(() => {
  provider.answer(answer);
  provider.asked.length = 0;
});
after(async () => {
  await house.stop();
  await house.remove();
  await provider.close();
  await catalog.remove();
});

const json = { 'content-type': 'application/json', 'x-limit': '100', 'x-left': '99', 'x-reset': '30' };

function answer({ path, method, query, headers, body }: Asked): Reply {
  if (headers['x-key'] !== 'key-of-depot') return { status: 401, body: {} };
  if (path === '/shelves' && method === 'GET')
    return {
      headers: json,
      body: `{"shelves": [{"id": ${big}, "name": "A", "sizes": [${bigger}, 1.5]}, {"id": 2, "name": "B"}]}`,
    };
  if (path.startsWith('/shelves/') && method === 'GET')
    return { headers: json, body: `{"id": ${big}, "name": "A", "deep": {"n": -${bigger}}}` };
  if (path === '/items') {
    const shelf = query.get('shelf');
    if (shelf === '2') return { status: 500, body: { error: 'no such shelf' } };
    return { body: { items: [{ id: `1 of ${shelf}` }, { id: `2 of ${shelf}` }] } };
  }
  if (path === '/files/7') return { headers: { 'content-type': 'image/png', etag: '"7"' }, body: picture };
  if (path === '/files/8')
    return { headers: { 'content-type': 'image/png', 'content-encoding': 'gzip' }, body: gzipSync(picture) };
  if (path === '/files/9') return { headers: { 'content-type': 'image/png' }, body: picture, breaksAfter: 1000 };
  if (path === '/nothing') return { status: 204 };
  return {
    status: method === 'POST' ? 201 : 200,
    headers: json,
    body: JSON.stringify({ method, body: body.toString() }),
  };
}

const of = (path: string, query = ''): string => `${path}?integrated_account_id=${account}${query}`;

/** The answer as text or bytes, since parsing it would lose what is looked for. */
async function fetchRaw(path: string, init: RequestInit = {}): Promise<{ response: Response; bytes: Buffer }> {
  const headers = { authorization: `Bearer ${demoToken}`, ...(init.headers as Record<string, string>) };
  const response = await fetch(house.url + path, { ...init, headers });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

describe('proxy', () => {
  const collections = [
    ['demo-hubspot', 'contacts', 'contacts', 'id'],
    ['demo-salesforce', 'contacts', 'contacts', 'Id'],
    ['demo-pipedrive', 'persons', 'persons', 'id'],
  ] as const;
  for (const [of, resource, collection, idField] of collections) {
    test(`lists ${resource} of ${of} to exactly what the provider holds`, async () => {
      const records = await walk(house, `/proxy/${resource}?integrated_account_id=${of}`);
      const ids = records.map((record) => String(record[idField]));
      assert.deepEqual(ids.toSorted(), (await recordIds(house, of, collection)).toSorted());
      const { body } = await call(house, `/proxy/${resource}?integrated_account_id=${of}&limit=2`);
      assert.deepEqual(Object.keys(body).toSorted(), ['next_cursor', 'prev_cursor', 'result', 'result_count']);
    });
  }

  test('creates, gets, changes and deletes in the shape of the provider', async () => {
    const path = '/proxy/persons';
    const query = '?integrated_account_id=demo-pipedrive';
    const made = await call(house, path + query, {
      body: { name: 'Proxy Person', emails: [{ value: 'p@northwind.example' }] },
    });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    const { id } = made.body;
    assert.equal((await call(house, `${path}/${id}${query}`)).body['name'], 'Proxy Person');
    const changed = await call(house, `${path}/${id}${query}`, { method: 'PATCH', body: { name: 'Changed' } });
    assert.equal(changed.body['name'], 'Changed');
    assert.equal((await call(house, `${path}/${id}${query}`, { method: 'DELETE' })).status, 200);
    const gone = await call(house, `${path}/${id}${query}`);
    assert.deepEqual([gone.status, gone.body['code'], gone.body['is_remote_error']], [410, 'provider.error', true]);
  });

  test('runs a custom method with its body', async () => {
    const { status, body } = await call(house, of('/proxy/shelves/tidy'), { body: { by: 'size' } });
    assert.equal(status, 200);
    assert.deepEqual(body, { result: { method: 'POST', body: '{"by":"size"}' } });
  });
});

describe('integers beyond 2^53 keep their digits', () => {
  test('in lists and records of the proxy, and through the custom api', async () => {
    for (const path of [of('/proxy/shelves'), of('/proxy/shelves/1'), of('/custom/shelves'), of('/custom/shelves/1')]) {
      const text = (await fetchRaw(path)).bytes.toString();
      assert.ok(text.includes(`"id":${big}`), text.slice(0, 300));
      assert.ok(text.includes(bigger), text.slice(0, 300));
    }
  });

  test('in remote_data and in the id of unified records, which is a text', async () => {
    for (const path of [of('/unified/crm/contacts'), of('/unified/crm/contacts/1')]) {
      const text = (await fetchRaw(path)).bytes.toString();
      assert.ok(text.includes(`"id":"${big}"`), text.slice(0, 300));
      assert.ok(text.includes(`"remote_data":{"id":${big}`), text.slice(0, 400));
      assert.ok(text.includes(bigger));
    }
    const explained = (await fetchRaw(of('/unified/crm/contacts', '&explain=1'))).bytes.toString();
    assert.equal(explained.includes('9007199254740992'), false);
  });

  test('on the way to the provider', async () => {
    const body = `{"id":${big},"list":[${bigger}],"rate":1.5}`;
    const headers = { 'content-type': 'application/json' };
    for (const [path, method] of [
      ['/proxy/shelves', 'POST'],
      ['/custom/anything', 'PUT'],
    ] as const) {
      provider.asked.length = 0;
      const { response } = await fetchRaw(of(path), { method, headers, body });
      assert.ok(response.ok);
      assert.equal(provider.asked[0]!.body.toString(), body);
    }
  });
});

describe('custom', () => {
  test('takes every verb, with query and body as they are and the credentials of the account', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      provider.asked.length = 0;
      const options = method === 'GET' || method === 'DELETE' ? { method } : { method, body: { a: [1, null] } };
      const query = '&limit=3&response_format=x&tag=a&tag=b&name=%C3%A9%20%26';
      const { status, body } = await call(house, of('/custom/some/path', query), options);
      assert.equal(status, method === 'POST' ? 201 : 200, method);
      assert.equal(body['method'], method);
      const [asked] = provider.asked;
      assert.equal(asked!.path, '/some/path');
      assert.deepEqual(asked!.query.getAll('tag'), ['a', 'b']);
      assert.deepEqual(
        [asked!.query.get('limit'), asked!.query.get('response_format'), asked!.query.get('name')],
        ['3', 'x', 'é &'],
      );
      assert.equal(asked!.query.has('integrated_account_id'), false);
      assert.equal(asked!.headers['x-key'], 'key-of-depot');
      assert.equal(JSON.stringify(asked!.headers).includes(demoToken), false, 'our own token stays here');
      if ('body' in options) assert.equal(asked!.body.toString(), '{"a":[1,null]}');
    }
    assert.equal((await call(house, of('/custom/nothing'))).status, 204);
    for (const [path, type, length] of [
      ['/custom/files/7', 'image/png', String(picture.length)],
      ['/custom/shelves', 'application/json', null],
    ] as const) {
      const { status, body, headers } = await call(house, of(path), { method: 'HEAD' });
      assert.deepEqual([status, body], [200, '']);
      assert.ok(headers.get('content-type')!.startsWith(type), path);
      if (length !== null) assert.equal(headers.get('content-length'), length);
      assert.equal(provider.asked.at(-1)!.method, 'HEAD');
    }
  });

  test('sends other content types byte by byte', async () => {
    const upload = randomBytes(50_000);
    const headers = { 'content-type': 'application/octet-stream' };
    const { response } = await fetchRaw(of('/custom/upload'), { method: 'POST', headers, body: upload });
    assert.equal(response.status, 201);
    assert.deepEqual(provider.asked[0]!.body, upload);
    assert.equal(provider.asked[0]!.headers['content-type'], 'application/octet-stream');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    await fetchRaw(of('/custom/form'), { method: 'POST', headers: form, body: 'a=1&b=%20' });
    assert.equal(provider.asked[1]!.body.toString(), 'a=1&b=%20');
  });

  test('goes to no other host, however the path is written', async () => {
    for (const path of [
      '//evil.example/x',
      '/http://evil.example/x',
      '/%2F%2Fevil.example/x',
      '/..%5C..%5Cx',
      '/@evil.example',
    ]) {
      provider.asked.length = 0;
      const answered = await call(house, of(`/custom${path}`));
      const isOurs =
        provider.asked.length === 1 || answered.body['code'] === 'request.invalid_query' || answered.status === 404;
      assert.ok(isOurs, `${path}: ${answered.status} ${JSON.stringify(answered.body)}`);
    }
  });
});

describe('binary', () => {
  test('passes through byte by byte, with its type and length', async () => {
    for (const path of [of('/proxy/files/7'), of('/custom/files/7')]) {
      const { response, bytes } = await fetchRaw(path);
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('content-type'), 'image/png');
      assert.equal(response.headers.get('content-length'), String(picture.length));
      assert.equal(response.headers.get('etag'), '"7"');
      assert.ok(bytes.equals(picture), path);
    }
  });

  test('that was packed on the way is whole, without the length of the packed one', async () => {
    const { response, bytes } = await fetchRaw(of('/custom/files/8'));
    assert.ok(bytes.equals(picture));
    assert.notEqual(response.headers.get('content-length'), String(gzipSync(picture).length));
  });
});

describe('binary that breaks off', () => {
  test('breaks off for the caller too, and is never a whole file', async () => {
    await assert.rejects(fetchRaw(of('/custom/files/9')), TypeError);
    assert.equal((await fetchRaw(of('/custom/files/7'))).response.status, 200);
  });
});

test('rate limits the provider tells are on every success, in our names', async () => {
  for (const path of [of('/proxy/shelves'), of('/unified/crm/contacts'), of('/custom/shelves')]) {
    const { status, headers } = await call(house, path);
    assert.equal(status, 200);
    const told = ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'].map((name) => headers.get(name));
    assert.deepEqual(told, ['100', '99', '30'], path);
    assert.ok(Math.abs(Number(headers.get('x-ratelimit-reset-at')) - (Date.now() / 1000 + 30)) < 3, path);
    assert.equal(headers.get('retry-after'), null, 'only where one has to wait');
    assert.equal(headers.get('x-limit'), null, 'the names of the provider stay there');
  }
});

describe('batch', () => {
  const batch = (resources: readonly object[]): Promise<Body> =>
    call(house, '/batch-request', { body: { integrated_account_id: account, args: { note: 'n' }, resources } }).then(
      ({ status, body }) => {
        assert.equal(status, 200, JSON.stringify(body));
        return body;
      },
    );

  test('runs a child once for each record of its parent, in whatever order they are written; failures stay apart', async () => {
    const { result, errors } = await batch([
      { resource: 'items', query: { shelf: '{{resources.shelves.id}}' }, depends_on: 'shelves' },
      { resource: 'shelves' },
      { resource: 'crm/contacts', response_format: 'normalized' },
      { name: 'made', resource: 'shelves', method: 'create', body: { note: '{{args.note}}' } },
    ]);
    assert.deepEqual(
      result['items'].map(({ id }: Body) => id),
      [`1 of ${big}`, `2 of ${big}`],
    );
    assert.equal(errors['items'].length, 1);
    assert.deepEqual([errors['items'][0]['code'], errors['items'][0]['remote']['status']], ['provider.error', 500]);
    assert.deepEqual(
      result['crm/contacts'].map((record: Body) => record['id']),
      [big, '2'],
    );
    assert.equal('remote_data' in result['crm/contacts'][0], false);
    assert.deepEqual(JSON.parse(result['made'][0]['body']), { note: 'n' });
    assert.deepEqual(Object.keys(errors), ['items']);
    const shelvesAsked = provider.asked.filter(({ path, method }) => path === '/shelves' && method === 'GET');
    assert.equal(shelvesAsked.length, 2, 'once for itself, once for the unified list');
  });

  test('is refused whole when it cannot be put in order', async () => {
    const circle = [
      { name: 'a', resource: 'shelves', depends_on: 'b' },
      { name: 'b', resource: 'items', depends_on: 'a' },
    ];
    for (const resources of [circle, [{ resource: 'items', depends_on: 'nothing' }], []]) {
      const { status, body } = await call(house, '/batch-request', {
        body: { integrated_account_id: account, resources },
      });
      assert.deepEqual([status, body['code']], [400, 'request.invalid_body']);
    }
    assert.equal(provider.asked.length, 0);
  });
});
