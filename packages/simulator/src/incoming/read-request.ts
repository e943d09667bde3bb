/** Turns an incoming request into what routes and expressions look at: path after the mount, parsed query, decoded body. Judges nothing. */
import { parse as parseQuery } from 'qs';
import type { JsonObject } from '@sluice/engine';
import { readAt } from '../record-paths.ts';
import type { IncomingRequest } from '../terms.ts';
import { decodeRequestBody } from './decode-body.ts';

export interface Asked {
  /** Lower case. */
  readonly verb: string;
  /** After the mount, with the leading slash, still encoded. */
  readonly path: string;
  readonly search: URLSearchParams;
  readonly query: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where the request has none. */
  readonly body: unknown;
  readonly bodyText: string;
  readonly isMalformed: boolean;
  /** `http://host:port` as the client addressed it. */
  readonly origin: string;
  readonly mountName: string;
}

export async function readRequest(request: IncomingRequest, mountName: string): Promise<Asked> {
  const mark = request.url.indexOf('?');
  const fullPath = mark === -1 ? request.url : request.url.slice(0, mark);
  const queryText = mark === -1 ? '' : request.url.slice(mark + 1);
  const decoded = await decodeRequestBody(request.headers['content-type'] ?? '', request.body);
  return {
    verb: request.method.toLowerCase(),
    path: fullPath.slice(mountName.length + 1) || '/',
    search: new URLSearchParams(queryText),
    query: parseQuery(queryText, { depth: 8, arrayLimit: 1000, parameterLimit: 5000 }) as JsonObject,
    headers: request.headers,
    body: decoded.value,
    bodyText: decoded.text,
    isMalformed: decoded.isMalformed,
    origin: `http://${request.headers['host'] ?? 'localhost'}`,
    mountName,
  };
}

export type ParameterPlace = 'query' | 'body' | 'header';

/** A parameter as text, wherever the provider takes it; null where it is missing. A dotted or bracketed name is tried literally first. */
export function readParameter(asked: Asked, place: ParameterPlace, name: string): string | null {
  if (place === 'header') return asked.headers[name.toLowerCase()] ?? null;
  if (place === 'query') {
    const literal = asked.search.get(name);
    if (literal !== null) return literal;
  }
  const found = readAt(place === 'query' ? asked.query : asked.body, name);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : null;
}
