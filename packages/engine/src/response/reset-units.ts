/** Every unit in which providers tell a time to wait, each as a function to seconds. Rounds nothing and clamps nothing. */
import { DateTime } from 'luxon';
import type { resetUnits } from '../dsl/spec/rate-limit.ts';
import { readHttpDate } from './http-date.ts';

export type ResetUnit = (typeof resetUnits)[number];

/** What the answer was judged at. */
export interface Moment {
  readonly headers: Readonly<Record<string, string>>;
  /** Our own clock, epoch milliseconds. */
  readonly nowMs: number;
}

/** Seconds from the answer; null for text that is not in the unit. */
export type ToSeconds = (text: string, moment: Moment, zone: string) => number | null;

const leadingNumber = /^\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/;

/** The number a text starts with: `60` of `60, 60;w=1`, as rate-limit headers list their policies after it. */
export function readNumber(text: string): number | null {
  const number = Number(leadingNumber.exec(text)?.[1] ?? Number.NaN);
  return Number.isFinite(number) ? number : null;
}

/**
 * The provider's own time where its Date header tells it: instants it names are then judged by its clock, not by ours.
 */
function nowOf({ headers, nowMs }: Moment): number {
  const date = headers['date'];
  return (date === undefined ? null : readHttpDate(date)) ?? nowMs;
}

const scaled =
  (unitsPerSecond: number): ToSeconds =>
  (text) => {
    const number = readNumber(text);
    return number === null ? null : number / unitsPerSecond;
  };

const until = (instantMs: number | null, moment: Moment): number | null =>
  instantMs === null ? null : (instantMs - nowOf(moment)) / 1000;

const epoch =
  (unitsPerSecond: number): ToSeconds =>
  (text, moment) => {
    const number = readNumber(text);
    return number === null ? null : until((number / unitsPerSecond) * 1000, moment);
  };

const fullDate = /\d{4}-\d\d?-\d\d?|\b\d{1,2} [A-Z][a-z]{2} \d{4}\b/;

/** ISO 8601, SQL style with a blank for the T, or RFC 2822; an offset in the text wins over the zone. A bare time of day is none. */
function readInstant(text: string, zone: string): number | null {
  const trimmed = text.trim();
  if (!fullDate.test(trimmed)) return null;
  for (const read of [DateTime.fromISO, DateTime.fromSQL, DateTime.fromRFC2822]) {
    const found = read(trimmed, { zone });
    if (found.isValid) return found.toMillis();
  }
  return null;
}

const instant: ToSeconds = (text, moment, zone) => until(readInstant(text, zone), moment);
const httpDate: ToSeconds = (text, moment) => until(readHttpDate(text), moment);

export const toSeconds: Readonly<Record<ResetUnit, ToSeconds>> = {
  seconds_left: scaled(1),
  ms_left: scaled(1000),
  epoch_seconds: epoch(1),
  epoch_ms: epoch(1000),
  iso_time: instant,
  http_date: httpDate,
  local_time: instant,
  window_seconds: scaled(1),
  window_ms: scaled(1000),
};

/** Retry-After (RFC 9110 section 10.2.3): a number of seconds or an HTTP date. */
export const retryAfter: ToSeconds = (text, moment, zone) =>
  (/^\s*\d/.test(text) ? toSeconds.seconds_left : httpDate)(text, moment, zone);
