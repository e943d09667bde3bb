/** Links to other pages: the Link header (RFC 8288), and what of a URL is kept in a position. Never fetches. */
import { SluiceError } from '../terms/index.ts';
import type { PageSeen } from './paginator.ts';

export interface Link {
  readonly target: string;
  /** Relations in lower case. */
  readonly rels: readonly string[];
}

/** Parses a Link header field (RFC 8288 section 3 and appendix B.2). Links about another resource (`anchor`) are left out. */
export function parseLinkHeader(text: string): readonly Link[] {
  const links: Link[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    const close = open === -1 ? -1 : text.indexOf('>', open);
    if (close === -1) break;
    const params = readParams(text, close + 1);
    at = params.end;
    if (params.values.has('anchor')) continue;
    const rel = params.values.get('rel') ?? '';
    links.push({
      target: text.slice(open + 1, close).trim(),
      rels: rel
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== ''),
    });
  }
  return links;
}

const param = /\s*;\s*([^\s=;,]*)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"?|([^\s;,]*)))?/y;

/** Parameters up to the comma that ends the link. A name said twice counts once, the first time (RFC 8288 section 3.3). */
function readParams(text: string, from: number): { values: Map<string, string>; end: number } {
  const values = new Map<string, string>();
  let end = from;
  param.lastIndex = from;
  for (let match = param.exec(text); match !== null; match = param.exec(text)) {
    end = param.lastIndex;
    const name = match[1]!.toLowerCase();
    if (name !== '' && !values.has(name)) values.set(name, match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '');
  }
  const comma = text.indexOf(',', end);
  return { values, end: comma === -1 ? text.length : comma + 1 };
}

export interface LinkUse {
  /** The listing has stayed on the method's own host so far. */
  readonly isOwnHost: boolean;
  /** Take path and query only. */
  readonly keepHost?: boolean;
  /** The link is sent exactly as it came, so it is not shortened either. */
  readonly isVerbatim: boolean;
}

/**
 * The link to another page as a position keeps it: exactly as given where it can be, without the host where that is the
 * method's own. Relative ones belong to the page they were found on (RFC 3986 section 5.1.3). Whether a link may be
 * followed at all is for the request. Throws `provider.invalid_response` for what is no link.
 */
export function nextUrl(link: string, seen: PageSeen, { isOwnHost, keepHost, isVerbatim }: LinkUse): string {
  if ((keepHost === true || isOwnHost) && isPath(link)) return link;
  if (!URL.canParse(link, seen.requestUrl)) {
    throw new SluiceError('provider.invalid_response', 'The provider gave a link to another page that is not a URL.');
  }
  const url = new URL(link, seen.requestUrl);
  if (keepHost === true) return `${url.pathname.replace(/^\/+/, '/')}${url.search}`;
  if (isOwnHost && !isVerbatim && link.startsWith(`${url.origin}/`) && url.origin === new URL(seen.requestUrl).origin) {
    const path = link.slice(url.origin.length);
    if (isPath(path)) return path;
  }
  return URL.canParse(link) ? link : url.href;
}

/** True while a listing has stayed on the method's own host. */
export function staysHome(url: string | number | null | undefined): boolean {
  return typeof url !== 'string' || isPath(url);
}

/** `//host/x` names a host, so it is no path. */
function isPath(text: string): boolean {
  return text.startsWith('/') && !text.startsWith('//') && !text.startsWith('/\\');
}
