/** The data plane: unified, proxy and custom calls. Verb and path say the method; everything else is the engine's. */
import { SluiceError, type CallAnswer, type HttpMethod, type JsonObject } from '@sluice/engine';
import type { CustomInput, ProxyInput, UnifiedInput } from '../../../work/calls/call.ts';
import type { Incoming, Outgoing, Parameter, Route, Verb } from '../route.ts';

export interface DataWork {
  callUnified(input: UnifiedInput): Promise<CallAnswer>;
  callProxy(input: ProxyInput): Promise<CallAnswer>;
  callCustom(input: CustomInput): Promise<CallAnswer>;
}

const account: Parameter = {
  name: 'integrated_account_id',
  means: 'The connected account; not needed with an account token.',
  isRequired: true,
};
const explain: Parameter = {
  name: 'explain',
  means: '1 adds levels, provenance, requests, timings and field sources to this answer.',
};
const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  means: 'Up to 255 characters; the same key sends the request once.',
};
const paging: readonly Parameter[] = [
  { name: 'limit', means: 'Records of a page; lowered to what the provider gives.' },
  { name: 'next_cursor', means: 'As the last page returned it, with the same query.' },
];
const shaping: readonly Parameter[] = [
  { name: 'truto_response_format', means: 'unified, normalized (no remote_data) or raw.' },
  { name: 'truto_ignore_remote_data', means: '1 leaves remote_data out.' },
  { name: 'truto_exclude_fields', means: 'Fields left out, separated by commas.' },
];

const listAnswer: JsonObject = {
  type: 'object',
  required: ['result', 'next_cursor', 'prev_cursor', 'result_count'],
  properties: {
    result: { type: 'array', items: {} },
    next_cursor: { type: ['string', 'null'] },
    prev_cursor: { type: ['string', 'null'] },
    result_count: { type: 'integer' },
  },
};
const anyObject: JsonObject = { type: 'object' };

/** Verb -> method of one record. */
const ofRecord: Readonly<Partial<Record<Verb, string>>> = {
  GET: 'get',
  PATCH: 'update',
  PUT: 'update',
  DELETE: 'delete',
};

export function dataRoutes(work: DataWork): readonly Route[] {
  return [
    ...resourceRoutes({
      tag: 'unified',
      path: '/unified/:model/:resource',
      shape: "in the model's shape",
      query: shaping,
      call(incoming, wanted) {
        requireJson(incoming);
        const { model, resource } = incoming.params as { model: string; resource: string };
        return work.callUnified({ ...callOf(incoming), model, resource, ...wanted });
      },
    }),
    ...resourceRoutes({
      tag: 'proxy',
      path: '/proxy/:resource',
      shape: "in the provider's shape",
      query: [],
      call: (incoming, wanted) =>
        work.callProxy({ ...callOf(incoming), resource: incoming.params['resource']!, ...wanted }),
    }),
    customRoute(work),
  ];
}

interface Api {
  readonly tag: 'unified' | 'proxy';
  readonly path: string;
  /** "in the model's shape", for the summaries. */
  readonly shape: string;
  /** Switches of the answer beyond paging and explain. */
  readonly query: readonly Parameter[];
  call(incoming: Incoming, wanted: Wanted): Promise<CallAnswer>;
}

interface Wanted {
  readonly method: string;
  readonly id?: string;
}

/** Unified and proxy calls are spelled alike: the collection, one record, a custom method. */
function resourceRoutes({ tag, path, shape, query, call }: Api): readonly Route[] {
  const run = (wanted: (incoming: Incoming) => Wanted) => async (incoming: Incoming) =>
    outgoing(await call(incoming, wanted(incoming)));
  const row = (
    verbs: readonly Verb[],
    at: string,
    rest: Pick<Route, 'summary' | 'query' | 'run' | 'answer'>,
  ): Route => {
    const body = verbs.some((verb) => verb !== 'GET' && verb !== 'DELETE') ? { body: anyObject } : {};
    return { scope: 'data', tag, verbs, path: at, writeHeaders: [idempotencyKey], ...body, ...rest };
  };
  return [
    row(['GET'], path, {
      summary: `List records ${shape}.`,
      query: [account, ...paging, ...query, explain],
      answer: listAnswer,
      run: run(() => ({ method: 'list' })),
    }),
    row(['POST'], path, {
      summary: `Create a record ${shape}.`,
      query: [account, ...query, explain],
      run: run(() => ({ method: 'create' })),
    }),
    row(['GET', 'PATCH', 'PUT', 'DELETE'], `${path}/:id`, {
      summary: `Get, update or delete one record ${shape}.`,
      query: [account, ...query, explain],
      run: run(({ verb, params }) => ({ method: ofRecord[verb as Verb]!, id: params['id'] })),
    }),
    row(['POST'], `${path}/:method`, {
      summary: 'Run a custom method; `id` in the query names its record.',
      query: [account, { name: 'id', means: 'Record the method is about.' }, explain],
      run: run(({ params, query: asked }) => ({ method: params['method']!, id: idIn(asked) })),
    }),
  ];
}

function customRoute(work: DataWork): Route {
  return {
    verbs: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    path: '/custom/*',
    scope: 'data',
    tag: 'custom',
    summary: "Any path of the provider with the account's credentials.",
    query: [account],
    writeHeaders: [idempotencyKey],
    body: anyObject,
    run: async (incoming) => {
      const { verb, params } = incoming;
      return outgoing(
        await work.callCustom({
          ...callOf(incoming),
          verb: verb as HttpMethod,
          path: `/${params['*'] ?? ''}`,
        }),
      );
    },
  };
}

function callOf(incoming: Incoming) {
  return {
    authentication: incoming.caller!,
    requestId: incoming.requestId,
    query: incoming.query,
    body: incoming.body,
    contentType: incoming.contentType,
    headers: incoming.headers,
  };
}

/** Custom methods of one record name it in the query. */
function idIn(query: JsonObject): string | undefined {
  return typeof query['id'] === 'string' ? query['id'] : undefined;
}

function outgoing({ status, headers, body }: CallAnswer): Outgoing {
  return { status, headers, body };
}

/** Unified bodies are JSON; proxy and custom methods may take other bytes. */
function requireJson(incoming: Incoming): void {
  if (incoming.body instanceof Uint8Array)
    throw new SluiceError(
      'request.unsupported_media_type',
      `The body is ${incoming.contentType ?? 'of no content type'}; send application/json.`,
    );
}
