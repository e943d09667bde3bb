/**
 * The only way out: sends requests to providers over pooled connections, follows redirects without giving credentials away,
 * and refuses addresses that are not public. Judges no status, retries nothing, keeps nothing of what passes.
 */
import { lookup } from 'node:dns';
import { SluiceError, type HttpRequest, type HttpResponse, type Send } from '@sluice/engine/terms';
import { createAddressGuard, type Resolve } from './address-guard.ts';
import { exchange } from './exchange.ts';
import { createPools } from './pools.ts';
import { followRedirect } from './redirect.ts';

export interface WireSettings {
  /** `sluice/0.1.0`; sent where the request names none. */
  readonly userAgent: string;
  /** Addresses and hosts allowed although not public: the operator's list, and the simulator's exact address. */
  readonly allow: readonly string[];
  /** Name resolution; the system's by default. */
  readonly resolve?: Resolve;
}

export interface Wire {
  readonly send: Send;
  close(): Promise<void>;
}

const MAX_REDIRECTS = 5;

/** Throws `settings.invalid` for an allow entry that is none. */
export function createWire(settings: WireSettings): Wire {
  const { userAgent, allow, resolve = lookup as Resolve } = settings;
  const pools = createPools(createAddressGuard({ allow, resolve }));
  let isClosed = false;

  const send: Send = async (request) => {
    if (isClosed) throw new SluiceError('system.shutting_down', 'The server is stopping.');
    const startedMs = performance.now();
    let url = urlOf(request);
    let current: HttpRequest = request;
    let leftMs = request.timeoutMs;
    for (let redirects = 0; ; redirects += 1) {
      const pool = pools.of(url);
      const path = url.pathname + url.search;
      const response = await exchange({ pool, request: current, path, host: url.host, userAgent, leftMs });
      const next = response.status < 300 || response.status > 308 ? null : nextRequest(current, response);
      if (next === null) return response;
      if (redirects === MAX_REDIRECTS) {
        throw new SluiceError('provider.unreachable', `${url.host} redirected more than ${MAX_REDIRECTS} times.`);
      }
      current = next;
      url = new URL(next.url);
      leftMs = Math.max(1, request.timeoutMs - (performance.now() - startedMs));
    }
  };

  return {
    send,
    close() {
      isClosed = true;
      return pools.close();
    },
  };
}

function nextRequest(request: HttpRequest, response: HttpResponse): HttpRequest | null {
  const next = followRedirect(request, { status: response.status, location: response.headers['location'] });
  if (next !== null) response.body.discard();
  return next;
}

function urlOf(request: HttpRequest): URL {
  const url = URL.parse(request.url);
  if (url !== null && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
  throw new SluiceError('egress.refused', 'Only absolute http and https URLs can be called.');
}
