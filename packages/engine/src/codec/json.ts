/** JSON both ways. Integers beyond 2^53 survive a round trip digit by digit. */
import { mayHoldBigInteger, parseKeepingBigIntegers } from './big-integer.ts';
import type { DecodedText, Encoded } from './format.ts';
import { problemOf } from './invalid-response.ts';

/** RFC 8259: always UTF-8, no charset parameter. */
export function encodeJson(value: unknown): Encoded {
  return { body: JSON.stringify(value), contentType: 'application/json' };
}

export function decodeJson(text: string): DecodedText {
  try {
    if (!mayHoldBigInteger(text)) return { kind: 'value', value: JSON.parse(text), hasBigIntegers: false };
    return { kind: 'value', ...parseKeepingBigIntegers(text) };
  } catch (error) {
    // The parser's message quotes the text, so it must go no further.
    if (error instanceof SyntaxError) return { kind: 'unfit', problem: problemOf(text, brokenness(text)) };
    throw error;
  }
}

/** A text that starts like JSON and does not end like it was most likely cut on the way. */
function brokenness(text: string): string {
  const first = text.trimStart()[0];
  const last = text.trimEnd().at(-1);
  if ((first === '{' && last !== '}') || (first === '[' && last !== ']')) return 'is JSON cut short';
  return 'is not JSON';
}
