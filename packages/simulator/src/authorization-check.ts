/**
 * Does a request carry the mount's credentials? The engine's own authorizer says what a right request looks like, so the
 * fake provider asks for exactly what the integration promises to send.
 */
import {
  compileAuthorization,
  mergeResults,
  type Authorizer,
  type HttpMethod,
  type HttpRequest,
  type JsonObject,
} from '@sluice/engine';
import type { Authorization, Integration } from './documents.ts';
import { runAt } from './sight.ts';
import type { Asked } from './incoming/read-request.ts';
import type { Secrets } from './journal.ts';
import type { MountInput } from './terms.ts';

export interface AuthorizationCheck {
  /** Rejects with the authorizer's own error where the mount's credentials lack something. */
  accepts(asked: Asked, nowMs: number): Promise<boolean>;
  /** Headers and query parameters it puts credentials in, known once it has run. */
  readonly secrets: Secrets;
}

interface Expected {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly query: readonly (readonly [name: string, value: string])[];
}

export function createAuthorizationCheck(input: {
  schemes: Authorization;
  mount: MountInput;
  source: string;
}): AuthorizationCheck {
  const { schemes, mount, source } = input;
  const authorize = compileAuthorization(schemes, (field) => ({ level: 'base', source, field }));
  // A signature covers the request, so it is made anew for each; everything else is made once.
  const isSigned = schemes.some((scheme) => scheme.format === 'header' && scheme.config.expression !== undefined);
  const secrets: { headers: readonly string[]; query: readonly string[] } = { headers: [], query: [] };
  let once: Promise<Expected> | null = null;
  const expect = async (request: HttpRequest, asked: Asked | null, nowMs: number): Promise<Expected> => {
    const expected = await whatItSets(authorize, { request, scope: scopeOf(mount, asked), nowMs });
    secrets.headers = expected.headers.map(([name]) => name);
    secrets.query = expected.query.map(([name]) => name);
    return expected;
  };
  return {
    secrets,
    async accepts(asked, nowMs) {
      if (!isSigned) once ??= expect(blankRequest, null, nowMs);
      const { headers, query } = isSigned ? await expect(requestOf(asked), asked, nowMs) : await once!;
      return (
        headers.every(([name, value]) => asked.headers[name] === value) &&
        query.every(([name, value]) => asked.search.get(name) === value)
      );
    },
  };
}

/** Schemes of one connection: the credential's own before the integration's. */
export function schemesOf(integration: Integration, authenticationMethod: string | null | undefined): Authorization {
  const credentials = Object.values(integration.credentials ?? {});
  const chosen = authenticationMethod
    ? integration.credentials?.[authenticationMethod]
    : credentials.length === 1
      ? credentials[0]
      : undefined;
  return chosen?.config?.authorization ?? integration.authorization ?? [];
}

/** What the authorizer puts on a blank request; shown to people who test a client of their own. */
export async function presentedBy(schemes: Authorization, mount: MountInput): Promise<Expected> {
  const authorize = compileAuthorization(schemes, (field) => ({ level: 'base', source: mount.integration, field }));
  return whatItSets(authorize, { request: blankRequest, scope: scopeOf(mount, null), nowMs: 0 });
}

const blankRequest: HttpRequest = {
  method: 'GET',
  url: 'http://simulator.invalid/',
  headers: {},
  body: null,
  timeoutMs: 1000,
  maxResponseBytes: 1,
};

function requestOf(asked: Asked): HttpRequest {
  const search = asked.search.size === 0 ? '' : `?${asked.search}`;
  return {
    ...blankRequest,
    method: asked.verb.toUpperCase() as HttpMethod,
    url: `${asked.origin}/${asked.mountName}${asked.path}${search}`,
    body: asked.bodyText === '' ? null : asked.bodyText,
  };
}

async function whatItSets(
  authorize: Authorizer,
  input: { request: HttpRequest; scope: JsonObject; nowMs: number },
): Promise<Expected> {
  const { request } = input;
  const authorized = await authorize(request, input.scope, runAt(input.nowMs));
  const before = new URL(request.url).searchParams;
  return {
    headers: Object.entries(authorized.headers).map(([name, value]) => [name.toLowerCase(), value]),
    query: [...new URL(authorized.url).searchParams].filter(([name, value]) => before.get(name) !== value),
  };
}

function scopeOf(mount: MountInput, asked: Asked | null): JsonObject {
  const context = mount.context ?? {};
  return {
    ...(mergeResults(context, mount.credentials) as JsonObject),
    context,
    credentials: mount.credentials,
    env: mount.env ?? {},
    query: asked?.query ?? {},
    body: asked?.body,
    headers: asked?.headers ?? {},
  };
}
