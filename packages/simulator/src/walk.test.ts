import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Integration } from './documents.ts';
import { idsOf, inventEntry, startTrial } from './fixtures/invented-provider.ts';

const things = { path: '/things', response_path: 'items' };

test("wrong or missing credentials are the provider's unauthorized", async () => {
  const trial = startTrial(
    inventEntry({ simulation: { errors: { unauthorized: { status: 401, body: { reason: 'token' } } } } }),
  );
  for (const authorization of ['', 'Bearer other']) {
    const heard = await trial.ask('GET', '/things', { headers: { authorization } });
    assert.equal(heard.status, 401);
    assert.deepEqual(heard.json, { reason: 'token' });
  }
});

interface Scheme {
  readonly name: string;
  readonly integration: Partial<Integration>;
  readonly right: { headers?: Record<string, string>; query?: string };
  readonly wrong: { headers?: Record<string, string>; query?: string };
  readonly authenticationMethod?: string;
}

const header = (value: string) => ({ headers: { authorization: value } });
const basic = (text: string) => header(`Basic ${btoa(text)}`);

const schemes: readonly Scheme[] = [
  {
    name: 'header',
    integration: {
      authorization: [{ format: 'header', config: { header_name: 'X-Key', header_value: '{{api_key}}' } }],
    },
    right: { headers: { 'x-key': 'k1' } },
    wrong: { headers: { 'x-key': 'k2' } },
  },
  {
    name: 'query',
    integration: { authorization: [{ format: 'query', config: { name: 'key', value: '{{api_key}}' } }] },
    right: { query: 'a=1&key=k1' },
    wrong: { query: 'key=' },
  },
  {
    name: 'basic',
    integration: {
      authorization: [{ format: 'basic', config: { username: '{{email}}/token', password: '{{api_key}}' } }],
    },
    right: basic('a@example.test/token:k1'),
    wrong: basic('a@example.test:k1'),
  },
  {
    name: 'a list of schemes',
    integration: {
      authorization: [
        { format: 'header', config: { header_name: 'X-Key', header_value: '{{api_key}}' } },
        { format: 'header', config: { header_name: 'X-User', header_value: '{{email}}' } },
      ],
    },
    right: { headers: { 'x-key': 'k1', 'x-user': 'a@example.test' } },
    wrong: { headers: { 'x-key': 'k1' } },
  },
  {
    name: 'a signature over the request',
    integration: {
      authorization: [
        { format: 'header', config: { expression: '{"X-Sign": method & " " & query.a & " " & credentials.api_key}' } },
      ],
    },
    right: { query: 'a=7', headers: { 'x-sign': 'GET 7 k1' } },
    wrong: { query: 'a=8', headers: { 'x-sign': 'GET 7 k1' } },
  },
  {
    name: "the chosen credential's own scheme",
    integration: {
      authorization: [{ format: 'bearer' }],
      credentials: {
        oauth2: { format: 'oauth2' },
        api_key: {
          format: 'api_key',
          config: {
            authorization: [{ format: 'header', config: { header_name: 'X-Key', header_value: '{{api_key}}' } }],
          },
        },
      },
    },
    right: { headers: { 'x-key': 'k1' } },
    wrong: header('Bearer k1'),
    authenticationMethod: 'api_key',
  },
  {
    name: "a method's own scheme",
    integration: {
      resources: {
        things: {
          list: { ...things, authorization: [{ format: 'query', config: { name: 'key', value: '{{api_key}}' } }] },
        },
      },
    },
    right: { query: 'key=k1' },
    wrong: header('Bearer k1'),
  },
];
for (const { name, integration, right, wrong, authenticationMethod } of schemes) {
  test(`credentials: ${name}`, async () => {
    const trial = startTrial(inventEntry({ integration }), {
      credentials: { api_key: 'k1', email: 'a@example.test' },
      authenticationMethod,
    });
    assert.equal((await trial.ask('GET', '/things', wrong)).status, 401);
    assert.equal((await trial.ask('GET', '/things', right)).status, 200);
  });
}

