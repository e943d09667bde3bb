/** Scheme `query`: the credential as a query parameter. A parameter of that name already in the URL is replaced. */
import { encodeQueryText, readQuery } from '../codec/query.ts';
import { compileTemplate } from '../expression/template.ts';
import { missingCredential, type Authorizer, type ConfigOf, type PlaceOf } from './authorizer.ts';

export function compileQuery({ name, value }: ConfigOf<'query'>, placeOf: PlaceOf): Authorizer {
  const place = placeOf('value');
  const template = compileTemplate(value, place);
  const encodedName = encodeQueryText(name);
  return (request, scope) => {
    const text = template.renderText(scope);
    if (text === '') throw missingCredential(value, place);
    const url = withoutParameter(request.url, name);
    return { ...request, url: `${url}${joinerOf(url)}${encodedName}=${encodeQueryText(text)}` };
  };
}

function joinerOf(url: string): string {
  if (!url.includes('?')) return '?';
  return url.endsWith('?') ? '' : '&';
}

/** A next link may carry the credential of an earlier answer; other parameters stay exactly as written. */
function withoutParameter(url: string, name: string): string {
  const start = url.indexOf('?');
  if (start === -1) return url;
  const pairs = url.slice(start + 1).split('&');
  const kept = pairs.filter((pair) => readQuery(pair)[0]?.[0] !== name);
  if (kept.length === pairs.length) return url;
  return kept.length === 0 ? url.slice(0, start) : `${url.slice(0, start + 1)}${kept.join('&')}`;
}
