/** CSV with a header row (RFC 4180) to a list of objects. Values stay text, so that ids and leading zeros survive. */
// oxlint-disable-next-line typescript/triple-slash-reference -- a program that includes this file by import only finds the types no other way
/// <reference path="./papaparse.d.ts" />
import papaparse from 'papaparse/papaparse.js';
import type { DecodedText } from './format.ts';
import { problemOf } from './invalid-response.ts';

/** The delimiter (comma, semicolon, tab, bar) is found from the text. A row that is too short lacks the last keys. */
export function decodeCsv(text: string): DecodedText {
  if (/^\s*</.test(text)) return { kind: 'unfit', problem: problemOf(text, 'is not CSV') };
  const { data, errors } = papaparse.parse(text, { header: true, skipEmptyLines: 'greedy' });
  if (errors.some(({ type }) => type === 'Quotes'))
    return { kind: 'unfit', problem: 'has an unclosed quote, or is cut short' };
  if (errors.some(({ code }) => code === 'TooManyFields'))
    return { kind: 'unfit', problem: 'has a row with more fields than its header' };
  return { kind: 'value', value: data, hasBigIntegers: false };
}
