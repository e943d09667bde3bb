/** Every route of the API, bound to the work behind it. The only list of them. */
import { SluiceError } from '@sluice/engine/terms';
import type { Store } from '../adapters/store/database.ts';
import type { Route } from '../edge/http/route.ts';
import { nounRoutes } from '../edge/http/routes/nouns.ts';
import { healthRoutes } from '../edge/http/routes/self.ts';
import type { CallDeps } from '../work/calls/callable.ts';
import { knownAtOnce } from '../work/calls/changes.ts';
import type { AdminDeps } from '../work/deps.ts';
import { listCalls } from '../work/insight/calls-log.ts';
import { callRoutes } from './call-routes.ts';
import { nouns } from './nouns.ts';

export interface RoutesInput {
  readonly store: Store;
  readonly admin: AdminDeps;
  readonly calls: CallDeps;
}

export function routesOf({ store, admin, calls }: RoutesInput): readonly Route[] {
  const { statements, vault } = admin;
  return [
    ...callRoutes(calls),
    ...nounRoutes(
      nouns.map((noun) => knownAtOnce(noun, calls.directory)),
      admin,
    ),
    ...healthRoutes({
      problem: () => problemOf(store),
      listLog: ({ caller, query }) => listCalls({ statements, cursors: vault.cursors }, { caller: caller!, query }),
    }),
  ];
}

/** The code of what is wrong; null when the database answers. */
async function problemOf(store: Store): Promise<string | null> {
  try {
    await store.ping();
    return null;
  } catch (error) {
    if (error instanceof SluiceError) return error.code;
    throw error;
  }
}
