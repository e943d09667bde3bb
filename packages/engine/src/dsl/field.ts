/**
 * How a field of the config language is declared, once. Parser, linter, JSON Schema for editors, reference docs,
 * console forms and redaction all read these declarations; nothing about a field is written anywhere else.
 */
import { z } from 'zod';

/** Variables an expression or template may use. Each list below is the fixed scope of one kind of field. */
export const scopes = {
  /** Addressing: URLs, headers, query, bodies. Account context and credentials are also reachable bare. */
  request: ['id', 'query', 'body', 'headers', 'context', 'credentials', 'env', 'parent', 'step'],
  response: ['status', 'headers', 'data', 'response', 'query', 'context'],
  header: ['status', 'headers', 'now'],
  pagination: ['query', 'url', 'requestOptions', 'response', 'body', 'paginationValues', 'headers', 'context'],
  route: ['query', 'rawQuery', 'body', 'context', 'before', 'id', 'env'],
  queryMapping: ['query', 'rawQuery', 'body', 'context', 'before', 'id', 'env'],
  bodyMapping: ['body', 'query', 'rawQuery', 'context', 'before', 'id', 'env'],
  pathMapping: ['headers', 'body', 'query', 'rawQuery', 'context', 'before', 'id', 'env'],
  headerMapping: ['headers', 'body', 'query', 'rawQuery', 'context', 'requestBody', 'before', 'id', 'env'],
  responseMapping: ['response', 'query', 'rawQuery', 'context', 'headers', 'body', 'before', 'side_load', 'id', 'env'],
  errorMapping: ['error', 'status', 'headers', 'body', 'query', 'rawQuery', 'context', 'before', 'id', 'env'],
  step: ['id', 'query', 'rawQuery', 'body', 'context', 'data', 'step', 'before', 'response', 'env'],
  authorization: ['url', 'method', 'headers', 'query', 'body', 'requestOptions', 'context', 'credentials', 'env'],
  simulation: ['n', 'id', 'query', 'body', 'headers', 'path', 'now', 'record', 'records', 'page', 'mount'],
} as const;

export type ScopeName = keyof typeof scopes;
/** `path_or_expression`: a dotted path, or JSONata where it is not a plain path. */
export type FieldKind = 'text' | 'template' | 'expression' | 'json_schema' | 'regex' | 'path_or_expression';

export interface FieldMeta {
  readonly description: string;
  readonly example?: unknown;
  /** What holds where the field is left out. */
  readonly default?: unknown;
  /** Release that brought the field. */
  readonly since?: string;
  /** True for values that are sealed at rest and masked everywhere. */
  readonly secret?: boolean;
  readonly kind?: FieldKind;
  /** Name of the scope an expression or template in this field is evaluated in. */
  readonly sees?: ScopeName;
  /** Other names accepted for this key, turned into the canonical one by the alias stage. */
  readonly aliases?: readonly string[];
}

/** Attaches the declaration to a type. */
export function field<T extends z.ZodType>(type: T, meta: FieldMeta): T {
  return type.meta({ ...meta }) as T;
}

export const text = (description: string, rest: Omit<FieldMeta, 'description'> = {}) =>
  field(z.string(), { description, kind: 'text', ...rest });

/** A string that may hold `{{placeholders}}`. */
export const template = (description: string, rest: Omit<FieldMeta, 'description'> = {}) =>
  field(z.string(), { description, kind: 'template', sees: 'request', ...rest });

/** A JSONata expression. `sees` is not optional: an expression without a scope cannot be linted. */
export const expression = (sees: ScopeName, description: string, rest: Omit<FieldMeta, 'description' | 'sees'> = {}) =>
  field(z.string(), { description, kind: 'expression', sees, ...rest });

/** Any JSON value whose strings may hold `{{placeholders}}`. */
export const templateTree = (description: string, rest: Omit<FieldMeta, 'description'> = {}) =>
  field(z.json(), { description, kind: 'template', sees: 'request', ...rest });

/** A map of names to template strings; `null` removes an inherited one. */
export const templateMap = (description: string, rest: Omit<FieldMeta, 'description'> = {}) =>
  field(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])), {
    description,
    kind: 'template',
    sees: 'request',
    ...rest,
  });

export const jsonSchema = (description: string, rest: Omit<FieldMeta, 'description'> = {}) =>
  field(z.record(z.string(), z.unknown()), { description, kind: 'json_schema', ...rest });
