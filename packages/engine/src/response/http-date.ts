/** HTTP dates (RFC 9110 section 5.6.7) as epoch milliseconds. Reads no clock. */
import { DateTime } from 'luxon';

const months: Readonly<Record<string, number>> = {
  Jan: 0,
  Feb: 1,
  Mar: 2,
  Apr: 3,
  May: 4,
  Jun: 5,
  Jul: 6,
  Aug: 7,
  Sep: 8,
  Oct: 9,
  Nov: 10,
  Dec: 11,
};
const fixdate = /^\s*[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT\s*$/;

/** Null for what is no date. The preferred form is read directly, the two obsolete ones by the date library. */
export function readHttpDate(text: string): number | null {
  const match = fixdate.exec(text);
  const month = match === null ? undefined : months[match[2]!];
  if (match !== null && month !== undefined) {
    return Date.UTC(Number(match[3]), month, Number(match[1]), Number(match[4]), Number(match[5]), Number(match[6]));
  }
  const date = DateTime.fromHTTP(text.trim());
  return date.isValid ? date.toMillis() : null;
}
