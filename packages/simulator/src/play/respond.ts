/** Plays a route and writes the answer out; remembers answers to reads until something is written. Judges no credentials. */
import { encodeAnswer } from '../answering/encode.ts';
import type { PathValues } from '../blueprint/path-pattern.ts';
import type { Route } from '../blueprint/route.ts';
import type { Fault } from '../faults.ts';
import type { Asked } from '../incoming/read-request.ts';
import type { Mount } from '../mount.ts';
import type { Records } from '../state/records.ts';
import type { Draft, MountFacts, Written } from '../terms.ts';
import { actionTable } from './actions.ts';
import { buildScope } from './play.ts';

export interface Turnout {
  readonly route: Route;
  readonly values: PathValues;
  readonly asked: Asked;
  readonly nowMs: number;
  readonly striking: readonly Fault[];
  readonly mount: MountFacts;
}

export async function respond(mount: Mount, input: Turnout): Promise<Written> {
  const { route, values, asked, nowMs, striking: faults } = input;
  const records = route.collection === null ? null : await mount.records(route.collection);
  const key = memoryKey(input, records);
  const remembered = key === null ? undefined : mount.memory.recall(key);
  if (remembered !== undefined) return remembered;
  const play = { blueprint: mount.blueprint, route, values, asked, records, mount: input.mount, nowMs, faults };
  const draft = await actionTable[route.action]({ ...play, scope: buildScope(input) });
  for (const [name, value] of Object.entries(route.headers)) draft.headers[name.toLowerCase()] = value;
  const written = writeDraft(draft, route);
  if (key !== null) mount.memory.keep(key, written);
  return written;
}

/** Everything an answer may depend on; null where it may depend on more (the time, a fault) or changes something. */
function memoryKey({ route, asked, striking }: Turnout, records: Records | null): string | null {
  if (!route.isTimeless || striking.length > 0 || (route.action !== 'list' && route.action !== 'get')) return null;
  return [records?.version, route.key, asked.path, asked.search, asked.bodyText, JSON.stringify(asked.headers)].join(
    '\n',
  );
}

/** Without a route in JSON, unless the draft says otherwise. */
export function writeDraft(draft: Draft, route: Route | null): Written {
  const { body, contentType } = encodeAnswer(draft.format ?? route?.responseFormat ?? 'json', draft.value);
  const type: Record<string, string> = contentType === null ? {} : { 'content-type': contentType };
  return { status: draft.status, headers: { ...type, ...draft.headers }, body, page: draft.page };
}
