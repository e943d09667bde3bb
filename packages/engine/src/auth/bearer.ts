/** Scheme `bearer` (RFC 6750 section 2.1): a token in the authorization header. Never refreshes it. */
import { checkHeaderValue } from '../codec/header-value.ts';
import { scalarText } from '../codec/query.ts';
import { compileTemplate } from '../expression/template.ts';
import type { Place, Scope } from '../terms/index.ts';
import { compilePath } from '../values/path.ts';
import {
  invalidScheme,
  missingCredential,
  withHeaders,
  type Authorizer,
  type ConfigOf,
  type PlaceOf,
} from './authorizer.ts';

const usualPaths = ['oauth.token.access_token', 'access_token'];

/** `token` is a template; `path` is looked up in the scope, its credentials and its context; `prefix` may be empty. */
export function compileBearer(config: ConfigOf<'bearer'>, placeOf: PlaceOf): Authorizer {
  const { token, path, prefix = 'Bearer' } = config ?? {};
  const place = placeOf(token === undefined ? 'path' : 'token');
  const readToken =
    token === undefined ? compileLookUp(path === undefined ? usualPaths : [path], place) : compileToken(token, place);
  const start = prefix === '' ? '' : `${prefix} `;
  return (request, scope) =>
    withHeaders(request, { authorization: checkHeaderValue('authorization', start + readToken(scope), place) });
}

function compileToken(token: string, place: Place): (scope: Scope) => string {
  const template = compileTemplate(token, place);
  return (scope) => {
    const text = template.renderText(scope);
    if (text === '') throw missingCredential(token, place);
    return text;
  };
}

function compileLookUp(paths: readonly string[], place: Place): (scope: Scope) => string {
  const reads = paths.map((path) => compileRead(path, place));
  return (scope) => {
    for (const read of reads) {
      const text = textOf(read(scope)) ?? textOf(read(scope['credentials'])) ?? textOf(read(scope['context']));
      if (text !== null) return text;
    }
    throw missingCredential(paths.join(' or '), place);
  };
}

function compileRead(path: string, place: Place): (value: unknown) => unknown {
  try {
    return compilePath(path);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalidScheme('has an empty path', place);
  }
}

function textOf(value: unknown): string | null {
  const text = scalarText(value);
  return text === '' ? null : text;
}
