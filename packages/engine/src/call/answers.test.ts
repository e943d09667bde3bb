import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Case } from '../dsl/spec/case.ts';
import { runCase, type CaseSubject } from './run-case.ts';

const subject: CaseSubject = {
  slug: 'desk',
  integration: {
    base_url: 'https://desk.example',
    resources: {
      people: {
        list: { path: '/people', response_path: 'items' },
        get: { path: '/people/{{id}}', response_path: 'person' },
        plain: { path: '/people/plain', response_path: 'items' },
      },
    },
  },
  mappings: {},
  models: {},
};

async function check(wanted: Omit<Case, 'name'>): Promise<void> {
  const { differences } = await runCase(subject, { name: 'case', ...wanted });
  assert.deepEqual(differences, []);
}

const list = { api: 'proxy', resource: 'people', method: 'list' } as const;
const get = { api: 'proxy', resource: 'people', method: 'get', id: '7' } as const;

test('a list answered as text is never an empty list', async () => {
  const text = { text: '{"items":[{"id":1}]}', headers: { 'content-type': 'text/plain' } };
  await check({
    given: { call: list, answers: [text] },
    gives_error: { code: 'provider.invalid_response', details: { content_type: 'text/plain' } },
  });
  await check({
    given: { call: list, answers: [{ body: 'busy' }] },
    gives_error: { code: 'provider.invalid_response' },
  });
});

test('a list answered with nothing is empty', async () => {
  const empty = { result: [], next_cursor: null, prev_cursor: null, result_count: 0 };
  const bodies: readonly Case['given']['answers'][number]['body'][] = [{}, { items: null }, { items: '' }, null];
  for (const answer of [{ status: 204 }, ...bodies.map((body) => ({ body }))])
    await check({ given: { call: list, answers: [answer] }, gives_response: empty });
});

test('an XML list under another root than response_path says is never an empty list', async () => {
  const xml = (text: string) => ({ text, headers: { 'content-type': 'text/xml' } });
  await check({
    given: { call: list, answers: [xml('<s:Envelope xmlns:s="u"><s:Body><items/></s:Body></s:Envelope>')] },
    gives_error: { code: 'provider.invalid_response', details: { root: 's:Envelope' } },
  });
  await check({ given: { call: list, answers: [xml('<items/>')] }, gives_outcome: { kind: 'ok' } });
});

test('a get answered with nothing is a record that is not there, and the message says where it was looked for', async () => {
  for (const answer of [{ status: 204 }, { body: null }, { body: { people: 1 } }, { text: ' ' }])
    await check({
      given: { call: get, answers: [answer] },
      gives_error: { code: 'provider.error', statusCode: 404 },
    });
});

test('a custom method that answers with a word is a success', async () => {
  const answer = { text: 'OK', headers: { 'content-type': 'text/plain' } };
  await check({
    given: { call: { ...list, method: 'plain' }, answers: [answer] },
    gives_response: { result: null },
  });
});
