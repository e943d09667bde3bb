/** An integration and its simulation document, compiled: everything mounts of the same provider share. Holds no state of a mount. */
import { SluiceError } from '@sluice/engine';
import type { Integration, Simulation } from '../documents.ts';
import { createSeeds, type Seeds } from '../state/seeds.ts';
import type { RateLimitSetting } from '../terms.ts';
import { joinPaths, pathOfUrl, type PathValues } from './path-pattern.ts';
import { compileRoute, type Route } from './route.ts';
import { compileSight, type Sight } from '../sight.ts';

export type ErrorName = keyof NonNullable<Simulation['errors']>;
export type ErrorShape = NonNullable<NonNullable<Simulation['errors']>[ErrorName]>;

export interface Blueprint {
  readonly slug: string;
  readonly source: string;
  readonly integration: Integration;
  readonly basePath: string;
  /** Most specific first. */
  readonly routes: readonly Route[];
  readonly collections: ReadonlyMap<string, Seeds>;
  readonly headers: readonly (readonly [name: string, value: Sight])[];
  readonly rateLimit: RateLimitSetting | null;
  readonly errors: Readonly<Partial<Record<ErrorName, ErrorShape>>>;
}

export interface CatalogEntry {
  readonly integration: Integration;
  readonly simulation: Simulation;
}

/** Throws `config.invalid` for routes the integration does not have, and what `compileRoute` throws. */
export function compileBlueprint(input: { slug: string; entry: CatalogEntry; startMs: number }): Blueprint {
  const { slug, startMs } = input;
  const { integration, simulation } = input.entry;
  const source = `catalog/integrations/${slug}/simulation.yaml`;
  const routes: Route[] = [];
  for (const [resource, methods] of Object.entries(integration.resources ?? {})) {
    for (const [name, method] of Object.entries(methods)) {
      routes.push(compileRoute({ integration, simulation, source, resource, name, method }));
    }
  }
  refuseUnknownRoutes({ source, simulation, routes });
  return {
    slug,
    source,
    integration,
    basePath: joinPaths(simulation.base_path ?? pathOfUrl(integration.base_url)),
    routes: routes.sort(bySpecificity),
    collections: new Map(
      Object.entries(simulation.collections).map(([name, spec]) => [
        name,
        createSeeds({ name, spec, source, startMs }),
      ]),
    ),
    headers: Object.entries(simulation.headers ?? {}).map(([name, text]) => [
      name.toLowerCase(),
      compileSight(text, source, `headers.${name}`),
    ]),
    rateLimit: simulation.rate_limit ?? null,
    errors: simulation.errors ?? {},
  };
}

export interface RouteMatch {
  readonly route: Route;
  readonly values: PathValues;
}

/** Routes of that verb and path, the most specific first; `when` decides among them. */
export function routesFor(blueprint: Blueprint, asked: { verb: string; path: string }): readonly RouteMatch[] {
  const found: RouteMatch[] = [];
  for (const route of blueprint.routes) {
    if (route.verb !== asked.verb) continue;
    const values = route.pattern.match(asked.path);
    if (values !== null) found.push({ route, values });
  }
  return found;
}

/** Literal text before placeholders, `when` before none, else as written. */
function bySpecificity(a: Route, b: Route): number {
  return (
    b.pattern.weight - a.pattern.weight || Number(b.sights.when !== undefined) - Number(a.sights.when !== undefined)
  );
}

function refuseUnknownRoutes({
  source,
  simulation,
  routes,
}: {
  source: string;
  simulation: Simulation;
  routes: readonly Route[];
}): void {
  const known = new Set(routes.map((route) => route.key));
  const unknown = Object.keys(simulation.routes).filter((key) => !known.has(key));
  if (unknown.length === 0) return;
  throw new SluiceError(
    'config.invalid',
    `${source}: routes ${unknown.join(', ')} are no methods of the integration; it has ${[...known].join(', ')}.`,
  );
}
