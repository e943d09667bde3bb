/** Times in the formats providers write them: read as instants, written in the collection's own format. Knows no clock. */
import type { SimulatedCollection } from '../documents.ts';

export type TimeFormat = NonNullable<SimulatedCollection['time_format']>;

export function writeTime(ms: number, format: TimeFormat): string | number {
  const iso = new Date(ms).toISOString();
  switch (format) {
    case 'iso':
      return iso;
    case 'iso_offset':
      return iso.replace('Z', '+0000');
    case 'iso_seconds':
      return `${iso.slice(0, 19)}Z`;
    case 'epoch_ms':
      return ms;
    case 'epoch_seconds':
      return Math.floor(ms / 1000);
  }
}

const timeText = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)/;

export function looksLikeTime(value: unknown): boolean {
  return typeof value === 'string' && timeText.test(value);
}

/** Numbers from here on are milliseconds, below it seconds (1973 in ms, the year 5138 in s). */
const firstMilliseconds = 100_000_000_000;

/** Epoch milliseconds; null where the value is no time. A time without a zone is UTC. */
export function instantOf(value: unknown): number | null {
  if (typeof value === 'number') return value < firstMilliseconds ? value * 1000 : value;
  if (typeof value !== 'string' || value === '') return null;
  if (looksLikeTime(value)) {
    const spaced = value.replace(' ', 'T');
    const ms = Date.parse(/T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(spaced) || !spaced.includes('T') ? spaced : `${spaced}Z`);
    return Number.isNaN(ms) ? null : ms;
  }
  return /^\d+(?:\.\d+)?$/.test(value) ? instantOf(Number(value)) : null;
}
