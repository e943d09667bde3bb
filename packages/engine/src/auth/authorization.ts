/** Section `authorization` -> one function that puts an account's credentials on a request. Schemes of a list apply in order. */
import type { Authorization, AuthorizationScheme } from '../dsl/spec/authorization.ts';
import type { Authorizer, ConfigOf, PlaceOf } from './authorizer.ts';
import { compileBasic } from './basic.ts';
import { compileBearer } from './bearer.ts';
import { compileHeader } from './header.ts';
import { compileQuery } from './query.ts';
import { compileUnsupported } from './unsupported.ts';

export type { Authorizer } from './authorizer.ts';

type Format = AuthorizationScheme['format'];
type Compile<F extends Format> = (config: ConfigOf<F>, placeOf: PlaceOf) => Authorizer;

/** Every format of the language has its row. Those that exchange, sign or present something are not built yet. */
const schemes: { readonly [F in Format]: Compile<F> } = {
  bearer: compileBearer,
  header: compileHeader,
  query: compileQuery,
  basic: compileBasic,
  none: () => (request) => request,
  oauth1: compileUnsupported('oauth1'),
  wsse: compileUnsupported('wsse'),
  mtls: compileUnsupported('mtls'),
  jwt: compileUnsupported('jwt'),
};

/**
 * `placeOf` takes fields inside the section: `0.config.token`. Throws `config.invalid` on settings that cannot work; the
 * authorizer throws `template.unresolved` on a missing credential, and `config.invalid` for a scheme this version lacks.
 */
export function compileAuthorization(config: Authorization, placeOf: PlaceOf): Authorizer {
  const authorizers = config
    .map((scheme, index) => ({ scheme, placeOf: (field: string) => placeOf(`${index}.config.${field}`) }))
    .filter(({ scheme }) => scheme.format !== 'none')
    .map(({ scheme, placeOf: place }) => (schemes[scheme.format] as Compile<Format>)(scheme.config, place));
  const [only, ...others] = authorizers;
  if (only === undefined) return (request) => request;
  return others.length === 0 ? only : inOrder(authorizers);
}

/** Stays synchronous as long as every scheme is. */
function inOrder(authorizers: readonly Authorizer[]): Authorizer {
  return (request, scope, run) => {
    let result: HttpRequestOrPromise = request;
    for (const authorize of authorizers) {
      result =
        result instanceof Promise
          ? result.then((authorized) => authorize(authorized, scope, run))
          : authorize(result, scope, run);
    }
    return result;
  };
}

type HttpRequestOrPromise = ReturnType<Authorizer>;
