/** What explain may show of an authorized request: everything but what the credentials added. Nothing is sent from here. */
import { readQuery } from '../codec/query.ts';
import type { HttpRequest, JsonObject } from '../terms/index.ts';

export interface MaskedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const mask = '•••';
/** Shorter secrets are not looked for: they would blot out ordinary text. */
const minSecretLength = 4;

/**
 * `before` is the request without credentials. Headers and query parameters that differ from it are masked; with
 * `credentials`, every other place that holds one of them too (templates may put them anywhere).
 */
export function maskAuthorization(
  request: HttpRequest,
  before: HttpRequest,
  credentials: JsonObject = {},
): MaskedRequest {
  const secrets = secretsOf(credentials);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = before.headers[name] === value ? maskSecrets(value, secrets) : mask;
  }
  return { method: request.method, url: maskSecrets(maskUrl(request.url, before.url), secrets), headers };
}

function maskUrl(url: string, before: string): string {
  const start = url.indexOf('?');
  if (start === -1 || url === before) return url;
  const earlierStart = before.indexOf('?');
  const earlier = new Set(earlierStart === -1 ? [] : before.slice(earlierStart + 1).split('&'));
  const pairs = url
    .slice(start + 1)
    .split('&')
    .map((pair) => (earlier.has(pair) ? pair : `${readQuery(pair)[0]?.[0] ?? ''}=${mask}`));
  return `${url.slice(0, start)}?${pairs.join('&')}`;
}

/** Texts among the credentials, longest first, also as they look inside a URL. */
function secretsOf(credentials: unknown): readonly string[] {
  const found = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string' && value.length >= minSecretLength) {
      found.add(value);
      found.add(encodeURIComponent(value.toWellFormed()));
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(credentials);
  return [...found].sort((a, b) => b.length - a.length);
}

function maskSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((masked, secret) => masked.replaceAll(secret, mask), text);
}
