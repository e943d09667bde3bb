/** Comparisons of a list's filter: times as instants, numbers as numbers whatever they are written as, the rest as text. */
import { instantOf, looksLikeTime } from '../state/times.ts';

/** Negative, zero or positive; null where the two cannot be put in order. */
export function compareValues(found: unknown, wanted: unknown, isTime: boolean): number | null {
  if (isMissing(found) || isMissing(wanted)) return null;
  if (isTime || looksLikeTime(wanted) || looksLikeTime(found)) {
    const [a, b] = [instantOf(found), instantOf(wanted)];
    if (a !== null && b !== null) return a - b;
  }
  if (isNumeric(found) && isNumeric(wanted)) return Number(found) - Number(wanted);
  const [a, b] = [String(found), String(wanted)];
  return a === b ? 0 : a < b ? -1 : 1;
}

export const operators = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'in',
  'not_in',
  'like',
  'contains',
  'starts_with',
  'exists',
] as const;
export type Operator = (typeof operators)[number];

export type Check = (found: unknown, wanted: unknown, isTime: boolean) => boolean;

const ordered =
  (accepts: (order: number) => boolean): Check =>
  (found, wanted, isTime) => {
    const order = compareValues(found, wanted, isTime);
    return order !== null && accepts(order);
  };

const isEqual: Check = (found, wanted, isTime) => {
  if (isMissing(wanted)) return isMissing(found);
  if (Array.isArray(found)) return found.some((one) => compareValues(one, wanted, isTime) === 0);
  return compareValues(found, wanted, isTime) === 0;
};

const isOneOf: Check = (found, wanted, isTime) => listOf(wanted).some((one) => isEqual(found, one, isTime));

export const checks: Readonly<Record<Operator, Check>> = {
  eq: isEqual,
  ne: (found, wanted, isTime) => !isEqual(found, wanted, isTime),
  gt: ordered((order) => order > 0),
  gte: ordered((order) => order >= 0),
  lt: ordered((order) => order < 0),
  lte: ordered((order) => order <= 0),
  in: isOneOf,
  not_in: (found, wanted, isTime) => !isOneOf(found, wanted, isTime),
  like: (found, wanted) => !isMissing(found) && likePattern(String(wanted)).test(String(found)),
  contains: (found, wanted) => textOf(found).includes(textOf(wanted)),
  starts_with: (found, wanted) => textOf(found).startsWith(textOf(wanted)),
  exists: (found, wanted) => isMissing(found) === (wanted === false || wanted === 'false'),
};

/** SQL's LIKE: `%` any text, `_` one character, case ignored. */
function likePattern(text: string): RegExp {
  const source = text
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${source}$`, 'is');
}

function textOf(value: unknown): string {
  return isMissing(value) ? '' : (Array.isArray(value) ? value.join('\n') : String(value)).toLowerCase();
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value));
}
