/** Routes about the server itself: health, the OpenAPI document, the request log. */
import type { JsonObject } from '@sluice/engine';
import type { Incoming, Route } from '../route.ts';
import { logFilters } from '../../../work/insight/calls-log.ts';
import { describeApi } from '../openapi.ts';

export interface SelfWork {
  /** Null when all is well, otherwise what is not. */
  problem(): Promise<string | null>;
  listLog(incoming: Incoming): Promise<unknown>;
}

export function healthRoutes(work: SelfWork): readonly Route[] {
  const shared = { verbs: ['GET'], scope: null, tag: 'self' } as const;
  return [
    {
      ...shared,
      path: '/health/live',
      summary: 'The process runs.',
      run: async () => ({ status: 200, body: { status: 'live' } }),
    },
    {
      ...shared,
      path: '/health/ready',
      summary: 'The process can serve: database, catalog.',
      run: async () => {
        const problem = await work.problem();
        return problem === null
          ? { status: 200, body: { status: 'ready' } }
          : { status: 503, body: { status: 'not_ready', problem } };
      },
    },
    {
      verbs: ['GET'],
      path: '/log',
      scope: 'admin',
      tag: 'insight',
      summary: 'Calls that were made: metadata only, newest first.',
      query: ['limit', 'next_cursor', ...Object.keys(logFilters).map(asWritten)].map((name) => ({
        name,
        means: name === 'limit' ? 'Rows of a page.' : `Filter or position: ${name}.`,
      })),
      run: async (incoming) => ({ status: 200, body: await work.listLog(incoming) }),
    },
  ];
}

/** `created_at.gt` as it stands in a URL. */
const asWritten = (filter: string): string => filter.replace(/\.(.+)$/, '[$1]');

/** Describes the other routes and itself. */
export function openApiRoute(others: readonly Route[], about: { version: string; url: string }): Route {
  let document: JsonObject | null = null;
  const route: Route = {
    verbs: ['GET'],
    path: '/openapi.json',
    scope: null,
    tag: 'self',
    summary: 'This document.',
    run: async () => ({ status: 200, body: (document ??= describeApi([...others, route], about)) }),
  };
  return route;
}