test('a method without credentials lets everyone in', async () => {
  const trial = startTrial(inventEntry({ list: { no_auth: true } }));
  assert.equal((await trial.ask('GET', '/things', { headers: { authorization: '' } })).status, 200);
  assert.equal((await trial.ask('GET', '/things/100', { headers: { authorization: '' } })).status, 401);
});

test('literal paths win over placeholders, `when` decides among methods of one URL', async () => {
  const post = { path: '/graph', method: 'post' } as const;
  const entry = inventEntry({
    integration: {
      resources: {
        things: { get: { path: '/things/{{id}}' }, mine: { path: '/things/mine' } },
        graph: { a: post, b: post },
      },
    },
    routes: {
      'things.mine': { answer: '"mine"' },
      'graph.a': { when: 'body.query = "a"', answer: '"A"' },
      'graph.b': { when: '$contains(body.query, "b")', answer: '"B" & query.x' },
    },
  });
  const trial = startTrial(entry);
  assert.equal((await trial.ask('GET', '/things/mine')).json, 'mine');
  assert.equal((await trial.ask('POST', '/graph', { body: { query: 'a' } })).json, 'A');
  assert.equal((await trial.ask('POST', '/graph', { body: { query: 'ab' }, query: 'x=1' })).json, 'B1');
  assert.equal((await trial.ask('POST', '/graph', { body: { query: 'c' } })).status, 404);
});

test('placeholders in a path: ids are decoded, `query.x` is a query parameter', async () => {
  const entry = inventEntry({
    integration: { resources: { parts: { list: { path: '/things/{{query.thing_id}}/parts/{{id:str}}' } } } },
    routes: {
      'parts.list': { action: 'fixed', answer: '{"thing": query.thing_id, "id": id, "path": path, "q": query.q}' },
    },
  });
  const heard = await startTrial(entry).ask('GET', '/things/7/parts/a%2Fb', { query: 'q=1' });
  assert.deepEqual(heard.json, { thing: '7', id: 'a/b', path: '/api/v1/things/7/parts/a%2Fb', q: '1' });
});

test("base paths: a templated host, a given base_path, a method's own base_url", async () => {
  const path = '/things';
  const at = async (base_url: string, url: string, extra: object = {}) => {
    const entry = inventEntry({ integration: { base_url }, simulation: extra });
    return (await startTrial(entry).ask('GET', url)).status;
  };
  assert.equal(await at('{{instance_url}}/services/v1', `/one/services/v1${path}`), 200);
  assert.equal(await at('https://api.{{region|zone}}.test', `/one${path}`), 200);
  assert.equal(await at('https://x.test/sites/{{site}}/api', `/one/sites/any/api${path}`), 200);
  assert.equal(await at('{{base}}', `/one/api/v9${path}`, { base_path: '/api/v9' }), 200);
  const own = inventEntry({ list: { base_url: 'https://other.test/v2' } });
  assert.equal((await startTrial(own).ask('GET', '/one/v2/things')).status, 200);
});

test('a method nobody simulates lists nothing in its shape, and is not found otherwise', async () => {
  const trial = startTrial(
    inventEntry({
      integration: {
        resources: { notes: { list: { path: '/notes', response_path: 'data.notes' }, get: { path: '/notes/{{id}}' } } },
      },
    }),
  );
  const list = await trial.ask('GET', '/notes');
  assert.deepEqual(list.json, { data: { notes: [] } });
  assert.equal(list.headers['x-simulator-note'], 'notes.list is not simulated');
  assert.equal((await trial.ask('GET', '/notes/1')).status, 404);
});

test('the rate window: headers count down, a full window is refused and opens again', async () => {
  const entry = inventEntry({
    simulation: {
      rate_limit: { limit: 2, window_ms: 10_000 },
      headers: { 'X-Left': 'mount.remaining', 'X-Reset': 'mount.reset_seconds', 'X-None': 'mount.nothing' },
      errors: {
        rate_limited: { status: 429, headers: { 'Retry-After': '{{mount.reset_seconds}}' }, body: { slow: true } },
      },
    },
  });
  const trial = startTrial(entry);
  const first = await trial.ask('GET', '/things');
  assert.deepEqual(
    [first.headers['x-left'], first.headers['x-reset'], first.headers['x-none']],
    ['1', '10', undefined],
  );
  trial.time.nowMs += 4000;
  await trial.ask('GET', '/things');
  const third = await trial.ask('GET', '/things');
  assert.deepEqual([third.status, third.headers['retry-after'], third.headers['x-left']], [429, '6', '0']);
  assert.deepEqual(third.json, { slow: true });
  trial.time.nowMs += 6000;
  assert.equal((await trial.ask('GET', '/things')).status, 200);
});

