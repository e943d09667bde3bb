/** Effective method + input -> one complete HttpRequest, but for the credentials. Compiled once per method; sends nothing. */
import type { Integration } from '../dsl/spec/integration.ts';
import type { Method } from '../dsl/spec/method.ts';
import type { HttpMethod, HttpRequest, JsonObject, PageRequest, Place, Scope } from '../terms/index.ts';
import { compileBody } from './body.ts';
import { followLink, followPath } from './follow.ts';
import { compileHeaders } from './headers.ts';
import { compileQueryString } from './query-string.ts';
import { compileAddress } from './url.ts';

export interface RequestInput {
  /** The caller's query, in the provider's words. Merged over the defaults; null leaves a parameter out. */
  readonly query?: JsonObject;
  /** The caller's body; not sent where the method has a template of its own. Null is no body. */
  readonly body?: unknown;
  /** Null removes a header. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Replaces the method's path; taken as already encoded. An absolute URL replaces base_url too. */
  readonly path?: string;
  readonly page?: PageRequest | null;
  /** Needed by multipart bodies: unguessable, at most 70 letters and digits. */
  readonly bodyBoundary?: string;
}

export interface RequestLimits {
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

export interface RequestBuilder {
  /**
   * Throws, before anything is sent: `template.unresolved`, `request.invalid_path`, `config.invalid` (a URL that is no
   * web address, an impossible header), `body.invalid_field`, and `provider.invalid_response` on an unusable next link.
   */
  build(scope: Scope, input: RequestInput, limits: RequestLimits): HttpRequest;
}

/**
 * `placeOf` takes fields in the style of `integration.base_url` and `method.path`. Throws `config.invalid` and what
 * compiling templates throws.
 */
export function compileRequest(
  config: { integration: Integration; method: Method },
  placeOf: (field: string) => Place,
): RequestBuilder {
  const { integration, method } = config;
  const verb = (method.method ?? 'get').toUpperCase() as HttpMethod;
  const arrayFormat = method.query_array_format ?? integration.query_array_format ?? 'repeat';
  const address = compileAddress({
    base: method.base_url ?? integration.base_url,
    basePlace: placeOf(method.base_url === undefined ? 'integration.base_url' : 'method.base_url'),
    path: method.path ?? '',
    pathPlace: placeOf('method.path'),
  });
  const queryString = compileQueryString(
    { integration: integration.query, method: method.query, arrayFormat },
    placeOf,
  );
  const headers = compileHeaders(config, placeOf);
  const body = compileBody({ method, arrayFormat }, placeOf);
  const isQueryInBody = method.add_query_to_body === true;
  const linkHosts = (method.pagination ?? integration.pagination)?.config?.link_hosts ?? [];

  const urlOf = (scope: Scope, input: RequestInput): string => {
    const page = input.page ?? null;
    const own = address.render(scope, input.path);
    const layers = { caller: isQueryInBody ? undefined : input.query, page: page?.query };
    if (page === null || (page.url === undefined && page.path === undefined))
      return withQuery(own, queryString.render(scope, layers));
    const target = page.url === undefined ? followPath(page.path!, own) : followLink(page.url, own, linkHosts);
    if (page.isVerbatim === true) return target;
    const start = target.indexOf('?');
    return withQuery(target, queryString.renderBeside(scope, layers, start === -1 ? '' : target.slice(start + 1)));
  };

  return {
    build(scope, input, limits) {
      const encoded = body.render(scope, input);
      const declared = headers.render(scope, input.headers, input.page?.headers);
      return {
        method: verb,
        url: urlOf(scope, input),
        headers: withContentType(declared, encoded.contentType),
        body: encoded.body,
        timeoutMs: limits.timeoutMs,
        maxResponseBytes: limits.maxResponseBytes,
      };
    },
  };
}

function withQuery(url: string, query: string): string {
  if (query === '') return url;
  if (!url.includes('?')) return `${url}?${query}`;
  return url.endsWith('?') || url.endsWith('&') ? url + query : `${url}&${query}`;
}

/** A declared content-type wins, except over a multipart body's: nobody else knows the boundary. */
function withContentType(
  headers: Readonly<Record<string, string>>,
  contentType: string | null,
): Readonly<Record<string, string>> {
  if (contentType === null) return headers;
  if (headers['content-type'] !== undefined && !contentType.startsWith('multipart/')) return headers;
  return { ...headers, 'content-type': contentType };
}
