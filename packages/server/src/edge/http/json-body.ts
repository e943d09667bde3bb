/** Reads a JSON body, or says why it cannot be. Judges nothing that is in it. */
import { decodeJson, SluiceError } from '@sluice/engine';
import type { FastifyRequest } from 'fastify';

/** Far beyond any API's bodies, far below what would exhaust the stack of whatever walks the value later. */
const MAX_DEPTH = 200;

/** Integers beyond 2^53 are kept digit by digit, on the way in as on the way out. An empty body is no body. */
export function parseJsonBody(
  _request: FastifyRequest,
  given: string | Buffer,
  done: (error: Error | null, body?: unknown) => void,
): void {
  const text = String(given);
  if (text === '') return done(null, undefined);
  if (nestsTooDeeply(text))
    return done(new SluiceError('request.invalid_body', `The body nests deeper than ${MAX_DEPTH} levels.`));
  const decoded = decodeJson(text);
  if (decoded.kind === 'value') return done(null, decoded.value);
  done(new SluiceError('request.invalid_json', 'The body is not valid JSON.'));
}

/** Counts brackets outside of strings. A text with too few characters to nest that deeply is not looked at. */
function nestsTooDeeply(text: string): boolean {
  if (text.length <= 2 * MAX_DEPTH) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(text, at);
    else if (unit === OPEN_BRACKET || unit === OPEN_BRACE) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (unit === CLOSE_BRACKET || unit === CLOSE_BRACE) depth -= 1;
  }
  return false;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Where the string that starts here ends; the end of the text when it does not. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}
