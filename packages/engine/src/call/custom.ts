/** The custom call: any path of the provider with the account's credentials, nothing else done to it. */
import type { Method } from '../dsl/spec/method.ts';
import { SluiceError, type Ports } from '../terms/index.ts';
import { fail, succeed } from './answer.ts';
import { isByteSource, passThroughHeaders } from './binary.ts';
import { exchange } from './exchange.ts';
import { openTrace } from './explain.ts';
import { openSession } from './session.ts';
import type { CallAnswer, CustomCall } from './types.ts';

/** Throws `request.invalid_query` for a path that would leave the provider's host: the credentials go nowhere else. */
export async function callCustom(ports: Ports, call: CustomCall): Promise<CallAnswer> {
  const { integration } = call;
  if (/^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(call.path) || call.path.includes('\\')) {
    throw new SluiceError('request.invalid_query', 'A custom call takes a path of the provider, not a URL.', {
      details: { found: call.path },
    });
  }
  const plan = integration.adHoc({
    method: call.verb.toLowerCase() as NonNullable<Method['method']>,
    path: '/',
    body_format: bodyFormatOf(call),
  });
  const trace = call.switches.explain ? openTrace(ports.clock, { integration, mapping: null }) : null;
  const session = openSession(ports, call, trace);
  const scope = session.scope({ id: undefined, query: call.query, body: call.body });
  const headers =
    call.contentType === undefined || call.body === undefined ? undefined : { 'content-type': call.contentType };
  const path = call.path.startsWith('/') ? call.path : `/${call.path}`;
  trace?.step('exchange');
  const { outcome } = await exchange(session, {
    plan,
    scope,
    input: { query: call.query, body: call.body, path, headers },
  });
  if (outcome.kind !== 'ok') return fail(session, outcome);
  // A HEAD is asked for its headers; there is no body to decode them away from.
  if (call.verb === 'HEAD')
    return succeed(session, {
      outcome,
      body: '',
      status: outcome.status,
      headers: passThroughHeaders(outcome.headers),
    });
  if (isByteSource(outcome.body))
    return succeed(session, {
      outcome,
      body: outcome.body,
      status: outcome.status,
      headers: passThroughHeaders(outcome.headers),
    });
  return succeed(session, { outcome, body: outcome.body ?? null, status: outcome.status });
}

/** What the caller sent decides: parsed JSON goes out as JSON, everything else as the bytes it came in. */
function bodyFormatOf({ body, contentType }: CustomCall): NonNullable<Method['body_format']> {
  const isParsed = contentType === undefined || /\bjson\b/i.test(contentType);
  return isParsed && typeof body !== 'string' ? 'json' : 'raw';
}
