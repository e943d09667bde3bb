/** The HTTP door: puts the table of routes on Fastify, checks the token, answers errors in one shape. Decides nothing else. */
import { randomUUID } from 'node:crypto';
import { SluiceError } from '@sluice/engine';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { requireScope, type Authentication } from '../../work/caller.ts';
import type { Log } from '../../work/deps.ts';
import { allowOrigins } from './cors.ts';
import { answerOf, toSluiceError } from './errors.ts';
import { parseJsonBody } from './json-body.ts';
import { parseQuery } from './query.ts';
import { send } from './reply.ts';
import type { Incoming, Route } from './route.ts';
import { securityHeaders } from './security-headers.ts';

export interface HttpServerInput {
  readonly routes: readonly Route[];
  readonly authenticate: (input: {
    bearer: string | null;
    environmentHeader: string | null;
  }) => Promise<Authentication>;
  readonly log: Log;
  readonly maxBodyBytes: number;
  /** Exact origins that browsers may call from; empty turns CORS off. */
  readonly corsOrigins: readonly string[];
}

/** Not listening yet; `main.ts` says where. */
export function createHttpServer(input: HttpServerInput): FastifyInstance {
  const server = fastify({
    logger: false,
    bodyLimit: input.maxBodyBytes,
    genReqId: () => randomUUID(),
    // The text only: the router has no way to answer a query that cannot be read, a route has.
    routerOptions: { querystringParser: (text) => ({ text }), maxParamLength: 500 },
    // Before a route is found no hook runs, so the headers are set here too.
    frameworkErrors: (error, request, reply) => {
      fail(reply.headers(securityHeaders).header('x-request-id', request.id), toSluiceError(error), input.log);
    },
    // Keep-alive connections must not hold up a stop.
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
  });
  server.addContentTypeParser('application/json', { parseAs: 'string' }, parseJsonBody);
  // Other content types go through as bytes: proxy and custom calls pass them on.
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  // With `done` and not async: every request would wait for one more promise.
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(securityHeaders).header('x-request-id', request.id);
    allowOrigins(input.corsOrigins, request, reply);
    done();
  });
  for (const route of input.routes) addRoute(server, route, input);
  if (input.corsOrigins.length > 0) server.options('/*', async (_request, reply) => reply.code(204).send());
  server.setNotFoundHandler((request, reply) => {
    fail(
      reply,
      new SluiceError('request.unknown_route', `There is no route ${request.method} ${pathOf(request)}.`),
      input.log,
    );
  });
  server.setErrorHandler((error, _request, reply) => {
    fail(reply, toSluiceError(error), input.log);
  });
  return server;
}

function addRoute(server: FastifyInstance, route: Route, { authenticate, log }: HttpServerInput): void {
  server.route({
    method: [...route.verbs],
    url: route.path,
    handler: async (request, reply) => {
      try {
        const caller = route.scope === null ? null : await authenticate(tokenOf(request));
        if (caller !== null) requireScope(caller, route.scope!);
        return send(reply, await route.run(incomingOf(request, caller)));
      } catch (error) {
        return fail(reply, toSluiceError(error), log);
      }
    },
  });
}

function fail(reply: FastifyReply, error: SluiceError, log: Log): FastifyReply {
  const { status, body } = answerOf(error);
  const { code } = error;
  const { id: request_id } = reply.request;
  if (error.origin === 'system')
    log.error({ request_id, code, detail: error.detail, cause: stackOf(error.cause) }, error.message);
  // A mapping that fails on an answer is nobody's slip of the moment: whoever runs the server must see where it stands.
  else if (error.origin === 'config' && status >= 500) log.warn({ request_id, code }, error.message);
  return send(reply, { status, body });
}

/** Where it went wrong. The first line of a stack may quote data, so only the frames are kept. */
function stackOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [cause.name, ...frames.slice(0, 8)].join('\n');
}

function tokenOf(request: FastifyRequest): { bearer: string | null; environmentHeader: string | null } {
  const { authorization } = request.headers;
  const bearer = authorization === undefined ? null : /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (bearer === undefined)
    throw new SluiceError('auth.invalid_token', 'The authorization header must read `Bearer <token>`.');
  const header = request.headers['x-environment-id'];
  return { bearer, environmentHeader: typeof header === 'string' ? header : null };
}

function incomingOf(request: FastifyRequest, caller: Authentication | null): Incoming {
  if (pathOf(request).includes('%00'))
    throw new SluiceError('request.invalid_path', 'The path holds a NUL character (%00).');
  return {
    requestId: request.id,
    caller,
    params: request.params as Record<string, string>,
    query: parseQuery((request.query as { text: string }).text),
    body: request.body,
    contentType: request.headers['content-type'],
    get headers() {
      return callerHeaders(request);
    },
    verb: request.method,
  };
}

function callerHeaders(request: FastifyRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  const { headers: given } = request;
  for (const name in given) {
    const value = given[name];
    if (name !== 'authorization' && name !== 'cookie' && typeof value === 'string') headers[name] = value;
  }
  return headers;
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0]!;
}
