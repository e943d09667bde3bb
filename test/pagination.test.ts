/** Every pagination format through the whole house to exactly what the provider holds; and providers that count badly or never end. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { connect } from './support/admin.ts';
import { newCatalog, type CatalogDirectory } from './support/catalog.ts';
import { call, walk, type Answer, type Body } from './support/client.ts';
import { startHouse, type House } from './support/house.ts';
import { kinds, type Kind } from './support/paging-kinds.ts';
import { startProvider, type Asked, type Provider, type Reply } from './support/provider.ts';
import { launchSimulator, recordIds, type SimulatorProcess } from './support/simulator.ts';

const COUNT = 60;
let catalog: CatalogDirectory;
let simulator: SimulatorProcess;
let provider: Provider;
let house: House;
/** Slug -> id of its account. */
const accounts: Record<string, string> = {};

before(async () => {
  catalog = await newCatalog();
  for (const [slug, kind] of Object.entries(kinds)) await putKind(slug, kind);
  await putOdd();
  simulator = await launchSimulator(catalog.path);
  provider = await startProvider(answerOddly);
  house = await startHouse({
    env: { SLUICE_CATALOG_DIRS: catalog.path, SLUICE_EGRESS_ALLOW: `${simulator.address},${provider.address}` },
  });
  for (const slug of Object.keys(kinds)) {
    const base_url = `${simulator.simulatorUrl}/${slug}/api`;
    accounts[slug] = await connect(house, { integration: slug, integration_override: { base_url } });
  }
  accounts['odd'] = await connect(house, { integration: 'odd', integration_override: { base_url: provider.url } });
});
after(async () => {
  await house.stop();
  await house.remove();
  await provider.close();
  assert.equal(await simulator.stop(), 0);
  await catalog.remove();
});

async function putKind(slug: string, { pagination, list, route = {} }: Kind): Promise<void> {
  const folder = `integrations/${slug}`;
  await catalog.put(`${folder}/integration.yaml`, {
    base_url: 'https://paging.example/api',
    pagination,
    resources: { things: { list: { path: '/things', response_path: 'items', ...list } } },
  });
  await catalog.put(`${folder}/simulation.yaml`, {
    collections: { things: { count: COUNT, id_field: 'id', record: '{"id": 100 + n, "name": "Thing " & n}' } },
    routes: { 'things.list': route },
  });
  const response_mapping = 'response.{"id": id, "first_name": name}';
  const contacts = { list: { resource: 'things', method: 'list', response_mapping } };
  await catalog.put(`${folder}/mappings/crm.yaml`, { resources: { contacts } });
}

describe('the simulator is read to its last record, each once, in its order', () => {
  for (const [slug, { isFixed }] of Object.entries(kinds)) {
    test(slug, async () => {
      const held = await recordIds(simulator, slug, 'things');
      assert.equal(held.length, COUNT);
      // Not a divisor, a divisor (a last page that is full), all of them, more than there are.
      for (const limit of isFixed === true ? [100] : [7, 10, COUNT, 100]) {
        const proxied = await walk(house, `/proxy/things?integrated_account_id=${accounts[slug]}`, { limit });
        assert.deepEqual(
          proxied.map(({ id }) => String(id)),
          held,
          `proxy, ${limit} a page`,
        );
      }
      const unified = await walk(house, `/unified/crm/contacts?integrated_account_id=${accounts[slug]}`, { limit: 7 });
      assert.deepEqual(
        unified.map(({ id }) => id),
        held,
        'unified',
      );
      const unpaged = await call(house, `/proxy/things?integrated_account_id=${accounts[slug]}`);
      assert.equal(unpaged.status, 200, 'without a limit');
    });
  }

  test('and backward where the provider can be asked for it', async () => {
    for (const slug of ['page', 'offset']) {
      const path = `/proxy/things?integrated_account_id=${accounts[slug]}&limit=7`;
      const first = await call(house, path);
      const second = await call(house, `${path}&next_cursor=${first.body['next_cursor']}`);
      const back = await call(house, `${path}&next_cursor=${second.body['prev_cursor']}`);
      assert.deepEqual(back.body['result'], first.body['result'], slug);
      assert.equal(first.body['prev_cursor'], null);
    }
  });
});

const people = Array.from({ length: 25 }, (_, n) => ({ id: n + 1 }));
const byPage = { format: 'page', config: { page_param: 'page', page_size_param: 'limit' } };
const byOffset = {
  format: 'offset',
  config: { offset_param: 'start', page_size_param: 'limit', total_field: 'total' },
};
const byCursor = {
  format: 'cursor',
  config: { cursor_field: 'next', cursor_param: 'after', page_size_param: 'limit' },
};

interface Oddity {
  readonly pagination: object;
  readonly answer: (asked: {
    page: number;
    start: number;
    limit: number;
    after: string;
    since: number;
    url: string;
  }) => object;
}

/** Resource -> a provider that does not do what it should. */
const honest: Readonly<Record<string, Oddity>> = {
  'total-too-low': {
    pagination: byOffset,
    answer: ({ start, limit }) => ({ items: people.slice(start, start + limit), total: 3 }),
  },
  'total-too-high': {
    pagination: byOffset,
    answer: ({ start, limit }) => ({ items: people.slice(start, start + limit), total: 1000 }),
  },
  'page-size-clamped': {
    pagination: byOffset,
    answer: ({ start }) => ({ items: people.slice(start, start + 4), total: people.length }),
  },
  'empty-page-with-a-cursor': {
    pagination: byCursor,
    answer({ after }) {
      const at = Number(after || 0);
      const items = at % 2 === 0 ? people.slice((at / 2) * 5, (at / 2) * 5 + 5) : [];
      return { items, next: at < 8 ? String(at + 1) : null };
    },
  },
  'cursor-that-is-a-number': {
    pagination: byCursor,
    answer: ({ after }) => ({
      items: people.slice(Number(after || 0), Number(after || 0) + 5),
      next: Number(after || 0) + 5 < 25 ? Number(after || 0) + 5 : 0,
    }),
  },
};

