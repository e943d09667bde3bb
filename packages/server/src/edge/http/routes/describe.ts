/** What can be called, and with what: meta, capabilities; and batches of calls. */
import type { JsonObject } from '@sluice/engine';
import { z } from 'zod';
import type { Authentication } from '../../../work/caller.ts';
import type { Incoming, Parameter, Route } from '../route.ts';

interface ForAccount {
  readonly authentication: Authentication;
  readonly accountId: string | null;
  readonly requestId: string;
}

export interface DescribeWork {
  meta(input: ForAccount & { model: string; resource: string; method: string }): Promise<unknown>;
  model(input: { authentication: Authentication; model: string; integration: string }): Promise<unknown>;
  accountCapabilities(input: ForAccount): Promise<unknown>;
  integrationCapabilities(input: { authentication: Authentication; integration: string }): Promise<unknown>;
  batch(input: { authentication: Authentication; requestId: string; body: unknown }): Promise<unknown>;
  readonly batchShape: z.ZodType;
}

const account: Parameter = {
  name: 'integrated_account_id',
  means: 'The connected account; not needed with an account token.',
  isRequired: true,
};

export function describeRoutes(work: DescribeWork): readonly Route[] {
  const shared = { verbs: ['GET'], scope: 'data' } as const;
  return [
    {
      ...shared,
      path: '/unified/:model/:resource/meta/:method',
      tag: 'unified',
      summary: 'JSON Schemas of query, body and response as this account really accepts and gives them.',
      query: [account],
      run: async (incoming) => {
        const { model, resource, method } = incoming.params as { model: string; resource: string; method: string };
        return { status: 200, body: await work.meta({ ...forAccount(incoming), model, resource, method }) };
      },
    },
    {
      ...shared,
      path: '/unified/meta/:model/:integration',
      tag: 'unified',
      summary: 'Every method of a model that one integration maps.',
      run: async ({ caller, params }) => ({
        status: 200,
        body: await work.model({
          authentication: caller!,
          model: params['model']!,
          integration: params['integration']!,
        }),
      }),
    },
    {
      ...shared,
      path: '/integrated-account/:id/capabilities',
      tag: 'integrated-account',
      summary: 'What this account can do, by proxy and unified.',
      run: async ({ caller, params, requestId }) => ({
        status: 200,
        body: await work.accountCapabilities({ authentication: caller!, accountId: params['id']!, requestId }),
      }),
    },
    {
      ...shared,
      path: '/integration/:id/capabilities',
      tag: 'integration',
      summary: 'What an integration offers in this environment; by id or name.',
      run: async ({ caller, params }) => ({
        status: 200,
        body: await work.integrationCapabilities({ authentication: caller!, integration: params['id']! }),
      }),
    },
    {
      verbs: ['POST'],
      path: '/batch-request',
      scope: 'data',
      tag: 'batch',
      summary: 'Several calls in one, in the order of their dependencies; lists are read to their end.',
      body: z.toJSONSchema(work.batchShape, { io: 'input', unrepresentable: 'any' }) as JsonObject,
      run: async ({ caller, requestId, body }) => ({
        status: 200,
        body: await work.batch({ authentication: caller!, requestId, body }),
      }),
    },
  ];
}

function forAccount({ caller, query, requestId }: Incoming): ForAccount {
  const id = query['integrated_account_id'];
  return { authentication: caller!, accountId: typeof id === 'string' ? id : null, requestId };
}
