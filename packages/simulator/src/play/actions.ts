/** Action -> what the fake provider does, one literal table. Each reads or writes the mount's records and drafts the answer. */
import { SluiceError, type JsonObject } from '@sluice/engine';
import { shapeRecord } from '../answering/default-body.ts';
import { draftError } from '../answering/error-draft.ts';
import type { Action } from '../blueprint/route.ts';
import type { Records } from '../state/records.ts';
import type { Stored } from '../state/seeds.ts';
import type { Draft } from '../terms.ts';
import { playList } from './list.ts';
import type { Play } from './play.ts';
import { showRecord } from './show.ts';

export const actionTable: Readonly<Record<Action, (play: Play) => Promise<Draft>>> = {
  list: playList,
  get: playGet,
  create: playCreate,
  update: (play) => playUpdate(play, 'merge'),
  replace: (play) => playUpdate(play, 'replace'),
  delete: playDelete,
  fixed: playFixed,
};

async function playGet(play: Play): Promise<Draft> {
  const found = await findRecord(play);
  return 'draft' in found ? found.draft : draftRecord(play, found.stored, 200);
}

async function playCreate(play: Play): Promise<Draft> {
  const { records } = play;
  if (records === null) return notFound(play);
  const lack = await lackOf(play, undefined);
  if (lack !== null) return lack;
  const partial = await partialOf(play, undefined);
  if (partial === null) return draftError(play.blueprint, 'bad_request', play.mount);
  const stored = await records.create({ partial, body: play.asked.body, nowMs: play.nowMs });
  return draftRecord(play, stored, 201);
}

async function playUpdate(play: Play, way: 'merge' | 'replace'): Promise<Draft> {
  const found = await findRecord(play);
  if ('draft' in found) return found.draft;
  const lack = await lackOf(play, found.stored);
  if (lack !== null) return lack;
  const partial = await partialOf(play, found.stored);
  if (partial === null) return draftError(play.blueprint, 'bad_request', play.mount);
  return draftRecord(play, found.records.update(found.stored, { partial, way, nowMs: play.nowMs }), 200);
}

async function playDelete(play: Play): Promise<Draft> {
  const found = await findRecord(play);
  if ('draft' in found) return found.draft;
  found.records.delete(found.stored);
  const { answer } = play.route.sights;
  if (answer === undefined)
    return { status: play.route.status ?? 204, headers: {}, value: undefined, format: null, page: null };
  const value = await answer({ ...play.scope, record: found.stored.record });
  return { status: play.route.status ?? 200, headers: {}, value, format: null, page: null };
}

async function playFixed(play: Play): Promise<Draft> {
  const { route, scope } = play;
  if (route.sights.answer === undefined) return notFound(play);
  const all = play.records?.all().map((stored) => stored.record) ?? [];
  return {
    status: route.status ?? 200,
    headers: {},
    value: await route.sights.answer({ ...scope, records: all }),
    format: null,
    page: null,
  };
}

type Found = { readonly stored: Stored; readonly records: Records } | { readonly draft: Draft };

async function findRecord(play: Play): Promise<Found> {
  const { records, route, scope } = play;
  if (records === null) return { draft: notFound(play) };
  const id = route.sights.id === undefined ? scope['id'] : await route.sights.id(scope);
  const stored = id === undefined || id === null ? undefined : records.get(String(id));
  if (stored !== undefined) return { stored, records };
  return { draft: draftError(play.blueprint, records.wasDeleted(String(id)) ? 'gone' : 'not_found', play.mount) };
}

function notFound(play: Play): Draft {
  const draft = draftError(play.blueprint, 'not_found', play.mount);
  draft.headers['x-simulator-note'] = `${play.route.key} is not simulated`;
  return draft;
}

/** What `require` objects to; null when the write may pass. */
async function lackOf(play: Play, stored: Stored | undefined): Promise<Draft | null> {
  const { route, scope } = play;
  if (play.asked.isMalformed) return draftError(play.blueprint, 'bad_request', play.mount);
  if (route.sights.require === undefined) return null;
  const lack = await route.sights.require({ ...scope, record: stored?.record });
  if (lack === undefined || lack === null || lack === false) return null;
  const { status, body, headers } = lack as { status?: unknown; body?: unknown; headers?: Record<string, string> };
  if (typeof status !== 'number') {
    throw new SluiceError(
      'config.invalid',
      `${play.blueprint.source}: routes.${route.key}.require gave no {status, body}.`,
    );
  }
  return {
    status,
    headers: { ...headers },
    value: body,
    format: typeof body === 'string' ? 'text' : 'json',
    page: null,
  };
}

async function partialOf(play: Play, stored: Stored | undefined): Promise<JsonObject | null> {
  const { route, scope, asked } = play;
  const partial =
    route.sights.accept === undefined ? asked.body : await route.sights.accept({ ...scope, record: stored?.record });
  if (partial === undefined) return {};
  return typeof partial === 'object' && partial !== null && !Array.isArray(partial) ? (partial as JsonObject) : null;
}

async function draftRecord(play: Play, stored: Stored, status: number): Promise<Draft> {
  const { route, scope } = play;
  const shown = await showRecord(play, stored.record);
  const finalStatus = route.status ?? status;
  const value =
    finalStatus === 204
      ? undefined
      : route.sights.answer === undefined
        ? shapeRecord(route, shown)
        : await route.sights.answer({ ...scope, record: shown });
  return { status: finalStatus, headers: {}, value, format: null, page: null };
}
