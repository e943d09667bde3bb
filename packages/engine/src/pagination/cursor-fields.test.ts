/** Single questions to cursors and keys: odd ones, missing ones, later pages, refusals. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Pagination } from '../dsl/spec/pagination.ts';
import { SluiceError } from '../terms/index.ts';
import { placeOf, run, second, startAt } from './fixtures/walk.ts';
import { compilePagination } from './pagination.ts';

const codeIs = (code: string) => (error: unknown) => error instanceof SluiceError && error.code === code;
describe('cursors', () => {
  const cursor = { cursor_field: 'next' };
  const raw = (digits: string) => (JSON as unknown as { rawJSON(text: string): object }).rawJSON(digits);

  test('what ends a listing', async () => {
    for (const next of [undefined, null, '', false, 0]) {
      assert.equal(
        (await second({ format: 'cursor', config: cursor }, { body: { next } })).position,
        null,
        String(next),
      );
    }
    assert.equal((await second({ format: 'cursor', config: cursor }, { body: 'text' })).position, null);
    assert.equal(
      (
        await second(
          { format: 'cursor', config: { ...cursor, has_more_field: 'more' } },
          { body: { next: 'a', more: null } },
        )
      ).position,
      null,
    );
  });

  test('a has_more_field that is not there says nothing', async () => {
    assert.notEqual(
      (await second({ format: 'cursor', config: { ...cursor, has_more_field: 'more' } }, { body: { next: 'a' } }))
        .position,
      null,
    );
  });

  test('numbers stay numbers, big ones keep every digit', async () => {
    assert.deepEqual((await second({ format: 'cursor', config: cursor }, { body: { next: 42 } })).ask, {
      query: { next: 42 },
    });
    assert.deepEqual(
      (await second({ format: 'cursor', config: cursor }, { body: { next: raw('9007199254740993') } })).ask,
      { query: { next: '9007199254740993' } },
    );
    const keyset: Pagination = {
      format: 'keyset',
      config: { key_field: 'id', key_param: 'since', default_page_size: 1 },
    };
    assert.deepEqual((await second(keyset, { body: [], records: [{ id: raw('9007199254740993') }] })).ask, {
      query: { since: '9007199254740993' },
    });
  });

  test('an object where a cursor should be is refused, not taken for the end', async () => {
    for (const next of [{ after: 'a' }, ['a'], true]) {
      await assert.rejects(
        second({ format: 'cursor', config: cursor }, { body: { next } }),
        codeIs('provider.invalid_response'),
      );
    }
  });

  test('a record without its key is refused, not taken for the end', async () => {
    const keyset: Pagination = { format: 'keyset', config: { key_field: 'id', key_param: 'since' } };
    await assert.rejects(second(keyset, { body: [], records: [{ name: 'x' }] }), codeIs('provider.invalid_response'));
  });

  test('a literal key wins over a dotted path', async () => {
    const odata: Pagination = { format: 'cursor', config: { cursor_field: 'odata.next' } };
    assert.deepEqual((await second(odata, { body: { 'odata.next': 'a', odata: { next: 'b' } } })).ask, {
      query: { next: 'a' },
    });
  });

  test('later pages: headers, no body, page size in the body as text', async () => {
    const config: Pagination = {
      format: 'cursor',
      config: {
        ...cursor,
        cursor_in: 'body',
        page_size_param: 'page.size',
        page_size_type: 'string',
        default_page_size: 9,
        headers: { 'X-Page': 'later', 'X-Region': '{{context.region}}' },
        ignore_body: true,
      },
    };
    const { paginator, ask } = await second(config, { body: { next: 'a' } });
    assert.deepEqual(ask, {
      body: { next: 'a', page: { size: '9' } },
      headers: { 'x-page': 'later', 'x-region': 'eu' },
      withoutBody: true,
    });
    assert.deepEqual(paginator.request(await paginator.first(startAt(null), run)), { body: { page: { size: '9' } } });
  });

  test('fixed headers of later pages do not travel in the cursor', async () => {
    const { position, ask } = await second(
      { format: 'cursor', config: { ...cursor, headers: { 'X-Page': 'later' } } },
      { body: { next: 'a' } },
    );
    assert.deepEqual(position, { kind: 'cursor', cursor: 'a', size: null });
    assert.deepEqual(ask?.headers, { 'x-page': 'later' });
  });

  test('a header cannot be taken away on later pages', () => {
    assert.throws(
      () => compilePagination({ format: 'cursor', config: { ...cursor, headers: { accept: null } } }, placeOf),
      codeIs('config.invalid'),
    );
  });

  test('an empty path is refused at load', () => {
    assert.throws(
      () => compilePagination({ format: 'cursor', config: { cursor_field: '' } }, placeOf),
      codeIs('config.invalid'),
    );
  });

  test('a cursor that is not URL-encoded where it should be', async () => {
    await assert.rejects(
      second({ format: 'cursor', config: { ...cursor, is_cursor_url_encoded: true } }, { body: { next: '%zz' } }),
      codeIs('provider.invalid_response'),
    );
  });
});
