/** The same resource over its XML form: decoded, paged, written, and in the model no other than over JSON. */
import assert from 'node:assert/strict';
import { walk, type Body } from '../../support/client.ts';
import {
  address,
  counted,
  expect,
  issueOf,
  list,
  numbersOf,
  proxy,
  seeded,
  tickets,
  writeOne,
  type Check,
} from './stage.ts';

export const xmlChecks: readonly Check[] = [
  [
    'XML: proxy list and get',
    async (stage) => {
      const found = await walk(stage.house, address('/proxy/issues-xml', stage.xml, ''), { limit: 250 });
      assert.deepEqual(numbersOf(found), counted(1, seeded));
      const one = expect(await proxy(stage, stage.xml, '/issues-xml/8'), 200);
      assert.equal(one['subject'], (await issueOf(stage, '8'))['subject']);
      return `${found.length} issues, ${one['subject']}`;
    },
  ],
  [
    'XML: proxy create from an element',
    async (stage) => {
      const body = { issue: { project_id: 1, subject: 'By XML & <b>' } };
      const made = expect(await proxy(stage, stage.xml, '/issues-xml', { body }), 200);
      assert.equal((await issueOf(stage, made['id']))['subject'], 'By XML & <b>');
      expect(await proxy(stage, stage.xml, `/issues-xml/${made['id']}`, { method: 'DELETE' }), 200);
      return made['subject'];
    },
  ],
  [
    'XML: the unified list is the same as over JSON',
    async (stage) => {
      const bare = '?truto_ignore_remote_data=1';
      const [overJson, overXml] = [await list(stage, stage.json, bare), await list(stage, stage.xml, bare)];
      const sameLines = (records: readonly Body[]): unknown[] =>
        records.map((record) => ({ ...record, description: record['description']?.replaceAll('\r\n', '\n') ?? null }));
      assert.deepEqual(sameLines(overXml), sameLines(overJson));
      return `${overXml.length} tickets`;
    },
  ],
  ['XML: unified create, update, delete', (stage) => writeOne(stage, stage.xml)],
  [
    'XML: unified incremental filter, refused body',
    async (stage) => {
      const after = await list(stage, stage.xml, '?updated_at[gt]=2026-01-11T06:01:00Z');
      assert.deepEqual(numbersOf(after), [248, 249, 250]);
      const body = expect(await tickets(stage, stage.xml, '', { body: { name: '' } }), 422);
      assert.match(body['remote']['message'], /Subject cannot be blank/);
      return '3 tickets; 422';
    },
  ],
];
