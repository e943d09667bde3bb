/**
 * Instants as host objects, so that `$dtFromIso(x).toUTC().toISO()` works. Luxon underneath, with its clock bound to the call,
 * its zone to UTC and its language to English: nothing is read from the process.
 */
import { DateTime, Duration, Settings } from 'luxon';
import type { Run } from '../../terms/index.ts';
import { FunctionFailure } from '../function-failure.ts';
import { HostObject, type HostMethods } from '../host-object.ts';

interface Instant {
  readonly at: DateTime;
  readonly nowMs: number;
}

const MAX_TEXT = 200;
const fixed = { zone: 'utc', locale: 'en-US' } as const;

/** Runs a Luxon call that may ask for the time. Synchronous, and puts Luxon's own clock back. */
function atInstant<T>(nowMs: number, work: () => T): T {
  const clock = Settings.now;
  Settings.now = () => nowMs;
  try {
    return work();
  } finally {
    Settings.now = clock;
  }
}

/** An instant from ISO 8601 text; in UTC unless `{setZone: true}` keeps the text's own offset. Missing, null and '' give missing. */
export function dtFromIso(run: Run, text: unknown, options: unknown): unknown {
  if (text === undefined || text === null || text === '') return undefined;
  const at = atInstant(run.nowMs, () => DateTime.fromISO(bounded(text), optionsFrom(options)));
  return instant({ at, nowMs: run.nowMs });
}

/** An instant from text in a Luxon format such as `dd/MM/yyyy HH:mm`. */
export function dtFromFormat(run: Run, text: unknown, format: unknown, options: unknown): unknown {
  if (text === undefined || text === null || text === '') return undefined;
  const at = atInstant(run.nowMs, () => DateTime.fromFormat(bounded(text), bounded(format), optionsFrom(options)));
  return instant({ at, nowMs: run.nowMs });
}

/** `yyyy-MM-dd` and the like, for functions that write dates; null for text that is no date. */
export function formatIso(text: string, format: string | null): string | null {
  const at = DateTime.fromISO(bounded(text), fixed);
  if (!at.isValid) return null;
  return format === null ? at.toISO() : at.toFormat(bounded(format));
}

function bounded(given: unknown): string {
  if (typeof given !== 'string') throw new FunctionFailure('a date or format is not a text');
  if (given.length > MAX_TEXT) throw new FunctionFailure(`a date or format is longer than ${MAX_TEXT} characters`);
  return given;
}

function optionsFrom(options: unknown): { zone: string; locale: string; setZone: boolean } {
  const given =
    typeof options === 'object' && options !== null ? (options as { zone?: unknown; setZone?: unknown }) : {};
  return { ...fixed, zone: zoneNamed(given.zone), setZone: given.setZone === true };
}

/** The process's own zone is not for expressions. */
function zoneNamed(zone: unknown): string {
  const name = typeof zone === 'string' ? zone : 'utc';
  return ['local', 'system', 'default', ''].includes(name.toLowerCase()) ? 'utc' : name;
}

function instant(value: Instant): HostObject {
  const { at } = value;
  const {
    year,
    quarter,
    month,
    day,
    hour,
    minute,
    second,
    millisecond,
    weekday,
    weekNumber,
    ordinal,
    offset,
    isValid,
  } = at;
  const fields = {
    year,
    quarter,
    month,
    day,
    hour,
    minute,
    second,
    millisecond,
    weekday,
    weekNumber,
    ordinal,
    offset,
    isValid,
  };
  return new HostObject(value, { methods: instantMethods, text: () => at.toISO(), fields });
}

function duration(value: Duration): HostObject {
  const fields = value.toObject() as Record<string, number>;
  return new HostObject(value, { methods: durationMethods, text: () => value.toISO(), fields });
}

type InstantMethod = (at: DateTime, ...args: never[]) => unknown;
type Unit = 'day';
type Units = 'days';

/** Luxon methods by their own names; each takes what Luxon documents. */
const instantCalls: Readonly<Record<string, InstantMethod>> = {
  toUTC: (at) => at.toUTC(),
  setZone: (at, zone: unknown, options: { keepLocalTime?: boolean }) =>
    at.setZone(zoneNamed(zone), { keepLocalTime: options?.keepLocalTime === true }),
  plus: (at, amount: Record<string, number>) => at.plus({ ...amount }),
  minus: (at, amount: Record<string, number>) => at.minus({ ...amount }),
  set: (at, values: Record<string, number>) => at.set({ ...values }),
  startOf: (at, unit: Unit) => at.startOf(unit),
  endOf: (at, unit: Unit) => at.endOf(unit),
  diff: (at, other: unknown, unit: Units) => at.diff(dateTimeOf(other), unit ?? 'milliseconds'),
  diffNow: (at, unit: Units) => at.diffNow(unit ?? 'milliseconds'),
  hasSame: (at, other: unknown, unit: Unit) => at.hasSame(dateTimeOf(other), unit),
  equals: (at, other: unknown) => at.toMillis() === dateTimeOf(other).toMillis(),
  toFormat: (at, format: unknown) => at.toFormat(bounded(format)),
  toISO: (at, options: object) => at.toISO({ ...options }),
  toISODate: (at) => at.toISODate(),
  toISOTime: (at, options: object) => at.toISOTime({ ...options }),
  toISOWeekDate: (at) => at.toISOWeekDate(),
  toRFC2822: (at) => at.toRFC2822(),
  toHTTP: (at) => at.toHTTP(),
  toSQL: (at, options: object) => at.toSQL({ ...options }),
  toSQLDate: (at) => at.toSQLDate(),
  toSQLTime: (at, options: object) => at.toSQLTime({ ...options }),
  toMillis: (at) => at.toMillis(),
  toSeconds: (at) => at.toSeconds(),
  toUnixInteger: (at) => at.toUnixInteger(),
  toObject: (at: DateTime) => ({ ...at.toObject() }),
  toRelative: (at) => at.toRelative(),
  toLocaleString: (at: DateTime, options: object) => at.toLocaleString({ ...options }),
  toString: (at: DateTime) => at.toISO(),
  valueOf: (at: DateTime) => at.toMillis(),
};

const instantMethods: HostMethods = new Map(
  Object.entries(instantCalls).map(([name, call]) => [
    name,
    ({ at, nowMs }: Instant, ...args: unknown[]) => {
      const result = atInstant(nowMs, () => attempt(() => call(at, ...(args as never[]))));
      if (DateTime.isDateTime(result)) return instant({ at: result, nowMs });
      return Duration.isDuration(result) ? duration(result) : result;
    },
  ]),
);

const durationMethods: HostMethods = new Map<string, (value: Duration, argument?: unknown) => unknown>([
  ['as', (value, unit) => attempt(() => value.as(unit as Units))],
  ['toObject', (value) => ({ ...value.toObject() })],
  ['toMillis', (value) => value.toMillis()],
  ['toISO', (value) => value.toISO()],
  ['toFormat', (value, format) => value.toFormat(bounded(format))],
]);

function dateTimeOf(other: unknown): DateTime {
  const target = HostObject.targetOf(other);
  if (typeof target === 'object' && target !== null && 'at' in target && DateTime.isDateTime(target.at))
    return target.at;
  const at = typeof other === 'string' ? DateTime.fromISO(bounded(other), fixed) : null;
  if (at === null) throw new FunctionFailure('the other date is missing or no date');
  return at;
}

/** Luxon's own complaints quote what it was given. */
function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof FunctionFailure ? error : new FunctionFailure('a unit, zone or amount is not one of Luxon');
  }
}
