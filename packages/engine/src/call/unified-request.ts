/** The unified words of a call turned into what the provider is asked: route, query, body, headers, path. Sends nothing. */
import { withRemoteData } from '../mapping/body.ts';
import { SluiceError, type JsonObject } from '../terms/index.ts';
import { isPlainObject, mergeResults } from '../values/merge.ts';
import type { Route } from './mapping-plan.ts';
import type { Walk } from './walk.ts';

export async function chooseTarget(walk: Walk): Promise<null> {
  const { mapping, integration } = walk.call;
  const resource = await nameOf(walk, mapping.routes.resource, mapping.resource);
  const method = await nameOf(walk, mapping.routes.method, mapping.method);
  walk.target = integration.method(resource, method);
  walk.session.trace?.called(walk.target);
  return null;
}

async function nameOf(walk: Walk, route: Route | null, fallback: string): Promise<string> {
  if (route === null) return fallback;
  if (route.kind === 'fixed') return route.name;
  const name = await route.by.evaluate(walk.seen, walk.session.run);
  if (typeof name === 'string' && route.allowed.includes(name)) return name;
  const { level, source, field } = route.by.place;
  throw new SluiceError(
    'mapping.invalid_result',
    `The route at ${source} (${level}), ${field}, must give one of: ${route.allowed.join(', ')}.`,
    {
      details: { level, source, field, allowed: route.allowed },
    },
  );
}

export async function mapQuery(walk: Walk): Promise<null> {
  const { query_mapping: stack } = walk.call.mapping.stacks;
  const mapped =
    stack === null ? {} : await objectFrom(walk, stack.evaluate(walk.seen, walk.session.run), 'query_mapping');
  const remote = walk.query['remote_query'];
  walk.input = { ...walk.input, query: isPlainObject(remote) ? (mergeResults(mapped, remote) as JsonObject) : mapped };
  return null;
}

export async function mapHeaders(walk: Walk): Promise<null> {
  const { request_header_mapping: stack } = walk.call.mapping.stacks;
  if (stack === null) return null;
  const seen = { ...walk.seen, requestBody: walk.input.body };
  const headers = await objectFrom(walk, stack.evaluate(seen, walk.session.run), 'request_header_mapping');
  walk.input = {
    ...walk.input,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value === null ? null : String(value)]),
    ),
  };
  return null;
}

export async function mapBody(walk: Walk): Promise<null> {
  const { request_body_mapping: stack } = walk.call.mapping.stacks;
  if (stack === null && walk.body === undefined) return null;
  const { remote_data: remoteData, ...unified } = walk.body ?? {};
  const built = stack === null ? unified : await stack.evaluate(walk.seen, walk.session.run);
  walk.input = { ...walk.input, body: withRemoteData(built, remoteData) };
  return null;
}

export async function mapPath(walk: Walk): Promise<null> {
  const { path_mapping: stack } = walk.call.mapping.stacks;
  if (stack === null) return null;
  const path = await stack.evaluate(walk.seen, walk.session.run);
  if (typeof path === 'string') walk.input = { ...walk.input, path };
  return null;
}

async function objectFrom(walk: Walk, given: unknown, field: string): Promise<JsonObject> {
  const value = await given;
  if (value === null || value === undefined) return {};
  if (isPlainObject(value)) return value;
  const { source, level } = walk.call.mapping.placeOf(field);
  throw new SluiceError('mapping.invalid_result', `${field} at ${source} (${level}) must give an object.`, {
    details: { field, source, level, found: typeof value },
  });
}
