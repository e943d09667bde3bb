/** Admin routes: list, get, create, update and delete of every admin noun, made from the table of nouns. */
import type { JsonObject } from '@sluice/engine';
import { z } from 'zod';
import type { AdminDeps } from '../../../work/deps.ts';
import type { Caller } from '../../../work/caller.ts';
import type { Noun } from '../../../work/noun.ts';
import type { Incoming, Parameter, Route } from '../route.ts';

export function nounRoutes(nouns: readonly Noun[], deps: AdminDeps): readonly Route[] {
  return nouns.flatMap((noun) => routesOf(noun, deps));
}

function routesOf(noun: Noun, deps: AdminDeps): readonly Route[] {
  const shared = { scope: 'admin', tag: noun.path } as const;
  const base = `/${noun.path}`;
  const filters: readonly Parameter[] = ['limit', 'next_cursor', ...Object.keys(noun.filters)].map((name) => ({
    name,
    means:
      name === 'limit'
        ? 'Rows of a page.'
        : name === 'next_cursor'
          ? 'Where the last page ended.'
          : `Only rows with this ${name}.`,
  }));
  const routes: Route[] = [
    {
      ...shared,
      verbs: ['GET'],
      path: base,
      summary: `List. ${noun.means}`,
      query: filters,
      run: async (incoming) => ({
        status: 200,
        body: await noun.list(deps, { caller: callerOf(incoming), query: incoming.query }),
      }),
    },
    {
      ...shared,
      verbs: ['GET'],
      path: `${base}/:id`,
      summary: `Get one. ${noun.means}`,
      run: async (incoming) => ({ status: 200, body: await noun.get(deps, at(incoming)) }),
    },
  ];
  if (noun.shapes.create !== null) {
    routes.push({
      ...shared,
      verbs: ['POST'],
      path: base,
      summary: 'Create one.',
      body: schemaOf(noun.shapes.create),
      run: async (incoming) => ({
        status: 201,
        body: await noun.create(deps, { caller: callerOf(incoming), body: incoming.body }),
      }),
    });
  }
  if (noun.shapes.update !== null) {
    routes.push({
      ...shared,
      verbs: ['PATCH'],
      path: `${base}/:id`,
      summary: 'Change one: merges, null removes; needs the version that was read.',
      body: schemaOf(noun.shapes.update),
      run: async (incoming) => ({
        status: 200,
        body: await noun.update(deps, { ...at(incoming), body: incoming.body }),
      }),
    });
  }
  routes.push({
    ...shared,
    verbs: ['DELETE'],
    path: `${base}/:id`,
    summary: 'Delete one.',
    run: async (incoming) => ({ status: 200, body: await noun.remove(deps, at(incoming)) }),
  });
  return routes;
}

function callerOf({ caller }: Incoming): Caller {
  return { environmentId: caller!.environmentId, isOperator: caller!.isOperator };
}

function at(incoming: Incoming): { caller: Caller; id: string } {
  return { caller: callerOf(incoming), id: incoming.params['id']! };
}

function schemaOf(shape: z.ZodType): JsonObject {
  return z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as JsonObject;
}
