/** The walk of one request through a mount: route, journal, rate window, faults, credentials, action, bytes. Keeps nothing itself. */
import { SluiceError } from '@sluice/engine';
import { draftError } from './answering/error-draft.ts';
import { spoilAnswer } from './answering/fault-delivery.ts';
import { routesFor, type ErrorName, type RouteMatch } from './blueprint/blueprint.ts';
import type { Fault, FaultKind } from './faults.ts';
import { readRequest, type Asked } from './incoming/read-request.ts';
import type { Mount } from './mount.ts';
import { buildScope } from './play/play.ts';
import { respond, writeDraft } from './play/respond.ts';
import { atOnce, type Answer, type IncomingRequest, type MountFacts, type PageFacts } from './terms.ts';

/** Mistakes in the simulation document, and our own, become a 500 with `simulator_error`, so that their author sees them. */
export async function answerRequest(mount: Mount, input: { request: IncomingRequest; nowMs: number }): Promise<Answer> {
  const { nowMs } = input;
  try {
    return await walk(mount, { asked: await readRequest(input.request, mount.input.name), nowMs });
  } catch (error) {
    const told =
      error instanceof SluiceError
        ? { simulator_error: error.message, code: error.code }
        : { simulator_error: `The simulator made a mistake: ${String(error)}`, code: 'system.bug' };
    return {
      status: 500,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(told),
      delivery: atOnce,
    };
  }
}

interface Step {
  readonly asked: Asked;
  readonly nowMs: number;
}

async function walk(mount: Mount, step: Step): Promise<Answer> {
  const found = await chooseRoute(mount, step);
  const check = mount.checkFor(found?.route ?? null);
  // Before the journal is written: it tells which headers and parameters to mask.
  const isAuthorized = await check.accepts(step.asked, step.nowMs);
  const entry = mount.journal.write(step.asked, {
    nowMs: step.nowMs,
    route: found?.route.key ?? null,
    secrets: check.secrets,
  });
  const hasRoom = mount.window.take(step.nowMs);
  const striking = mount.faults.strike(entry.route ?? '');
  const refusal = hasRoom ? refusalOf(striking, isAuthorized) : 'rate_limited';
  const facts = factsOf(mount, step);
  const written =
    refusal === null && found !== null
      ? await respond(mount, { ...step, ...found, striking, mount: facts })
      : writeDraft(draftError(mount.blueprint, refusal ?? 'not_found', facts), null);
  entry.status = written.status;
  const headers = { ...(await everyAnswersHeaders(mount, { ...step, page: written.page })), ...written.headers };
  return spoilAnswer(
    { status: written.status, headers, body: written.body },
    { faults: striking, latencyMs: mount.input.latencyMs ?? 0 },
  );
}

function factsOf(mount: Mount, { asked, nowMs }: Step): MountFacts {
  return { name: mount.input.name, url: `${asked.origin}/${mount.input.name}`, ...mount.window.facts(nowMs) };
}

async function chooseRoute(mount: Mount, step: Step): Promise<RouteMatch | null> {
  for (const candidate of routesFor(mount.blueprint, step.asked)) {
    const { when } = candidate.route.sights;
    if (when === undefined) return candidate;
    const scope = buildScope({ ...step, values: candidate.values, mount: factsOf(mount, step) });
    if ((await when(scope)) === true) return candidate;
  }
  return null;
}

/** Faults that answer instead of the provider, by the error shape they use. */
const errorFaults: Readonly<Partial<Record<FaultKind, ErrorName>>> = {
  rate_limit: 'rate_limited',
  unauthorized: 'unauthorized',
  forbidden: 'forbidden',
  server_error: 'server_error',
};

function refusalOf(striking: readonly Fault[], isAuthorized: boolean): ErrorName | null {
  const byFault = striking.map((fault) => errorFaults[fault.kind]).find((name) => name !== undefined);
  return byFault ?? (isAuthorized ? null : 'unauthorized');
}

async function everyAnswersHeaders(
  mount: Mount,
  { asked, nowMs, page }: Step & { page: PageFacts | null },
): Promise<Record<string, string>> {
  const headers: Record<string, string> = {};
  if (mount.blueprint.headers.length === 0) return headers;
  const { query, body, path } = asked;
  const scope = {
    page,
    mount: factsOf(mount, { asked, nowMs }),
    now: nowMs,
    query,
    body,
    headers: asked.headers,
    path,
  };
  for (const [name, value] of mount.blueprint.headers) {
    const text = await value(scope);
    if (text !== undefined && text !== null) headers[name] = String(text);
  }
  return headers;
}
