/** Faults that spoil an answer on its way: late, slow, cut, foreign, too long. Faults inside the answer are the actions' own. */
import type { Fault, FaultKind } from '../faults.ts';
import { atOnce, type Answer, type Delivery } from '../terms.ts';

const mebibyte = 1024 * 1024;

type Spoil = (answer: Answer, fault: Fault) => Answer;

const deliver =
  (change: (fault: Fault) => Partial<Delivery>): Spoil =>
  (answer, fault) => ({ ...answer, delivery: { ...answer.delivery, ...change(fault) } });

const spoils: Readonly<Partial<Record<FaultKind, Spoil>>> = {
  slow: (answer, { ms = 2000 }) => ({
    ...answer,
    delivery: { ...answer.delivery, delayMs: answer.delivery.delayMs + ms },
  }),
  drip: deliver(({ ms = 100, bytes = 64 }) => ({ drip: { pieceBytes: Math.max(1, bytes), everyMs: ms } })),
  disconnect: deliver(() => ({ breaksAt: 0.5 })),
  oversize: deliver(({ bytes = 64 * mebibyte }) => ({ paddingBytes: bytes })),
  // Whole as HTTP, cut as JSON: its length fits, its brackets do not.
  truncate: (answer) => ({ ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) }),
  html: (answer) => ({
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<!doctype html><html><head><title>Sign in</title></head><body><h1>Please sign in</h1></body></html>',
    delivery: answer.delivery,
  }),
};

/** `latencyMs` is the mount's everyday latency. */
export function spoilAnswer(
  answer: Omit<Answer, 'delivery'>,
  input: { faults: readonly Fault[]; latencyMs: number },
): Answer {
  let spoiled: Answer = { ...answer, delivery: { ...atOnce, delayMs: input.latencyMs } };
  for (const fault of input.faults) spoiled = spoils[fault.kind]?.(spoiled, fault) ?? spoiled;
  return spoiled;
}
