/**
 * Decides whether a redirect is followed and with what. Credentials never leave the origin they were meant for: towards
 * another one only headers known to be harmless go along, and no body.
 */
import type { HttpRequest } from '@sluice/engine/terms';

/** Names of credential headers cannot be listed (every API has its own), those that tell nothing can. */
const harmless = new Set(['accept', 'accept-encoding', 'accept-language', 'user-agent']);

/** The next request, or null when the answer stands as it is. `status` and `location` are the answer's. */
export function followRedirect(
  request: HttpRequest,
  answer: { status: number; location: string | undefined },
): HttpRequest | null {
  const { status, location } = answer;
  if (location === undefined || !URL.canParse(location, request.url)) return null;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const keepsMethod = status === 307 || status === 308;
  if (!keepsMethod && !(isRead && (status === 301 || status === 302 || status === 303))) return null;
  const target = new URL(location, request.url);
  if (target.protocol !== 'https:' && target.protocol !== 'http:') return null;
  const isSameOrigin = target.origin === new URL(request.url).origin;
  const { body } = request;
  if (body !== null && (!isSameOrigin || isOneTime(body))) return null;
  target.hash = '';
  return { ...request, url: target.href, headers: isSameOrigin ? request.headers : harmlessOf(request.headers) };
}

/** A body that is read as it is sent cannot be sent again. */
function isOneTime(body: NonNullable<HttpRequest['body']>): boolean {
  return typeof body !== 'string' && !(body instanceof Uint8Array);
}

function harmlessOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmless.has(name)));
}
