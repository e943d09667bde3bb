/** One method of the integration as a route of the fake provider: how it is recognised and what it does. Compiled once, shared by mounts. */
import { SluiceError } from '@sluice/engine';
import type { Authorization, Integration, Method, SimulatedRoute, Simulation } from '../documents.ts';
import { compilePageFormat } from '../paging/formats.ts';
import type { PageFormat } from '../paging/page-format.ts';
import { compilePathPattern, joinPaths, pathOfUrl, type PathPattern } from './path-pattern.ts';
import { compileSight, type Sight } from '../sight.ts';

export const actions = ['list', 'get', 'create', 'update', 'replace', 'delete', 'fixed'] as const;
export type Action = (typeof actions)[number];
export const sightNames = ['when', 'select', 'id', 'show', 'accept', 'require', 'answer'] as const;
export type SightName = (typeof sightNames)[number];

export interface Route {
  /** `contacts.list` */
  readonly key: string;
  readonly verb: string;
  readonly pattern: PathPattern;
  readonly action: Action;
  /** Null: nothing is known about it but its shape. */
  readonly collection: string | null;
  readonly sights: Readonly<Partial<Record<SightName, Sight>>>;
  readonly format: PageFormat;
  readonly responsePath: string | null;
  readonly responseFormat: NonNullable<Method['response_format']>;
  /** Undefined: the integration's or the credential's own. */
  readonly authorization: Authorization | undefined;
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** False where answers depend on the time, so that they must not be remembered. */
  readonly isTimeless: boolean;
}

export interface RouteInput {
  readonly integration: Integration;
  readonly simulation: Simulation;
  readonly source: string;
  readonly resource: string;
  readonly name: string;
  readonly method: Method;
}

/** Throws `config.invalid` where the answer's shape cannot be told from the documents. */
export function compileRoute(input: RouteInput): Route {
  const { integration, simulation, method, resource, name } = input;
  const key = `${resource}.${name}`;
  const played: SimulatedRoute = simulation.routes[key] ?? {};
  const sights = compileSights(played, input.source, key);
  const action = played.action ?? defaultAction(name, sights);
  const responsePath = method.response_path ?? null;
  if (responsePath !== null && !isPlainPath(responsePath) && sights.answer === undefined && action !== 'delete') {
    throw new SluiceError(
      'config.invalid',
      `${input.source}: routes.${key} needs \`answer\`, because response_path is an expression.`,
    );
  }
  const texts = sightNames.flatMap((sight) => played[sight] ?? []).join('\n');
  return {
    key,
    verb: (method.method ?? 'get').toLowerCase(),
    pattern: compilePathPattern(pathOf(input)),
    action,
    collection: collectionOf(input, played),
    sights,
    format: compilePageFormat(
      method.pagination === undefined ? (integration.pagination ?? null) : method.pagination,
      played.link ?? 'absolute',
    ),
    responsePath,
    responseFormat: method.response_format ?? 'json',
    authorization: method.no_auth === true ? [] : method.authorization,
    status: played.status,
    headers: played.headers ?? {},
    isTimeless: !/\bnow\b|\$millis|\bmount\b|\$random|\$uuid/.test(texts),
  };
}

function compileSights(played: SimulatedRoute, source: string, key: string): Route['sights'] {
  const sights: Partial<Record<SightName, Sight>> = {};
  for (const name of sightNames) {
    const text = played[name];
    if (text !== undefined) sights[name] = compileSight(text, source, `routes.${key}.${name}`);
  }
  return sights;
}

function defaultAction(name: string, sights: Route['sights']): Action {
  if ((actions as readonly string[]).includes(name)) return name as Action;
  return sights.select === undefined ? 'fixed' : 'list';
}

function collectionOf({ simulation, source, resource, name }: RouteInput, played: SimulatedRoute): string | null {
  const collection = played.collection ?? resource;
  if (Object.hasOwn(simulation.collections, collection)) return collection;
  if (played.collection === undefined) return null;
  throw new SluiceError(
    'config.invalid',
    `${source}: routes.${resource}.${name}.collection names \`${collection}\`, which is not among the collections.`,
  );
}

function pathOf({ integration, simulation, method }: RouteInput): string {
  const path = method.path ?? '';
  if (/^(?:https?:\/\/|\{\{[^}]*\}\}$)/i.test(path) && path.includes('://')) return joinPaths(pathOfUrl(path));
  const base =
    method.base_url === undefined
      ? (simulation.base_path ?? pathOfUrl(integration.base_url))
      : pathOfUrl(method.base_url);
  return joinPaths(base, path.split('?')[0]!);
}

/** Dots, brackets and names only; everything else is JSONata. */
function isPlainPath(path: string): boolean {
  return /^[\w@-]+(?:\.[\w@-]+|\[(?:\d+|"[^"]*"|'[^']*')\])*$/.test(path);
}
