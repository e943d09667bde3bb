/** The meta route: JSON Schemas of query, body and response as one account really accepts and gives them. */
import { writesOf } from '../expression/walk.ts';
import type { JsonObject, Origin } from '../terms/index.ts';
import { readOnlyFields } from '../mapping/body.ts';
import { isPlainObject, mergeConfig } from '../values/merge.ts';
import type { MappingPlan } from './mapping-plan.ts';

export interface MethodMeta {
  readonly model: string;
  readonly resource: string;
  readonly method: string;
  readonly integration: string;
  readonly description: string | null;
  /** The unified record as the model declares it. */
  readonly schema: JsonObject;
  /** Only the fields this mapping writes, fields an override adds among them. */
  readonly response_schema: JsonObject;
  readonly query_schema: JsonObject;
  readonly request_body_schema: JsonObject | null;
  readonly default_query: unknown;
  readonly default_body: unknown;
  readonly filters: readonly string[];
  readonly documentation_link: string | null;
  readonly levels: readonly Origin[];
}

const alwaysGiven = ['remote_data'];
export function describeMeta(plan: MappingPlan): MethodMeta {
  const { config, modelled } = plan;
  const properties = isPlainObject(plan.schema['properties']) ? plan.schema['properties'] : {};
  const isWrite = plan.method === 'create' || plan.method === 'update';
  return {
    model: plan.model,
    resource: plan.resource,
    method: plan.method,
    integration: plan.integration,
    description: config.description ?? modelled.methods[plan.method]?.description ?? modelled.description,
    schema: plan.schema,
    response_schema: responseSchema(plan, properties),
    query_schema: querySchema(plan, properties),
    request_body_schema: isWrite ? bodySchema(plan, properties) : null,
    default_query: config.default_query ?? null,
    default_body: config.default_body ?? null,
    filters: plan.filters.names,
    documentation_link: config.documentation_link ?? null,
    levels: plan.origins,
  };
}

function responseSchema(plan: MappingPlan, properties: JsonObject): JsonObject {
  const stack = plan.stacks.response_mapping;
  if (stack === null) return plan.schema;
  const written = stack.expressions.flatMap(({ text }) => writesOf(text)).map(({ key }) => key.split('.')[0]!);
  if (written.length === 0) return plan.schema;
  const keys = [...new Set([...written, ...alwaysGiven])];
  // A field the model does not know comes from an override; its type is the customer's.
  const shown = Object.fromEntries(
    keys.map((key) => [key, properties[key] ?? { description: 'Added by an override.' }]),
  );
  return { ...withoutLists(plan.schema), properties: shown };
}

function withoutLists(schema: JsonObject): JsonObject {
  const { required: _required, ...rest } = schema;
  return rest;
}

function querySchema(plan: MappingPlan, properties: JsonObject): JsonObject {
  const filters: Record<string, unknown> = {};
  for (const name of plan.filters.names) {
    const field = name.split('.')[0]!;
    const known = properties[field];
    filters[
      name
        .split('.')
        .map((part, index) => (index === 0 ? part : `[${part}]`))
        .join('')
    ] = isPlainObject(known) ? schemaOfFilter(known) : { type: 'string' };
  }
  const paging =
    plan.method === 'list' ? { limit: { type: 'integer', minimum: 1 }, next_cursor: { type: 'string' } } : {};
  const own = { type: 'object', properties: { ...paging, ...filters }, additionalProperties: false };
  return (plan.config.query_schema === undefined ? own : mergeConfig(own, plan.config.query_schema)) as JsonObject;
}

/** A filter takes a text even where the record holds an object or a list. */
function schemaOfFilter(field: JsonObject): JsonObject {
  const types = ([] as unknown[]).concat(field['type'] ?? []).filter((type) => type !== 'null');
  const isScalar = types.length === 1 && types[0] !== 'object' && types[0] !== 'array';
  return isScalar
    ? {
        type: types[0],
        ...(field['format'] === undefined ? {} : { format: field['format'] }),
        ...(field['enum'] === undefined ? {} : { enum: field['enum'] }),
      }
    : { type: 'string' };
}

function bodySchema(plan: MappingPlan, properties: JsonObject): JsonObject {
  const writable = writableFields(plan, properties);
  const own = {
    ...withoutLists(plan.schema),
    properties: {
      ...writable,
      remote_data: { description: "Provider's own fields, merged over the body last.", type: 'object' },
    },
    required: plan.requiredBody,
  };
  return (
    plan.config.body_schema === undefined
      ? own
      : mergeConfig(own, { ...plan.config.body_schema, required: plan.requiredBody })
  ) as JsonObject;
}

/** What the request mapping reads is what it accepts; a mapping that takes the body whole accepts every writable field. */
function writableFields(plan: MappingPlan, properties: JsonObject): JsonObject {
  const read = new Set(plan.bodyReads);
  const isWhole = read.has('');
  return Object.fromEntries(
    Object.entries(properties).filter(
      ([field]) => !readOnlyFields.has(field) && field !== 'remote_data' && (isWhole || read.has(field)),
    ),
  );
}
