/** What every scheme is compiled to, and the errors they share. No scheme of its own. */
import type { AuthorizationScheme } from '../dsl/spec/authorization.ts';
import { SluiceError, type HttpRequest, type Place, type Run, type Scope } from '../terms/index.ts';

/** Puts credentials on a request; the request given is never changed. Throws `template.unresolved` where one is missing. */
export type Authorizer = (request: HttpRequest, scope: Scope, run: Run) => HttpRequest | Promise<HttpRequest>;

export type PlaceOf = (field: string) => Place;

/** The settings of one format. */
export type ConfigOf<Format extends AuthorizationScheme['format']> = Extract<
  AuthorizationScheme,
  { format: Format }
>['config'];

export function missingCredential(name: string, { level, source, field }: Place): SluiceError {
  return new SluiceError(
    'template.unresolved',
    `The account has no credential ${name} (${level} level, ${source}, ${field}). Nothing was sent.`,
    {
      details: { missing: name },
    },
  );
}

export function invalidScheme(problem: string, { level, source, field }: Place): SluiceError {
  return new SluiceError('config.invalid', `The authorization ${problem} (${level} level, ${source}, ${field}).`);
}

/** A request with more headers; names in lower case. */
export function withHeaders(request: HttpRequest, headers: Readonly<Record<string, string>>): HttpRequest {
  return { ...request, headers: { ...request.headers, ...headers } };
}
