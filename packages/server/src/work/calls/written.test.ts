import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SluiceError, type CallAnswer, type HttpRequest, type Outcome, type Ports } from '@sluice/engine';
import { hasWritten, recordIdOf, watchWrites } from './written.ts';

const answered = { headers: {}, rateLimit: null };
const ok = { kind: 'ok', status: 201, ...answered, body: {}, data: {}, hasBigIntegers: false } satisfies Outcome;
const refused = {
  kind: 'remote_error',
  code: 'provider.error',
  status: 422,
  ...answered,
  remote: { status: 422, message: null, code: null },
} satisfies Outcome;

function end(outcome: Outcome | null, ...sent: (readonly [method: string, status: number | null])[]): CallAnswer {
  const requests = sent.map(([method, status]) => ({ method, url: 'acme.example/', status, ms: 1 }));
  return { outcome, status: 200, headers: {}, body: {}, requests, recordCount: null, misfits: [] };
}

const judged: Readonly<Record<string, readonly [CallAnswer, boolean]>> = {
  'a success': [end(ok, ['POST', 201]), true],
  'a success of a provider that writes by GET': [end(ok, ['GET', 200]), true],
  'an answer without any request': [end(null), false],
  'a refusal': [end(refused, ['POST', 422]), false],
  'a refusal after a look-up': [end(refused, ['GET', 200], ['POST', 429]), false],
  'a look-up that failed before the write': [end(refused, ['GET', 500]), false],
  'a refusal after an earlier write': [end(refused, ['POST', 201], ['POST', 422]), true],
  'a failure of the provider': [end(refused, ['POST', 502]), true],
  'no answer': [end({ kind: 'unreachable', code: 'provider.timeout', message: '' }, ['DELETE', null]), true],
  'a redirect that was not followed': [end(refused, ['POST', 302]), true],
};
for (const [what, [answer, isWritten]] of Object.entries(judged)) {
  test(`${what}: ${isWritten ? 'something may be written' : 'nothing was written'}`, () => {
    assert.equal(hasWritten(answer), isWritten);
  });
}

const error = (code: 'egress.refused' | 'provider.unreachable' | 'system.shutting_down') => new SluiceError(code, code);
const watched: Readonly<Record<string, readonly [string, number | Error, boolean]>> = {
  'a read that was answered': ['GET', 200, false],
  'a write that was answered': ['POST', 200, true],
  'a write that was refused': ['PATCH', 404, false],
  'a write whose address is not allowed': ['POST', error('egress.refused'), false],
  'a write that got no answer': ['POST', error('provider.unreachable'), true],
  'a write cut off by a stop': ['POST', error('system.shutting_down'), true],
};
for (const [what, [method, status, isWritten]] of Object.entries(watched)) {
  test(`${what} on the wire: ${isWritten ? 'something may be written' : 'nothing was written'}`, async () => {
    const send = async () => {
      if (status instanceof Error) throw status;
      return { status, headers: {}, body: null };
    };
    const { ports, hasWritten: isSeen } = watchWrites({ send } as unknown as Ports);
    assert.equal(isSeen(), false);
    await Promise.allSettled([ports.send({ method } as HttpRequest)]);
    assert.equal(isSeen(), isWritten);
  });
}

test('the id is found in records of every kind, and nothing else is taken for one', () => {
  const idOf = (body: unknown, status = 200) => recordIdOf({ ...end(ok), body, status });
  assert.equal(idOf({ id: 'a1', name: 'Ann' }), 'a1');
  assert.equal(idOf({ id: 71 }), '71');
  assert.equal(idOf({ id: JSON.parse('{"raw":1}') }), null);
  assert.equal(idOf({ result: { id: 'a2' } }), 'a2');
  assert.equal(idOf({ id: 'x'.repeat(256) }), null);
  assert.equal(idOf({ id: 'a1' }, 422), null);
  for (const body of [null, 'text', [], {}, { id: null }, { id: '' }, { id: true }]) assert.equal(idOf(body), null);
  const raw = (JSON as unknown as { rawJSON(text: string): object }).rawJSON('12345678901234567890');
  assert.equal(idOf({ id: raw }), '12345678901234567890');
});
