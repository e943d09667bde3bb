/** Makes a mapped record fit the model's schema where that loses nothing; says where it could not. Copies only what it changes. */
import type { JsonObject } from '../terms/index.ts';
import { isPlainObject } from '../values/merge.ts';

/** A place where a record does not fit its schema. Types only, never the value. */
export interface Misfit {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

export type Coercer = (value: unknown, path: string, misfits: Misfit[]) => unknown;

/** `schema` is self-contained JSON Schema; `$ref`s into `$defs` are followed, recursion included. */
export function compileCoercer(schema: JsonObject): Coercer {
  const known = new Map<object, Coercer>();
  const root = schema;

  const compile = (part: JsonObject): Coercer => {
    const existing = known.get(part);
    if (existing !== undefined) return existing;
    let built: Coercer | null = null;
    const late: Coercer = (value, path, misfits) => built!(value, path, misfits);
    known.set(part, late);
    built = build(part);
    known.set(part, built);
    return built;
  };

  const build = (part: JsonObject): Coercer => {
    const target = follow(root, part);
    if (target !== part) return compile(target);
    const alternatives = part['anyOf'] ?? part['oneOf'];
    if (Array.isArray(alternatives)) {
      const real = (alternatives as JsonObject[]).filter((option) => option['type'] !== 'null');
      const isNullable = real.length < alternatives.length;
      if (real.length !== 1) return keep;
      const inner = compile(real[0]!);
      return (value, path, misfits) => (value === null && isNullable ? null : inner(value, path, misfits));
    }
    const types = ([] as unknown[]).concat(part['type'] ?? []).filter((type) => type !== 'null');
    if (types.length !== 1) return keep;
    switch (types[0]) {
      case 'string':
        return withEnum(toText, part['enum']);
      case 'integer':
      case 'number':
        return toNumber(types[0]);
      case 'boolean':
        return toBoolean;
      case 'array':
        return toList(isPlainObject(part['items']) ? compile(part['items']) : keep);
      case 'object':
        return toRecord(isPlainObject(part['properties']) ? part['properties'] : {}, compile);
      default:
        return keep;
    }
  };
  return compile(schema);
}

function follow(root: JsonObject, part: JsonObject): JsonObject {
  const reference = part['$ref'];
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return part;
  let current: unknown = root;
  for (const segment of reference.slice(2).split('/')) current = isPlainObject(current) ? current[segment] : undefined;
  return isPlainObject(current) ? current : part;
}

const keep: Coercer = (value) => value;

/** Class of a value for a misfit; raw big integers count as integers. */
function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

function misfit(value: unknown, path: string, expected: string, misfits: Misfit[]): unknown {
  misfits.push({ path, expected, found: nameOf(value) });
  return value;
}

const toText: Coercer = (value, path, misfits) => {
  if (typeof value === 'string' || value === null || value === undefined) return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return misfit(value, path, 'string', misfits);
};

function withEnum(inner: Coercer, allowed: unknown): Coercer {
  if (!Array.isArray(allowed)) return inner;
  const values = new Set(allowed);
  return (value, path, misfits) => {
    const text = inner(value, path, misfits);
    return text === null || text === undefined || values.has(text)
      ? text
      : misfit(text, path, 'one of the enum', misfits);
  };
}

function toNumber(kind: 'integer' | 'number'): Coercer {
  return (value, path, misfits) => {
    if (value === null || value === undefined) return value;
    const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
    const fits = typeof number === 'number' && (kind === 'number' || Number.isInteger(number));
    // A text whose digits a double cannot hold stays a text: losing digits is worse than a wrong type.
    const isLossless = typeof value !== 'string' || value.replace(/\D/g, '').replace(/^0+/, '').length <= 15;
    return fits && isLossless ? number : misfit(value, path, kind, misfits);
  };
}

const toBoolean: Coercer = (value, path, misfits) => {
  if (typeof value === 'boolean' || value === null || value === undefined) return value;
  if (value === 'true') return true;
  if (value === 'false') return false;
  return misfit(value, path, 'boolean', misfits);
};

function toList(inner: Coercer): Coercer {
  return (value, path, misfits) => {
    if (value === null || value === undefined) return [];
    const list = Array.isArray(value) ? value : [value];
    let copy: unknown[] | null = list === value ? null : list;
    for (let index = 0; index < list.length; index += 1) {
      const fitted = inner(list[index], path, misfits);
      if (fitted !== list[index]) {
        copy ??= [...list];
        copy[index] = fitted;
      }
    }
    return copy ?? list;
  };
}

function toRecord(properties: JsonObject, compile: (part: JsonObject) => Coercer): Coercer {
  const coercers = Object.entries(properties)
    .filter((entry): entry is [string, JsonObject] => isPlainObject(entry[1]))
    .map(([key, part]) => [key, compile(part)] as const)
    .filter(([, coercer]) => coercer !== keep);
  return (value, path, misfits) => {
    if (value === null || value === undefined) return value;
    if (typeof value !== 'object' || Array.isArray(value)) return misfit(value, path, 'object', misfits);
    const record = value as Record<string, unknown>;
    let copy: Record<string, unknown> | null = null;
    for (const [key, coercer] of coercers) {
      const found = record[key];
      if (found === undefined) continue;
      const fitted = coercer(found, path === '' ? key : `${path}.${key}`, misfits);
      if (fitted !== found) {
        copy ??= { ...record };
        copy[key] = fitted;
      }
    }
    return copy ?? record;
  };
}
