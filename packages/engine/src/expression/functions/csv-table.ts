/** CSV (RFC 4180) both ways. */
import { FunctionFailure } from '../function-failure.ts';
import { countNodes } from '../node-count.ts';
import { isPlainObject } from '../../values/merge.ts';
import { emptyRecord, listOf, readerOf } from './selector.ts';

interface Column {
  readonly label: string;
  readonly read: (row: unknown) => unknown;
}

/**
 * Rows as CSV: texts quoted, numbers not, null and missing empty, objects as JSON.
 * `options`: `fields` (names, dotted paths, or {label, value}), `delimiter`, `header` (true), `eol`, `withBOM`.
 */
export function jsonToCsv(rows: unknown, options: unknown): unknown {
  const list = (listOf(rows) ?? []).filter((row) => row !== null && row !== undefined);
  if (list.length === 0) return '';
  countNodes(list);
  const given = isPlainObject(options) ? options : {};
  const delimiter = delimiterFrom(given);
  const columns = columnsFrom(given['fields'], list);
  const lines = list.map((row) => columns.map((column) => cell(column.read(row))).join(delimiter));
  if (given['header'] !== false) lines.unshift(columns.map((column) => cell(column.label)).join(delimiter));
  return (
    (given['withBOM'] === true ? '\uFEFF' : '') + lines.join(typeof given['eol'] === 'string' ? given['eol'] : '\n')
  );
}

function columnsFrom(fields: unknown, rows: readonly unknown[]): Column[] {
  const listed = Array.isArray(fields)
    ? fields
    : [...new Set(rows.flatMap((row) => (isPlainObject(row) ? Object.keys(row) : [])))];
  return listed.map((field) => {
    if (!isPlainObject(field)) return { label: String(field), read: readerOf(String(field)) };
    const path = String(field['value'] ?? field['label'] ?? '');
    return { label: String(field['label'] ?? path), read: readerOf(path) };
  });
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return `"${text.replaceAll('"', '""')}"`;
}

function delimiterFrom(options: Record<string, unknown>): string {
  const delimiter = options['delimiter'] ?? ',';
  if (typeof delimiter !== 'string' || delimiter.length !== 1)
    throw new FunctionFailure('the delimiter must be one character');
  return delimiter;
}

/** Rows as objects by the header line, values as texts; as lists with `{header: false}`. */
export function csvToJson(text: unknown, options: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  const given = isPlainObject(options) ? options : {};
  const rows = rowsOf(text.replace(/^\uFEFF/, ''), delimiterFrom(given)).filter(
    (row) => row.length > 1 || row[0] !== '',
  );
  if (given['header'] === false) return rows;
  const [header = [], ...body] = rows;
  return body.map((row) => {
    const record = emptyRecord();
    header.forEach((name, index) => {
      record[name] = row[index] ?? '';
    });
    return record;
  });
}

function rowsOf(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  for (;;) {
    const [value, end] = text[at] === '"' ? quotedAt(text, at) : plainAt(text, at, delimiter);
    row.push(value);
    if (text[end] === delimiter) at = end + 1;
    else {
      rows.push(row);
      row = [];
      at = text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
      if (at >= text.length) return rows;
    }
  }
}

function plainAt(text: string, start: number, delimiter: string): [string, number] {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return [text.slice(start, end), end];
}

function quotedAt(text: string, start: number): [string, number] {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end < 0) throw new FunctionFailure('a quoted CSV value does not end');
  return [text.slice(start + 1, end).replaceAll('""', '"'), end + 1];
}
