/** One page of a list: position in, records and next position out, loops refused. Used by unified and proxy lists alike. */
import { writeCursor, readCursor } from '../pagination/cursor.ts';
import { checkGuard, startGuard } from '../pagination/guard.ts';
import type { PageStart } from '../pagination/pagination.ts';
import type { RequestInput } from '../request/request.ts';
import {
  SluiceError,
  type FailedOutcome,
  type JsonObject,
  type OkOutcome,
  type PagePosition,
  type Scope,
} from '../terms/index.ts';
import { canonicalJson } from '../values/fingerprint.ts';
import { isPlainObject } from '../values/merge.ts';
import { exchange } from './exchange.ts';
import type { MethodPlan } from './integration-plan.ts';
import type { Session } from './session.ts';

export interface Listing {
  readonly plan: MethodPlan;
  readonly scope: Scope;
  readonly input: RequestInput;
  readonly limit: number | null;
  readonly cursor: string | null;
  /** What the cursor is for; a cursor of another api, resource, method or query is refused. */
  /** The mapping reads the whole page itself, so a page need not be a list. */
  readonly isWholePage?: boolean;
  readonly about: readonly [api: string, resource: string, method: string, query: JsonObject];
}

export type Page =
  | {
      readonly kind: 'page';
      readonly outcome: OkOutcome;
      readonly records: readonly unknown[];
      readonly nextCursor: string | null;
      readonly previousCursor: string | null;
    }
  | { readonly kind: 'failed'; readonly outcome: FailedOutcome };

/** Throws `cursor.invalid`, `cursor.foreign`, `pagination.loop` and config errors. */
export async function fetchPage(session: Session, listing: Listing): Promise<Page> {
  const { plan } = listing;
  const paginator = plan.paginator;
  if (paginator === null) return fetchOnly(session, listing);
  const { cursors } = session.ports;
  const binding = [session.call.account.id, ...listing.about.slice(0, 3), canonicalJson(listing.about[3])].join('|');
  const start = startOf(session, listing);
  const { position, guard } =
    listing.cursor === null
      ? { position: await paginator.first(start, session.run), guard: startGuard() }
      : readCursor(cursors, { binding, cursor: listing.cursor });
  const input = { ...listing.input, page: paginator.request(position) };
  const { outcome, requestUrl } = await exchange(session, { plan, scope: listing.scope, input });
  if (outcome.kind !== 'ok') return { kind: 'failed', outcome };
  const records = recordsOf(outcome, listing);
  const seen = { status: outcome.status, headers: outcome.headers, body: outcome.body, records, requestUrl, start };
  const next = await paginator.next(seen, position, session.run);
  const nextGuard = checkGuard(guard, { paginator, next, records });
  const previous = paginator.previous(seen, position);
  const write = (to: PagePosition, after: typeof guard) =>
    writeCursor(cursors, { binding, position: to, guard: after });
  return {
    kind: 'page',
    outcome,
    records,
    nextCursor: next === null ? null : write(next, nextGuard),
    // Walking back is a walk of its own: the guard starts anew.
    previousCursor: previous === null ? null : write(previous, startGuard()),
  };
}

async function fetchOnly(session: Session, listing: Listing): Promise<Page> {
  const { plan, scope, input, cursor } = listing;
  if (cursor !== null) {
    throw new SluiceError('cursor.invalid', `${plan.resource} has no pages here, so next_cursor cannot be one of its.`);
  }
  const { outcome } = await exchange(session, { plan, scope, input });
  if (outcome.kind !== 'ok') return { kind: 'failed', outcome };
  return { kind: 'page', outcome, records: recordsOf(outcome, listing), nextCursor: null, previousCursor: null };
}

function startOf(session: Session, listing: Listing): PageStart {
  const query = listing.input.query ?? {};
  // Only expressions of the dynamic format read the URL; building it twice for the others would be waste.
  const url = listing.plan.isDynamicallyPaged
    ? listing.plan.request.build(listing.scope, listing.input, session.call.limits).url
    : '';
  return { limit: listing.limit, query, url, context: session.context };
}

/** Throws `provider.invalid_response` when a list answers with something that is no list. */
function recordsOf(outcome: OkOutcome, { plan, isWholePage }: Listing): readonly unknown[] {
  const { data } = outcome;
  if (Array.isArray(data)) return data;
  // '' is how an empty element of XML reads, and how some JSON writers put an empty list.
  if (data === null || data === undefined || (data === '' && plan.config.response_path !== undefined)) {
    // No list in an object is an empty list with many providers; in a text there can be none.
    if (isWord(outcome.body)) throw noList(plan, outcome, outcome.body);
    checkRoot(plan, outcome);
    return [];
  }
  if (isWholePage !== true && (plan.config.response_path === undefined || typeof data !== 'object'))
    throw noList(plan, outcome, data);
  // XML and some JSON writers give one record where a list has one.
  return [data];
}

function isWord(body: unknown): boolean {
  return typeof body === 'string' ? body.trim() !== '' : typeof body === 'number' || typeof body === 'boolean';
}

const firstName = /^\s*(?:`([^`]+)`|([A-Za-z_][\w-]*))/;

/** An XML answer always has its root element, so a path that begins with another one is about another answer: a fault, or a prefix forgotten. */
function checkRoot({ resource, name, config }: MethodPlan, { body, headers }: OkOutcome): void {
  const isXml = config.response_format === 'xml' || (headers['content-type'] ?? '').includes('xml');
  if (!isXml || !isPlainObject(body)) return;
  const [, quoted, plain] = firstName.exec(config.response_path ?? '') ?? [];
  const wanted = quoted ?? plain;
  const root = Object.keys(body)[0];
  if (wanted === undefined || root === undefined || Object.hasOwn(body, wanted)) return;
  throw new SluiceError(
    'provider.invalid_response',
    `${resource}.${name} should answer with a list, but the answer's root element is \`${root}\`, and response_path begins with \`${wanted}\`; a prefix is part of an element's name.`,
    { details: { resource, method: name, response_path: config.response_path, root } },
  );
}

function noList({ resource, name, config }: MethodPlan, { headers }: OkOutcome, found: unknown): SluiceError {
  const isText = typeof found === 'string';
  const kind = isText ? 'text' : typeof found === 'object' ? 'an object' : `a ${typeof found}`;
  const remedy = isText ? 'response_format says how to read it, response_path' : 'response_path says';
  return new SluiceError(
    'provider.invalid_response',
    `${resource}.${name} should answer with a list but gave ${kind} (content-type ${headers['content-type'] ?? 'none'}); ${remedy} where the list is.`,
    {
      details: {
        resource,
        method: name,
        response_path: config.response_path ?? null,
        response_format: config.response_format ?? null,
        content_type: headers['content-type'] ?? null,
      },
    },
  );
}
