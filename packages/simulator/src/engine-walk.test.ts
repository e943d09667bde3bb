/** The two sides against each other: the engine reads what the simulator plays, in every pagination format, and must find exactly what is there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callProxy, createIntegrationPlan, type HttpResponse, type JsonObject, type Ports } from '@sluice/engine';
import type { Pagination } from './documents.ts';
import {
  allIds,
  host,
  inventEntry,
  startTrial,
  token,
  type Changes,
  type Trial,
} from './fixtures/invented-provider.ts';

function portsFor(trial: Trial): Ports {
  return {
    async send(request) {
      const { pathname, search } = new URL(request.url);
      const body = typeof request.body === 'string' ? request.body : '';
      const answer = await trial.simulator.handler({
        method: request.method,
        url: pathname + search,
        headers: { ...request.headers, host },
        body: new TextEncoder().encode(body),
        isLocal: true,
      });
      return respond(answer.status, answer.headers, answer.body);
    },
    clock: () => trial.time.nowMs,
    random: () => 0.5,
    cursors: { seal: (text) => btoa(text), open: (cursor) => atob(cursor) },
  };
}

function respond(status: number, headers: HttpResponse['headers'], body: string | Uint8Array): HttpResponse {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const source = {
    text: () => Promise.resolve(new TextDecoder().decode(bytes)),
    bytes: () => Promise.resolve(bytes),
    stream: async function* () {
      yield bytes;
    },
    discard: () => undefined,
  };
  return { status, headers, body: source };
}

async function listAll(trial: Trial, changes: Changes, limit: number): Promise<readonly JsonObject[]> {
  const document = { ...inventEntry(changes).integration, base_url: `http://${host}/one/api/v1` };
  const level = { level: 'base', revision: 1, source: 'test', document } as const;
  const integration = createIntegrationPlan({ slug: 'invented', levels: [level] });
  const account = {
    id: 'a',
    environmentId: 'e',
    tenantId: 't',
    integration: 'invented',
    status: 'active',
    authenticationMethod: null,
    context: {},
    credentials: { oauth: { token: { access_token: token } } },
    version: 1,
  } as const;
  const records: JsonObject[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < 20; pages += 1) {
    const answer = await callProxy(portsFor(trial), {
      account,
      env: {},
      integration,
      resource: 'things',
      method: 'list',
      query: { limit, ...(cursor === null ? {} : { next_cursor: cursor }) },
      switches: { responseFormat: 'unified', ignoreRemoteData: false, excludeFields: [], explain: false },
      limits: { timeoutMs: 1000, maxResponseBytes: 1_000_000 },
    });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    const body = answer.body as { result: JsonObject[]; next_cursor: string | null };
    records.push(...body.result);
    cursor = body.next_cursor;
    if (cursor === null) return records;
  }
  return assert.fail('the listing must end');
}

const size = { page_size_param: 'limit' };
const searched = { list: { path: '/things/search', method: 'post' } } as const;
const kinds: readonly (readonly [name: string, pagination: Pagination, changes?: Changes])[] = [
  ['cursor', { format: 'cursor', config: { cursor_field: 'paging.after', ...size } }],
  [
    'cursor in a body',
    {
      format: 'cursor',
      config: { cursor_field: 'next', cursor_param: 'page.after', cursor_in: 'body', page_size_param: 'page.size' },
    },
    searched,
  ],
  [
    'cursor from header to header',
    {
      format: 'cursor',
      config: {
        cursor_field: 'X-Next',
        cursor_from: 'header',
        cursor_param: 'X-After',
        cursor_in: 'header',
        is_cursor_url_encoded: true,
        default_page_size: 5,
      },
    },
  ],
  ['cursor that is a URL', { format: 'cursor', config: { cursor_field: 'next', cursor_is_url: true, ...size } }],
  [
    'cursor that is a URL, verbatim',
    { format: 'cursor', config: { cursor_field: 'next', cursor_is_url: true, verbatim: true, ...size } },
  ],
  [
    'cursor that is a relative URL, own host',
    { format: 'cursor', config: { cursor_field: 'next', cursor_is_url: true, include_path: true, ...size } },
    { routes: { 'things.list': { link: 'relative' } } },
  ],
  [
    'cursor that is a path',
    { format: 'cursor', config: { cursor_field: 'next', cursor_in: 'path', default_page_size: 5 } },
  ],
  ['page', { format: 'page', config: { page_param: 'page', ...size } }],
  [
    'page with totals',
    {
      format: 'page',
      config: { page_param: 'page', first_page: 0, total_pages_field: 'pages', total_field: 'total', ...size },
    },
  ],
  ['offset', { format: 'offset', config: { offset_param: 'start', total_field: 'total', ...size } }],
  [
    'offset told',
    {
      format: 'offset',
      config: { offset_param: 'start', first_offset: 1, next_offset_field: 'next', has_more_field: 'more', ...size },
    },
  ],
  ['link_header', { format: 'link_header', config: size }],
  ['link_header, verbatim', { format: 'link_header', config: { verbatim: true, ...size } }],
  ['keyset', { format: 'keyset', config: { key_field: 'id', key_param: 'since', ...size } }],
  ['range', { format: 'range', config: { unit: 'things' } }],
  ['range without a unit', { format: 'range', config: { unit: '', header_name: 'X-Range' } }],
  [
    'dynamic',
    {
      format: 'dynamic',
      config: {
        get_initial_pagination_values_expression: '{"from": 0}',
        get_pagination_values_expression: 'body.left > 0 ? {"from": paginationValues.from + $count(body.items)} : null',
        values_in: 'query',
        ...size,
      },
    },
    {
      routes: {
        'things.list': {
          select: '{"offset": $number(query.from)}',
          answer: '{"items": records, "left": page.total - page.offset - page.count}',
        },
      },
    },
  ],
];

for (const [name, pagination, changes] of kinds) {
  for (const limit of [5, 23]) {
    test(`the engine reads every record, ${name}, ${limit} a page`, async () => {
      const all = { ...changes, pagination };
      const records = await listAll(startTrial(inventEntry(all)), all, limit);
      assert.deepEqual(
        records.map((record) => record['id']),
        allIds,
      );
    });
  }
}

test('the engine reads every record although the provider silently lowers the page size', async () => {
  const config = { offset_param: 'start', ...size };
  const capped = inventEntry({ pagination: { format: 'offset', config: { ...config, max_page_size: 4 } } });
  const records = await listAll(startTrial(capped), { pagination: { format: 'offset', config } }, 10);
  assert.equal(records.length, allIds.length);
});
