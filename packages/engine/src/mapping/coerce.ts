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

/**
 * A coercer that notes its misfits with paths from itself down; who calls it puts its own key before them. So a value that
 * fits, which is nearly every one, costs no path.
 */
type Fit = (value: unknown, misfits: Misfit[]) => unknown;

/** `schema` is self-contained JSON Schema; `$ref`s into `$defs` are followed, recursion included. */
export function compileCoercer(schema: JsonObject): Coercer {
  const fit = compileFit(schema);
  return (value, path, misfits) => {
    const before = misfits.length;
    const fitted = fit(value, misfits);
    if (path !== '' && misfits.length > before) putBefore(path, misfits, before);
    return fitted;
  };
}

function putBefore(key: string, misfits: Misfit[], from: number): void {
  for (let index = from; index < misfits.length; index += 1) {
    const { path, expected, found } = misfits[index]!;
    misfits[index] = { path: path === '' ? key : `${key}.${path}`, expected, found };
  }
}

function compileFit(root: JsonObject): Fit {
  const known = new Map<object, Fit>();

  const compile = (part: JsonObject): Fit => {
    const existing = known.get(part);
    if (existing !== undefined) return existing;
    let built: Fit | null = null;
    const late: Fit = (value, misfits) => built!(value, misfits);
    known.set(part, late);
    built = build(part);
    known.set(part, built);
    return built;
  };

  const build = (part: JsonObject): Fit => {
    const target = follow(root, part);
    if (target !== part) return compile(target);
    const alternatives = part['anyOf'] ?? part['oneOf'];
    if (Array.isArray(alternatives)) {
      const real = (alternatives as JsonObject[]).filter((option) => option['type'] !== 'null');
      const isNullable = real.length < alternatives.length;
      if (real.length !== 1) return keep;
      const inner = compile(real[0]!);
      return (value, misfits) => (value === null && isNullable ? null : inner(value, misfits));
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
  return compile(root);
}

function follow(root: JsonObject, part: JsonObject): JsonObject {
  const reference = part['$ref'];
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return part;
  let current: unknown = root;
  for (const segment of reference.slice(2).split('/')) current = isPlainObject(current) ? current[segment] : undefined;
  return isPlainObject(current) ? current : part;
}

const keep: Fit = (value) => value;

/** Class of a value for a misfit; raw big integers count as integers. */
function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

function misfit(value: unknown, expected: string, misfits: Misfit[]): unknown {
  misfits.push({ path: '', expected, found: nameOf(value) });
  return value;
}

const toText: Fit = (value, misfits) => {
  if (typeof value === 'string' || value === null || value === undefined) return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return misfit(value, 'string', misfits);
};

function withEnum(inner: Fit, allowed: unknown): Fit {
  if (!Array.isArray(allowed)) return inner;
  const values = new Set(allowed);
  return (value, misfits) => {
    const text = inner(value, misfits);
    return text === null || text === undefined || values.has(text) ? text : misfit(text, 'one of the enum', misfits);
  };
}

function toNumber(kind: 'integer' | 'number'): Fit {
  return (value, misfits) => {
    if (value === null || value === undefined) return value;
    const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
    const fits = typeof number === 'number' && (kind === 'number' || Number.isInteger(number));
    // A text whose digits a double cannot hold stays a text: losing digits is worse than a wrong type.
    const isLossless = typeof value !== 'string' || value.replace(/\D/g, '').replace(/^0+/, '').length <= 15;
    return fits && isLossless ? number : misfit(value, kind, misfits);
  };
}

const toBoolean: Fit = (value, misfits) => {
  if (typeof value === 'boolean' || value === null || value === undefined) return value;
  if (value === 'true') return true;
  if (value === 'false') return false;
  return misfit(value, 'boolean', misfits);
};

function toList(inner: Fit): Fit {
  return (value, misfits) => {
    if (value === null || value === undefined) return [];
    const list = Array.isArray(value) ? value : [value];
    let copy: unknown[] | null = list === value ? null : list;
    for (let index = 0; index < list.length; index += 1) {
      const fitted = inner(list[index], misfits);
      if (fitted !== list[index]) {
        copy ??= [...list];
        copy[index] = fitted;
      }
    }
    return copy ?? list;
  };
}

function toRecord(properties: JsonObject, compile: (part: JsonObject) => Fit): Fit {
  const fits = new Map<string, Fit>();
  for (const [key, part] of Object.entries(properties)) {
    const fit = isPlainObject(part) ? compile(part) : keep;
    if (fit !== keep) fits.set(key, fit);
  }
  return (value, misfits) => {
    if (value === null || value === undefined) return value;
    if (typeof value !== 'object' || Array.isArray(value)) return misfit(value, 'object', misfits);
    const record = value as Record<string, unknown>;
    let copy: Record<string, unknown> | null = null;
    // Over the record and not the schema: models have more fields than a mapping writes.
    for (const key in record) {
      const found = record[key];
      const fit = fits.get(key);
      if (fit === undefined || found === undefined || (fit === toText && typeof found === 'string')) continue;
      const before = misfits.length;
      const fitted = fit(found, misfits);
      if (misfits.length > before) putBefore(key, misfits, before);
      if (fitted !== found) {
        copy ??= { ...record };
        copy[key] = fitted;
      }
    }
    return copy ?? record;
  };
}
