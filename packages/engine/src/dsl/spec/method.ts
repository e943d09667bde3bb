/** One method of a resource: how one kind of request is addressed, sent and read. */
import { z } from 'zod';
import { expression, field, jsonSchema, template, templateMap, templateTree, text } from '../field.ts';
import { authorizationSpec } from './authorization.ts';
import { paginationSpec } from './pagination.ts';
import { rateLimitSpec } from './rate-limit.ts';

export const arrayFormats = ['comma', 'brackets', 'indices', 'repeat'] as const;
export const bodyFormats = ['json', 'form', 'multipart', 'raw', 'xml', 'graphql'] as const;
export const responseFormats = ['json', 'xml', 'csv', 'text', 'binary'] as const;

export const methodSpec = z
  .strictObject({
    path: template('Appended to base_url; an absolute URL is taken as it is.', {
      example: '/crm/v3/objects/contacts/{{id}}',
    }).optional(),
    method: field(z.enum(['get', 'post', 'put', 'patch', 'delete', 'head', 'options']), {
      description: 'HTTP verb, in lower case.',
      default: 'get',
    }).optional(),
    base_url: template("Replaces the integration's base_url.").optional(),
    headers: templateMap("Merged over the integration's headers; null removes one.").optional(),
    query: field(z.record(z.string(), z.json()), {
      description: "Fixed or templated query parameters; the caller's own are merged over them.",
      kind: 'template',
      sees: 'request',
    }).optional(),
    query_array_format: field(z.enum(arrayFormats), {
      description: 'How a list is written into the query string; as the integration says without it.',
    }).optional(),
    body: templateTree("Templated body; the caller's body is sent as it is without it.").optional(),
    body_format: field(z.enum(bodyFormats), {
      description:
        'How the body is encoded. `xml`: elements as keys, attributes as `@name`, text beside attributes as `#text`. `multipart`: a field each; a file is {filename, content_type, data}, data in base64.',
      default: 'json',
    }).optional(),
    document: text('GraphQL document, with `body_format: graphql`.').optional(),
    variables: templateTree(
      "GraphQL variables; the caller's body and query are reachable as `{{body...}}` and `{{query...}}`.",
    ).optional(),
    response_format: field(z.enum(responseFormats), {
      description:
        'How the answer is decoded; by content-type without it. `xml`: as in `body_format`, a prefix being part of the name (`` `soap:Body`.x ``, or `*.x` for any).',
      aliases: ['api_response_format'],
    }).optional(),
    response_path: text('Where the record or records are: a dotted path, or JSONata where it is not a plain path.', {
      kind: 'path_or_expression',
      example: 'results',
    }).optional(),
    pagination: field(paginationSpec.nullable(), {
      description: "Replaces the integration's pagination; null turns it off.",
    }).optional(),
    rate_limit: field(rateLimitSpec.nullable(), { description: "Replaces the integration's rate_limit." }).optional(),
    authorization: field(authorizationSpec, {
      description: "Replaces the integration's authorization.",
      aliases: ['auth'],
    }).optional(),
    no_auth: field(z.boolean(), { description: 'Send without credentials.' }).optional(),
    error_expression: expression(
      'response',
      'Truthy means failure: a message, or {status, message, code, missing_scopes}. Sees successes too.',
    )
      .nullable()
      .optional(),
    add_query_to_body: field(z.boolean(), {
      description: "The caller's query goes into the body (a POST search used as `list`).",
    }).optional(),
    ignore_body: field(z.boolean(), { description: 'Send no body.', aliases: ['set_body_to_null'] }).optional(),
    query_schema: jsonSchema('JSON Schema of the query the provider takes.').optional(),
    body_schema: jsonSchema('JSON Schema of the body the provider takes.').optional(),
    response_schema: jsonSchema('JSON Schema of the record the provider answers with.').optional(),
    description: text('What the method does, one sentence.').optional(),
    docs_url: text('Provider page of the method.', {
      aliases: ['api_documentation_url', 'documentation_link'],
    }).optional(),
    scopes: field(z.array(z.string()), { description: 'Scopes the method needs.' }).optional(),
    idempotent: field(z.boolean(), { description: 'Sending it twice does what sending it once does.' }).optional(),
    timeout_ms: field(z.number().int().positive(), {
      description: 'Milliseconds until `provider.timeout`.',
      example: 30_000,
    }).optional(),
    deprecated: field(z.union([z.boolean(), z.string()]), { description: 'True, or what to use instead.' }).optional(),
  })
  .meta({ id: 'method' });

export type Method = z.infer<typeof methodSpec>;