const endless: Readonly<Record<string, Oddity>> = {
  'page-ignored': { pagination: byPage, answer: ({ limit }) => ({ items: people.slice(0, limit) }) },
  'offset-ignored': { pagination: byOffset, answer: ({ limit }) => ({ items: people.slice(0, limit), total: 25 }) },
  'cursor-repeated': {
    pagination: byCursor,
    answer: () => ({ items: [{ id: (answered += 1) }], next: 'again' }),
  },
  'cursors-in-a-circle': {
    pagination: byCursor,
    answer: ({ after }) => ({ items: [{ id: (answered += 1) }], next: { '': 'a', a: 'b', b: 'c', c: 'a' }[after] }),
  },
  'key-ignored': {
    pagination: { format: 'keyset', config: { key_field: 'id', key_param: 'since', page_size_param: 'limit' } },
    answer: ({ limit }) => ({ items: people.slice(0, limit) }),
  },
  'link-to-itself': {
    pagination: { format: 'cursor', config: { cursor_field: 'next', cursor_is_url: true } },
    answer: ({ url }) => ({ items: [{ id: (answered += 1) }], next: url }),
  },
  'no-end': {
    pagination: { format: 'cursor', config: { ...byCursor.config, max_pages: 6 } },
    answer: () => ({ items: [{ id: (answered += 1) }], next: `c${answered}` }),
  },
};
let answered = 0;

async function putOdd(): Promise<void> {
  const resources = Object.fromEntries(
    Object.entries({ ...honest, ...endless, ...strange }).map(([name, { pagination }]) => [
      name,
      { list: { path: `/${name}`, response_path: 'items', pagination } },
    ]),
  );
  await catalog.put('integrations/odd/integration.yaml', { base_url: 'https://odd.example', resources });
}

/** Links that lead where nobody may go. */
const strange: Readonly<Record<string, Oddity>> = {
  'link-elsewhere': {
    pagination: { format: 'cursor', config: { cursor_field: 'next', cursor_is_url: true } },
    answer: ({ url }) => ({ items: people.slice(0, 2), next: url.replace('127.0.0.1', 'localhost') }),
  },
  'link-inside': {
    pagination: {
      format: 'cursor',
      config: { cursor_field: 'next', cursor_is_url: true, link_hosts: ['169.254.169.254'] },
    },
    answer: () => ({ items: people.slice(0, 2), next: 'http://169.254.169.254/latest/meta-data' }),
  },
  'link-to-a-file': {
    pagination: { format: 'cursor', config: { cursor_field: 'next', cursor_is_url: true } },
    answer: () => ({ items: people.slice(0, 2), next: 'file:///etc/passwd' }),
  },
};

function answerOddly({ path, query }: Asked): Reply {
  const oddity = { ...honest, ...endless, ...strange }[path.slice(1)];
  if (oddity === undefined) return { status: 404, body: {} };
  const number = (name: string, otherwise: number): number => Number(query.get(name) ?? otherwise);
  const body = oddity.answer({
    page: number('page', 1),
    start: number('start', 0),
    limit: number('limit', 10),
    after: query.get('after') ?? '',
    since: number('since', 0),
    url: `${provider.url}${path}?${query}`,
  });
  return { body };
}

const listOdd = (name: string, paging = '&limit=5'): Promise<Answer> =>
  call(house, `/proxy/${name}?integrated_account_id=${accounts['odd']}${paging}`);

describe('a provider that counts badly is still read whole', () => {
  for (const name of Object.keys(honest)) {
    test(name, async () => {
      const records = await walk(house, `/proxy/${name}?integrated_account_id=${accounts['odd']}`, { limit: 5 });
      assert.deepEqual(records, people);
    });
  }
});

describe('a provider that never ends is told as pagination.loop', () => {
  for (const name of Object.keys(endless)) {
    test(name, async () => {
      let answer = await listOdd(name);
      assert.equal(answer.status, 200, 'the first page is good');
      for (let pages = 1; answer.status === 200 && pages < 10; pages += 1) {
        const next: Body = answer.body['next_cursor'];
        assert.notEqual(next, null, 'no silent stop');
        answer = await listOdd(name, `&limit=5&next_cursor=${next}`);
      }
      assert.deepEqual([answer.status, answer.body['code']], [502, 'pagination.loop'], JSON.stringify(answer.body));
      assert.equal('result' in answer.body, false);
    });
  }
});

test('a link to another host, inside or to a file is not followed, whoever gave it', async () => {
  const refusals = {
    'link-elsewhere': 'provider.invalid_response',
    'link-inside': 'egress.refused',
    'link-to-a-file': 'provider.invalid_response',
  };
  for (const [name, code] of Object.entries(refusals)) {
    const first = await listOdd(name);
    assert.equal(first.status, 200, name);
    const sent = provider.asked.length;
    const answer = await listOdd(name, `&limit=5&next_cursor=${first.body['next_cursor']}`);
    assert.equal(answer.body['code'], code, name);
    assert.equal(provider.asked.length, sent, 'nothing was sent');
  }
});
