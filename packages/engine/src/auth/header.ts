/** Scheme `header`: a credential in a header of its own, or headers an expression makes from the request (signing). */
import { checkHeaderValue } from '../codec/header-value.ts';
import { readQuery, scalarText } from '../codec/query.ts';
import { compileExpression } from '../expression/expression.ts';
import { compileTemplate } from '../expression/template.ts';
import { SluiceError, type HttpRequest, type Place, type Scope } from '../terms/index.ts';
import { isPlainObject } from '../values/merge.ts';
import {
  invalidScheme,
  missingCredential,
  withHeaders,
  type Authorizer,
  type ConfigOf,
  type PlaceOf,
} from './authorizer.ts';

/** `expression` wins where both are given. Throws `config.invalid` where neither is whole. */
export function compileHeader(config: ConfigOf<'header'>, placeOf: PlaceOf): Authorizer {
  const { header_name: name, header_value: value, expression } = config;
  if (expression !== undefined) return compileSigning(expression, placeOf('expression'));
  if (name === undefined || value === undefined) {
    throw invalidScheme('of format header needs header_name and header_value, or expression', placeOf('header_name'));
  }
  return compileValue({ name: name.toLowerCase(), value }, placeOf('header_value'));
}

function compileValue({ name, value }: { name: string; value: string }, place: Place): Authorizer {
  const template = compileTemplate(value, place);
  return (request, scope) => {
    const text = template.renderText(scope);
    if (text.trim() === '') throw missingCredential(value, place);
    return withHeaders(request, { [name]: checkHeaderValue(name, text, place) });
  };
}

/** The expression gives an object of headers; null takes one away. Throws `mapping.invalid_result` on anything else. */
function compileSigning(text: string, place: Place): Authorizer {
  const expression = compileExpression(text, place);
  return (request, scope, run) => {
    const result = expression.evaluate(signingScope(request, scope), run);
    return result instanceof Promise
      ? result.then((found) => signed(request, found, place))
      : signed(request, result, place);
  };
}

function signed(request: HttpRequest, result: unknown, place: Place): HttpRequest {
  if (!isPlainObject(result)) throw invalidResult('must be an object of headers', place);
  const headers = new Map(Object.entries(request.headers));
  for (const [name, value] of Object.entries(result)) {
    const lowerName = name.toLowerCase();
    const text = scalarText(value);
    if (text !== null) headers.set(lowerName, checkHeaderValue(lowerName, text, place));
    else if (value === null) headers.delete(lowerName);
    else throw invalidResult(`must give text for header ${lowerName}`, place);
  }
  return { ...request, headers: Object.fromEntries(headers) };
}

function invalidResult(problem: string, { level, source, field }: Place): SluiceError {
  return new SluiceError(
    'mapping.invalid_result',
    `The authorization expression ${problem} (${level} level, ${source}, ${field}).`,
  );
}

/** What a signature is made of, as it goes on the wire. A body that is not text is null: it cannot be signed by an expression. */
function signingScope(request: HttpRequest, scope: Scope): Scope {
  const { method, url, headers } = request;
  const start = url.indexOf('?');
  const query = start === -1 ? {} : asObject(readQuery(url.slice(start + 1)));
  const body = typeof request.body === 'string' ? request.body : null;
  const { context, credentials, env } = scope;
  return {
    method,
    url,
    headers,
    query,
    body,
    requestOptions: { method, url, headers, query, body },
    context,
    credentials,
    env,
  };
}

function asObject(pairs: readonly (readonly [string, string])[]): Record<string, string | string[]> {
  const found = new Map<string, string | string[]>();
  for (const [name, value] of pairs) {
    const earlier = found.get(name);
    found.set(name, earlier === undefined ? value : [earlier, value].flat());
  }
  return Object.fromEntries(found);
}
