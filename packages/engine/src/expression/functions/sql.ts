/** SQL-like filters from a unified query, and rows from SQL-like answers. Values never end the text they stand in. */
import { FunctionFailure } from '../function-failure.ts';
import { isPlainObject } from '../../values/merge.ts';
import { formatIso } from './dates.ts';
import { mapValues } from './records.ts';
import { emptyRecord, listOf } from './selector.ts';

const operators: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '<>',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  in: 'in',
  nin: 'not in',
  like: 'like',
};

interface Plan {
  /** Query key -> column name. */
  readonly columns: Record<string, unknown>;
  /** Query key -> string, double_quote_string, number, boolean, dotnetdate, date, date|format, or a table of words. */
  readonly types: Record<string, unknown>;
  readonly operators: Record<string, unknown>;
  readonly options: Record<string, unknown>;
}

/**
 * `{name: 'A', age: {gt: 5}}` -> `name = 'A' AND age > 5`. Arguments after the query, all optional: keys taken, column names,
 * types, operator spellings, and options useOrForIn, conjunction, useDoubleQuotes, noSpaceBetweenOperator, noQuotes,
 * noQuotesForDate, groupComparisonInBrackets, escapeSingleQuotes (true: \', otherwise '').
 */
export function convertQueryToSql(
  query: unknown,
  keys: unknown,
  columns: unknown,
  types: unknown,
  spellings: unknown,
  options: unknown,
): string {
  const plan: Plan = {
    columns: recordOr(columns),
    types: recordOr(types),
    operators: recordOr(spellings),
    options: recordOr(options),
  };
  return conditionsOf(recordOr(query), (listOf(keys) ?? []).map(String), plan);
}

const recordOr = (value: unknown): Record<string, unknown> => (isPlainObject(value) ? value : {});

function conditionsOf(query: Record<string, unknown>, keys: readonly string[], plan: Plan): string {
  const conjunction = ` ${String(plan.options['conjunction'] ?? 'AND')} `;
  const statements = (keys.length > 0 ? keys : Object.keys(query)).flatMap((key) => {
    const wanted = Object.hasOwn(query, key) ? query[key] : undefined;
    if (wanted === undefined || wanted === null) return [];
    if (key === 'or')
      return [
        `(${listOf(wanted)!
          .map((part) => conditionsOf(recordOr(part), [], plan))
          .join(' OR ')})`,
      ];
    const comparisons = Array.isArray(wanted) ? { in: wanted } : isPlainObject(wanted) ? wanted : { eq: wanted };
    return Object.entries(comparisons).flatMap(([operator, value]) => comparison(key, operator, value, plan));
  });
  if (plan.options['groupComparisonInBrackets'] === true && statements.length > 0)
    return statements.reduce((all, statement) => `(${all}${conjunction}${statement})`);
  return statements.join(conjunction);
}

function comparison(key: string, operator: string, value: unknown, plan: Plan): string[] {
  if (!Object.hasOwn(operators, operator))
    throw new FunctionFailure(`the operators are ${Object.keys(operators).join(', ')}`);
  if (value === undefined || value === null) return [];
  const space = plan.options['noSpaceBetweenOperator'] === true ? '' : ' ';
  const write = (name: string, text: string): string =>
    `${String(plan.columns[key] ?? key)}${space}${String(plan.operators[name] ?? operators[name])}${space}${text}`;
  if (operator !== 'in' && operator !== 'nin') return [write(operator, literal(value, key, plan))];
  const texts = listOf(value)!
    .filter((item) => item !== null && item !== undefined)
    .map((item) => literal(item, key, plan));
  if (plan.options['useOrForIn'] === true) return [`(${texts.map((text) => write('eq', text)).join(' OR ')})`];
  return [write(operator, `(${texts.join(',')})`)];
}

function literal(value: unknown, key: string, plan: Plan): string {
  const type = Object.hasOwn(plan.types, key) ? plan.types[key] : undefined;
  const text = String(value);
  if (isPlainObject(type)) {
    const mapped = mapValues(value, type, false, undefined);
    return typeof mapped === 'string' ? quoted(mapped, plan) : String(mapped);
  }
  if (type === 'string') return quoted(text, plan);
  if (type === 'double_quote_string') return `"${text.replaceAll('"', '\\"')}"`;
  if (type === 'dotnetdate') return `DateTime(${dateOf(text, 'yyyy,MM,dd')})`;
  if (typeof type === 'string' && type.startsWith('date')) {
    const date = dateOf(text, type.split('|')[1] ?? null);
    return plan.options['noQuotesForDate'] === true ? date : quoted(date, plan);
  }
  if (type === 'number' && !Number.isFinite(Number(text)))
    throw new FunctionFailure(`the value of \`${key}\` is not a number`);
  if (type === 'boolean' && text !== 'true' && text !== 'false')
    throw new FunctionFailure(`the value of \`${key}\` is not true or false`);
  // Without a type a value stands bare, as published; but only one that cannot be read as anything else.
  return /^[\w.:@+-]*$/.test(text) ? text : quoted(text, plan);
}

function dateOf(text: string, format: string | null): string {
  const date = formatIso(text, format);
  if (date === null) throw new FunctionFailure('a value is not an ISO date');
  return date;
}

function quoted(text: string, plan: Plan): string {
  if (plan.options['noQuotes'] === true) return text;
  if (plan.options['useDoubleQuotes'] === true) return `"${text.replaceAll('"', '\\"')}"`;
  return plan.options['escapeSingleQuotes'] === true
    ? `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
    : `'${text.replaceAll("'", "''")}'`;
}

/** Rows given as lists, and their columns, to objects. `key` names the field of a column that holds its name. */
export function zipSqlResponse(columns: unknown, rows: unknown, key: unknown): unknown {
  const names = (listOf(columns) ?? []).map((column) =>
    isPlainObject(column) ? column[String(key ?? 'name')] : column,
  );
  return listOf(rows)?.map((row) => {
    const record = emptyRecord();
    names.forEach((name, index) => {
      if (name !== undefined) record[String(name)] = (row as readonly unknown[])[index];
    });
    return record;
  });
}
