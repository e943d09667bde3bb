/** The mapping document: one integration's resources in the words of one unified model, both ways. */
import { z } from 'zod';
import { expression, field, jsonSchema, template, templateTree, text, type ScopeName } from '../field.ts';
import { stepsSpec } from './steps.ts';

/** In an override a string adds to the lower levels' result; `{$replace}` drops them. */
const mappingExpression = (sees: ScopeName, description: string, aliases?: readonly string[]) =>
  field(
    z.union([expression(sees, description), z.strictObject({ $replace: expression(sees, description) })]).nullable(),
    { description, kind: 'expression', sees, aliases },
  );

const route = (description: string, list: string) =>
  field(
    z.union([
      z.string(),
      z.strictObject({
        expression: expression('route', `JSONata that gives one of \`${list}\`.`),
        [list]: field(z.array(z.string()), { description: 'What it may give; anything else is an error.' }),
      }),
    ]),
    { description },
  );

export const sideLoadSpec = z.strictObject({
  resource: text('Resource of the integration.'),
  method: text('Its method.'),
  each: field(z.boolean(), { description: 'Once per record (sees `response`) instead of once per page.' }).optional(),
  id: templateTree('Value of {{id}}.').optional(),
  query: templateTree('Query, templated.').optional(),
  query_expression: expression('responseMapping', 'Query as JSONata; null skips the request.').optional(),
  concurrency: field(z.number().int().min(1).max(20), {
    description: 'Requests under way at once with `each`.',
    default: 5,
  }).optional(),
  ignore_errors: field(z.boolean(), {
    description: 'A failed request leaves null instead of ending the call.',
  }).optional(),
});

export const fetchEachSpec = z.strictObject({
  resource: text('Resource of the integration; the one listed where left out.').optional(),
  method: text('Method that gets one record.', { example: 'get' }),
  id: template('Id of one list item.', { example: '{{response.id}}' }),
  concurrency: field(z.number().int().min(1).max(20), {
    description: 'Requests under way at once.',
    default: 5,
  }).optional(),
});

export const mappingMethodSpec = z
  .strictObject({
    resource: route('Resource of the integration to call.', 'resources').optional(),
    method: route('Method of that resource to call.', 'methods').optional(),
    filters: field(z.array(z.string()), {
      description: 'Filters this provider honours (`updated_at.gt`); read off the expressions where left out.',
    }).optional(),
    sorts: field(z.array(z.string()), { description: 'Fields this provider sorts by.' }).optional(),
    query_mapping: mappingExpression('queryMapping', 'Unified query -> provider query.', [
      'query_mapping_expression',
    ]).optional(),
    path_mapping: mappingExpression('pathMapping', 'Replaces the path of the request.', [
      'path_mapping_expression',
    ]).optional(),
    request_header_mapping: mappingExpression('headerMapping', 'Headers added to the request.', [
      'request_header_mapping_expression',
    ]).optional(),
    request_body_mapping: mappingExpression('bodyMapping', 'Unified body -> provider body.', [
      'request_body_mapping_expression',
    ]).optional(),
    response_mapping: mappingExpression('responseMapping', 'Provider record -> unified record; null drops it.', [
      'response_mapping_expression',
    ]).optional(),
    response_mapping_method: field(z.enum(['item', 'array']), {
      description: 'Evaluate once per record (`item`) or once per page (`array`).',
    }).optional(),
    response_header_mapping: mappingExpression('responseMapping', 'Headers added to the answer.', [
      'response_header_mapping_expression',
    ]).optional(),
    error_mapping: mappingExpression('errorMapping', 'Provider error -> {status, message, code}.', [
      'error_mapping_expression',
    ]).optional(),
    is_partial: expression('responseMapping', "True when the answer's records are thinner than `get` gives.", {
      aliases: ['is_partial_expression'],
    }).optional(),
    default_query: field(z.record(z.string(), z.json()), {
      description: 'Unified query used where the caller gives none.',
      aliases: ['query'],
    }).optional(),
    default_body: field(z.record(z.string(), z.json()), {
      description: 'Unified body fields used where the caller gives none.',
      aliases: ['body'],
    }).optional(),
    query_schema: jsonSchema('JSON Schema of extra query parameters this provider takes.').optional(),
    body_schema: jsonSchema("JSON Schema merged over the model's body: provider extras and `required`.", {
      aliases: ['request_body_schema'],
    }).optional(),
    before: field(stepsSpec, { description: 'Steps before the request; results under `before`.' }).optional(),
    after: field(stepsSpec, { description: 'Steps after the mapping; a `transform` replaces the answer.' }).optional(),
    side_load: field(z.record(z.string(), sideLoadSpec), {
      description: 'Extra requests whose answers the response mapping sees as `side_load.<key>`.',
    }).optional(),
    fetch_each: field(fetchEachSpec, {
      description: 'Get every listed record by its id, for lists that return ids only.',
    }).optional(),
    static: field(z.json(), {
      description: 'The answer itself, no request sent: an array for a list, an object otherwise.',
    }).optional(),
    description: text('What is particular about this mapping.').optional(),
    documentation_link: text('Provider page.').optional(),
    scopes: field(z.array(z.string()), { description: "Scopes the method needs beyond the resource's." }).optional(),
  })
  .meta({ id: 'mapping_method' });

/** Unified resource -> unified method -> mapping. */
export const mappingResourcesSpec = z.record(z.string(), z.record(z.string(), mappingMethodSpec));

export const mappingSpec = z.strictObject({
  model: text("Unified model. The file's name where left out.", {
    example: 'crm',
    aliases: ['unified_model', 'unified_model_name'],
  }).optional(),
  integration: text("Integration. The folder's name where left out.", { aliases: ['integration_name'] }).optional(),
  resources: field(mappingResourcesSpec, {
    description: 'Unified resource -> unified method -> mapping.',
  }),
});

export type MappingMethod = z.infer<typeof mappingMethodSpec>;
export type Mapping = z.infer<typeof mappingSpec>;
export type SideLoad = z.infer<typeof sideLoadSpec>;
export type FetchEach = z.infer<typeof fetchEachSpec>;
/** One expression field of a mapping at one level. */
export type MappingExpression = string | { $replace: string } | null;
/** The fields of a mapping method whose levels' results are merged. */
export const mappingExpressionFields = [
  'query_mapping',
  'path_mapping',
  'request_header_mapping',
  'request_body_mapping',
  'response_mapping',
  'response_header_mapping',
  'error_mapping',
] as const satisfies readonly (keyof MappingMethod)[];
export type MappingExpressionField = (typeof mappingExpressionFields)[number];
