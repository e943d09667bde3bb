/** The OpenAPI 3.1 document, made from the same rows that serve: what it says is what runs. */
import { errorCodes, type JsonObject } from '@sluice/engine';
import type { Parameter, Route } from './route.ts';

const errorSchema: JsonObject = {
  type: 'object',
  required: ['statusCode', 'error', 'message', 'code'],
  properties: {
    statusCode: { type: 'integer' },
    error: { type: 'string', description: 'Name of the status.' },
    message: { type: 'string', description: 'What is wrong and what to do.' },
    code: { type: 'string', enum: Object.keys(errorCodes) },
    details: { description: 'Places, values found, values allowed.' },
    is_remote_error: { type: 'boolean', description: 'The provider said it.' },
    remote: {
      type: 'object',
      properties: {
        status: { type: 'integer' },
        message: { type: ['string', 'null'] },
        code: { type: ['string', 'null'] },
      },
    },
    missing_scopes: { type: 'array', items: { type: 'string' } },
  },
};

export function describeApi(routes: readonly Route[], about: { version: string; url: string }): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  // Templates that differ in the names of their parameters alone are one path: the first row names them.
  const named = new Map<string, string>();
  for (const route of routes) {
    const own = route.path.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}');
    const shape = own.replace(/\{\w+\}/g, '{}');
    const path = named.get(shape) ?? own;
    named.set(shape, path);
    for (const verb of route.verbs) {
      paths[path] ??= {};
      paths[path][verb.toLowerCase()] = operation(route, verb, { path, own });
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sluice', version: about.version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: about.url }],
    security: [{ token: [] }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } }, schemas: { Error: errorSchema } },
  };
}

/** `path` as the document has it, `own` as the route itself names its parameters. */
function operation(route: Route, verb: string, { path, own }: { path: string; own: string }): JsonObject {
  const ownNames = parametersOf(own);
  const inPath = parametersOf(path).map((name, index) => ({
    name,
    in: 'path',
    required: true,
    ...(ownNames[index] === name ? {} : { description: `Here: the ${ownNames[index]}.` }),
    schema: { type: 'string' },
  }));
  const named = [...(route.query ?? []), ...(verb === 'GET' ? [] : (route.writeHeaders ?? []))];
  const given = named.map(({ name, means, isRequired, in: place }: Parameter) => ({
    name,
    in: place ?? 'query',
    required: isRequired ?? false,
    description: means,
    schema: { type: 'string' },
  }));
  const takesBody = route.body !== undefined && verb !== 'GET' && verb !== 'DELETE';
  return {
    operationId: operationIdOf(verb, own),
    tags: [route.tag],
    summary: route.summary,
    ...(route.scope === null ? { security: [] } : { description: `Needs a token with the scope \`${route.scope}\`.` }),
    parameters: [...inPath, ...given],
    ...(takesBody ? { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } } : {}),
    responses: {
      '200': { description: 'Done.', content: { 'application/json': { schema: route.answer ?? {} } } },
      default: {
        description: 'An error.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

const parametersOf = (path: string): readonly string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);

/** `get_unified_by_model_by_resource`: parameters are told from words, so that no two routes share an id. */
function operationIdOf(verb: string, path: string): string {
  const words = path.replace(/\{(\w+)\}/g, 'by_$1').replace(/[^a-z0-9]+/gi, '_');
  return `${verb.toLowerCase()}${words.replace(/_$/, '')}`;
}
