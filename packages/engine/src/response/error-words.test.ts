/** The usual shapes of error bodies, each with the message and the code found in it. All values are invented. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsOf } from './error-words.ts';

const rows: readonly (readonly [name: string, body: unknown, message: string | null, code: string | null])[] = [
  ['message', { message: 'No such thing' }, 'No such thing', null],
  ['message and code', { code: 1002, message: 'No such thing' }, 'No such thing', '1002'],
  [
    'status, message, category',
    { status: 'error', message: 'Bad property', category: 'VALIDATION_ERROR' },
    'Bad property',
    'VALIDATION_ERROR',
  ],
  ['error with message and code', { error: { message: 'Bad field', code: 'invalid' } }, 'Bad field', 'invalid'],
  ['error as text', { success: false, error: 'Not found' }, 'Not found', null],
  [
    'error as text with more',
    { error: 'Not found', error_info: 'Check the id', success: false },
    'Check the id',
    'Not found',
  ],
  ['OAuth', { error: 'invalid_grant', error_description: 'Token revoked' }, 'Token revoked', 'invalid_grant'],
  [
    'error and description',
    { error: 'RecordInvalid', description: 'Record is invalid' },
    'Record is invalid',
    'RecordInvalid',
  ],
  ['errors of objects', { errors: [{ message: 'First', code: 'a' }, { message: 'Second' }] }, 'First', 'a'],
  ['errors of texts', { success: false, errors: ['invalid_key'] }, 'invalid_key', null],
  [
    'GraphQL',
    { data: null, errors: [{ message: 'Too many', extensions: { code: 'RATELIMITED' } }] },
    'Too many',
    'RATELIMITED',
  ],
  ['JSON:API', { errors: [{ title: 'Invalid', detail: 'Name is too long', code: '17' }] }, 'Name is too long', '17'],
  [
    'a bare list',
    [{ message: 'Limit exceeded', errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
    'Limit exceeded',
    'REQUEST_LIMIT_EXCEEDED',
  ],
  ['detail', { detail: 'Nope' }, 'Nope', null],
  ['title', { title: 'Forbidden' }, 'Forbidden', null],
  [
    'problem details with inner ones',
    { title: 'Bad', detail: 'Bad request', 'o:errorDetails': [{ detail: 'Field x', 'o:errorCode': 'INVALID' }] },
    'Bad request',
    'INVALID',
  ],
  ['upper case', { Message: 'Bad', ErrorNumber: 10 }, 'Bad', '10'],
  [
    'upper case, nested',
    { Fault: { Error: [{ Message: 'Stale', Detail: 'Read again', code: '5010' }], type: 'ValidationFault' } },
    'Stale',
    'ValidationFault',
  ],
  ['a list of messages', { errorMessages: ['Issue does not exist'], errors: {} }, 'Issue does not exist', null],
  ['underscored', { _error: { status: 404, title: 'Not found', message: 'Unknown' } }, 'Unknown', null],
  ['wrapped in response', { response: { errors: [{ errno: 1012, message: 'Gone' }] } }, 'Gone', '1012'],
  ['message as object', { error: { code: 'X/1', message: { lang: 'en', value: 'No entity' } } }, 'No entity', 'X/1'],
  [
    'SOAP fault',
    { 'soap:Envelope': { 'soap:Body': { 'soap:Fault': { faultcode: 'Client', faultstring: 'Invalid page' } } } },
    'Invalid page',
    'Client',
  ],
  ['plain text', 'Something broke', 'Something broke', null],
  ['blank text', '  ', null, null],
  ['nothing', null, null, null],
  ['an empty object', {}, null, null],
  ['an empty list', [], null, null],
  ['nothing that says anything', { id: 'r1', name: 'Ana', ok: false }, null, null],
  ['white space', { message: 'two\n  lines\t' }, 'two lines', null],
];

for (const [name, body, message, code] of rows) {
  test(name, () => assert.deepEqual(wordsOf(body), { message, code }));
}

test('texts are capped at 300 characters', () => {
  const { message, code } = wordsOf({ message: 'm'.repeat(5000), code: 'c'.repeat(5000) });
  assert.equal(message?.length, 300);
  assert.equal(code?.length, 300);
});

test('a body that holds itself ends', () => {
  const body: Record<string, unknown> = {};
  body['error'] = body;
  assert.deepEqual(wordsOf(body), { message: null, code: null });
});
