/** Checks the values of filters against the fields they filter by, so that a wrong one is a 400 and not a failing mapping. */
import { SluiceError, type JsonObject } from '../terms/index.ts';
import { isPlainObject } from '../values/merge.ts';

export type FilterCheck = (value: unknown) => boolean;

interface FilterKind {
  readonly says: string;
  readonly fits: FilterCheck;
}

const instant: FilterKind = {
  says: 'an ISO 8601 time such as 2026-05-01T00:00:00Z',
  fits: (value) =>
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?( ?(Z|[+-]\d\d:?\d\d))?)?$/i.test(value) &&
    !Number.isNaN(Date.parse(value.slice(0, 10))),
};
const date: FilterKind = {
  says: 'a date such as 2026-05-01',
  fits: (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value.slice(0, 10))),
};
const number: FilterKind = { says: 'a number', fits: (value) => value !== '' && !Number.isNaN(Number(value)) };
const boolean: FilterKind = {
  says: 'true or false',
  fits: (value) => value === 'true' || value === 'false' || typeof value === 'boolean',
};
const text: FilterKind = {
  says: 'a text',
  fits: (value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean',
};

const listOperators = new Set(['in', 'nin']);

/**
 * `query` holds only honoured filters. Throws `request.invalid_query` naming every one whose value cannot be meant,
 * the kind found and the kind wanted; the value itself may be a customer's and stays out.
 */
export function checkFilterValues(query: JsonObject, schema: JsonObject): void {
  const wrong: { parameter: string; expected: string }[] = [];
  for (const [field, value] of Object.entries(query)) {
    const declared = fieldOf(schema, field);
    if (declared === null) continue;
    const kind = kindOf(declared);
    const isList = typesOf(declared).includes('array');
    const check = (name: string, found: unknown, allowsList: boolean): void => {
      const values = allowsList && Array.isArray(found) ? found : [found];
      if (!values.every((one) => kind.fits(one))) wrong.push({ parameter: name, expected: kind.says });
    };
    if (!isPlainObject(value)) check(field, value, isList);
    else if (typesOf(declared).includes('object')) continue;
    else
      for (const [operator, found] of Object.entries(value))
        if (!isPlainObject(found)) check(`${field}[${operator}]`, found, isList || listOperators.has(operator));
  }
  const [first] = wrong;
  if (first === undefined) return;
  throw new SluiceError(
    'request.invalid_query',
    `${wrong.map(({ parameter, expected }) => `${parameter} must be ${expected}`).join('; ')}.`,
    { details: { failures: wrong } },
  );
}

function fieldOf(schema: JsonObject, field: string): JsonObject | null {
  const properties = schema['properties'];
  const part = isPlainObject(properties) && Object.hasOwn(properties, field) ? properties[field] : undefined;
  return isPlainObject(part) ? part : null;
}

function typesOf(field: JsonObject): readonly unknown[] {
  return field['anyOf'] === undefined && field['$ref'] === undefined
    ? ([] as unknown[]).concat(field['type'] ?? []).filter((type) => type !== 'null')
    : ['object'];
}

/** A field that holds a list or an object is filtered by a text inside it. */
function kindOf(field: JsonObject): FilterKind {
  const [type] = typesOf(field);
  if (type === 'boolean') return boolean;
  if (type === 'number' || type === 'integer') return number;
  if (type !== 'string') return text;
  return field['format'] === 'date-time' ? instant : field['format'] === 'date' ? date : text;
}
