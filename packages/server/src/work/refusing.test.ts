import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '@sluice/engine';
import { SluiceError } from '@sluice/engine/terms';
import { z } from 'zod';
import { checkBody } from './checking.ts';
import { refuseFindings } from './linting.ts';

const shape = z.strictObject({ name: z.string(), note: z.string().optional() });

function refusalOf(call: () => unknown): SluiceError {
  try {
    call();
  } catch (error) {
    if (error instanceof SluiceError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('a body that did not say it is JSON is not searched for keys', () => {
  assert.equal(refusalOf(() => checkBody(shape, Buffer.from('name: x'))).code, 'request.unsupported_media_type');
});

test('an unknown key is answered with the keys there are', () => {
  const { code, details } = refusalOf(() => checkBody(shape, { name: 'x', nmae: 'y' }));
  assert.equal(code, 'request.invalid_body');
  assert.match(JSON.stringify(details), /nmae.*allowed: name, note/);
});

test('errors stand before warnings, and the message carries the suggestion', () => {
  const place = { file: 'account override', line: 1, column: 1 };
  const warning: Finding = { ...place, severity: 'warning', path: 'a', message: 'writes "b"', hint: null };
  const error: Finding = { ...place, severity: 'error', path: 'c', message: 'no key', hint: 'did you mean "d"?' };
  const { code, message, details } = refusalOf(() => refuseFindings('account override', [warning, error]));
  assert.equal(code, 'config.invalid');
  assert.deepEqual(details, { findings: [error, warning] });
  assert.ok(message.endsWith('c: no key (did you mean "d"?)'));
  refuseFindings('account override', [warning]);
});
