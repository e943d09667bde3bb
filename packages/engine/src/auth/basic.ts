/** Scheme `basic` (RFC 7617): user name and password, UTF-8, in the authorization header. */
import { compileTemplate } from '../expression/template.ts';
import {
  invalidScheme,
  missingCredential,
  withHeaders,
  type Authorizer,
  type ConfigOf,
  type PlaceOf,
} from './authorizer.ts';

const encoder = new TextEncoder();

/** Without settings `{{username}}` and `{{password}}`; with only one of the two, the other is empty (a key as user name). */
export function compileBasic(config: ConfigOf<'basic'>, placeOf: PlaceOf): Authorizer {
  const isUsual = config.username === undefined && config.password === undefined;
  const { username = isUsual ? '{{username}}' : '', password = isUsual ? '{{password}}' : '' } = config;
  const place = placeOf('username');
  const user = compileTemplate(username, place);
  const secret = compileTemplate(password, placeOf('password'));
  return (request, scope) => {
    const userText = user.renderText(scope);
    // RFC 7617 section 2: the first colon ends the user name, so one inside it would shift the password.
    if (userText.includes(':')) throw invalidScheme('has a colon in the user name', place);
    const secretText = secret.renderText(scope);
    if (userText === '' && secretText === '') throw missingCredential(username || password, place);
    return withHeaders(request, { authorization: `Basic ${toBase64(`${userText}:${secretText}`)}` });
  };
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...encoder.encode(text)));
}
