/** Addresses that a page gives: links and paths from the provider, put in place of the request's own. Sends nothing. */
import { SluiceError } from '../terms/index.ts';

const cleanPattern = /^https?:\/\/[!$-;=?-Z[\]_a-z~]*$/i;

/**
 * A link, absolute or relative to the request's own URL. A plain-text link of a provider reached over TLS is taken as
 * TLS on the same host (many stand behind a proxy that ends it). Credentials go along, so another host must be among
 * `linkHosts` (`pagination.config.link_hosts`; `*.example.com` takes every host below it). Throws `provider.invalid_response`.
 */
export function followLink(link: string, own: string, linkHosts: readonly string[]): string {
  if (!URL.canParse(link, own)) throw unusable('is not a URL');
  const target = new URL(link, own);
  if (target.protocol !== 'https:' && target.protocol !== 'http:') throw unusable('is neither https nor http');
  if (target.username !== '' || target.password !== '') throw unusable('holds a user name or password');
  const from = new URL(own);
  const isAtHome =
    target.hostname === from.hostname && (target.port === from.port || target.protocol !== from.protocol);
  if (!isAtHome && !linkHosts.some((allowed) => isHost(target.hostname, allowed)))
    throw unusable(`leads to ${target.host}, which the pagination's link_hosts do not name`);
  if (from.protocol === 'https:' && target.protocol === 'http:') {
    if (target.hostname !== from.hostname) throw unusable('leads from https to http on another host');
    target.protocol = 'https:';
    target.port = from.port;
  } else if (cleanPattern.test(link)) return link;
  target.hash = '';
  return target.href;
}

function isHost(host: string, allowed: string): boolean {
  const name = allowed.toLowerCase();
  return name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name;
}

/** A whole path, query included, on the host of the request's own URL: never on another, whatever it starts with. */
export function followPath(path: string, own: string): string {
  return withoutFragment(new URL(`${new URL(own).origin}/${path.replace(/^[/\\]+/, '')}`).href);
}

function withoutFragment(url: string): string {
  const at = url.indexOf('#');
  return at === -1 ? url : url.slice(0, at);
}

/** Never prints the link: providers put tokens into them. */
function unusable(problem: string): SluiceError {
  return new SluiceError('provider.invalid_response', `The provider's link to the next page ${problem}.`);
}
