/** Values to bytes, in the response format of the method. */
import { encodeBody } from '@sluice/engine';
import type { Route } from '../blueprint/route.ts';
import { readAt } from '../record-paths.ts';

export interface Encoded {
  readonly body: string | Uint8Array;
  readonly contentType: string | null;
}

export function encodeAnswer(format: Route['responseFormat'], value: unknown): Encoded {
  if (value === undefined) return { body: '', contentType: null };
  switch (format) {
    case 'json':
      return { body: JSON.stringify(value), contentType: 'application/json; charset=utf-8' };
    case 'xml':
      return encodeXml(value);
    case 'csv':
      return { body: encodeCsv(Array.isArray(value) ? value : [value]), contentType: 'text/csv; charset=utf-8' };
    case 'text':
      return { body: textOf(value), contentType: 'text/plain; charset=utf-8' };
    case 'binary':
      return { body: new TextEncoder().encode(textOf(value)), contentType: 'application/octet-stream' };
  }
}

function encodeXml(value: unknown): Encoded {
  const { body } = encodeBody('xml', value);
  return { body: body ?? '', contentType: 'application/xml; charset=utf-8' };
}

/** RFC 4180; columns are the keys of all rows in order of appearance, objects inside are written as JSON. */
function encodeCsv(rows: readonly unknown[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row as object)))];
  const lines = [
    columns,
    ...rows.map((row) => columns.map((column) => readAt(row, `["${column.replace(/["\\]/g, '\\$&')}"]`))),
  ];
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(value: unknown): string {
  const text = value === null || value === undefined ? '' : textOf(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