test('a mount may have another rate limit, or none', async () => {
  const entry = inventEntry({ simulation: { rate_limit: { limit: 1, window_ms: 1000 } } });
  const statuses = async (rateLimit: null | { limit: number; window_ms: number }) => {
    const trial = startTrial(entry, { rateLimit });
    return [
      (await trial.ask('GET', '/things')).status,
      (await trial.ask('GET', '/things')).status,
      (await trial.ask('GET', '/things')).status,
    ];
  };
  assert.deepEqual(await statuses(null), [200, 200, 200]);
  assert.deepEqual(await statuses({ limit: 2, window_ms: 1000 }), [200, 200, 429]);
});

test('latency is told to whoever carries the answer', async () => {
  const heard = await startTrial(inventEntry(), { latencyMs: 40 }).ask('GET', '/things');
  assert.equal(heard.delivery.delayMs, 40);
});

test('lists are filtered by `select`, over query, body or headers', async () => {
  const select =
    '{"where": [query.since ? {"field": "updated_at", "op": "gte", "value": query.since}], "order_by": query.sort}';
  const trial = startTrial(inventEntry({ routes: { 'things.list': { select } } }));
  const heard = await trial.ask('GET', '/things', { query: 'since=2026-04-24T23:06:40Z&sort=-updated_at' });
  const ids = idsOf(heard).map(Number);
  assert.ok(ids.length > 0 && ids.length < 23, `${ids.length} listed`);
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => b - a),
  );
  assert.equal(idsOf(await trial.ask('GET', '/things')).length, 23);
});

test('answers in XML, CSV and text', async () => {
  const shown = (format: 'xml' | 'csv' | 'text', answer: string) =>
    startTrial(
      inventEntry({ list: { response_format: format }, routes: { 'things.list': { action: 'fixed', answer } } }),
    ).ask('GET', '/things');
  const xml = await shown('xml', '{"things": {"thing": [{"id": 1}, {"id": 2}]}}');
  assert.match(xml.text, /<things><thing><id>1<\/id><\/thing><thing><id>2<\/id><\/thing><\/things>$/);
  assert.match(xml.headers['content-type'] ?? '', /xml/);
  const csv = await shown('csv', '[{"id": 1, "name": "a, \\"b\\""}, {"id": 2, "more": {"x": 1}}]');
  assert.equal(csv.text, 'id,name,more\r\n1,"a, ""b""",\r\n2,,"{""x"":1}"\r\n');
  assert.equal((await shown('text', '"plain"')).text, 'plain');
});

test('a mistake in the simulation document is a 500 that says where', async () => {
  const trial = startTrial(
    inventEntry({ routes: { 'things.list': { select: '{"where": {"field": "id", "op": "near"}}' } } }),
  );
  const heard = await trial.ask('GET', '/things');
  assert.equal(heard.status, 500);
  assert.equal(heard.json['code'], 'config.invalid');
});

test('a remembered answer never outlives a write, nor hides a fault', async () => {
  const trial = startTrial(
    inventEntry({ routes: { 'things.list': { show: '{"id": record.id, "name": record.name}' } } }),
  );
  const nameOf = async () => (await trial.ask('GET', '/things')).json.items![5]!['name'];
  assert.equal(await nameOf(), 'Thing 5');
  await trial.ask('PATCH', '/things/105', { body: { name: 'Other' } });
  assert.equal(await nameOf(), 'Other');
  assert.equal((await trial.ask('GET', '/things', { headers: { host: 'localhost:1' } })).status, 200);
  trial.simulator.control.setFaults('one', [{ route: '*', kind: 'change_type', field: 'name' }]);
  assert.deepEqual(await nameOf(), { value: 'Other' });
});
