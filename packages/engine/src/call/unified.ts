/**
 * The unified call: unified words in, provider requests, unified words out. The walk is the table of steps below,
 * in the order they run; each gets the call so far and may end it.
 */
import { SluiceError, type Ports } from '../terms/index.ts';
import { openTrace } from './explain.ts';
import { openSession } from './session.ts';
import { readBody } from './unified-body.ts';
import { readQuery } from './unified-query.ts';
import { chooseTarget, mapBody, mapHeaders, mapPath, mapQuery } from './unified-request.ts';
import { answerItem } from './unified-item.ts';
import { answerList } from './unified-list.ts';
import { answerStatic, runBefore } from './unified-steps.ts';
import type { CallAnswer, UnifiedCall } from './types.ts';
import { seenBy, type Walk } from './walk.ts';

/** Step name -> what it does. A returned answer ends the walk. */
const steps: Readonly<Record<string, (walk: Walk) => Promise<CallAnswer | null>>> = {
  static: answerStatic,
  before: runBefore,
  route: chooseTarget,
  query: mapQuery,
  body: mapBody,
  headers: mapHeaders,
  path: mapPath,
  exchange: (walk) => (walk.call.mapping.method === 'list' ? answerList(walk) : answerItem(walk)),
};

const stepsInOrder = Object.entries(steps);

/**
 * Throws `SluiceError` for callers' mistakes and bad config (`filter.unsupported`, `cursor.*`, `body.*`, `template.unresolved`,
 * `expression.*`, `pagination.loop`); everything the provider does comes back as an answer.
 */
export async function callUnified(ports: Ports, call: UnifiedCall): Promise<CallAnswer> {
  const { mapping, integration, switches } = call;
  const trace = switches.explain ? openTrace(ports.clock, { integration, mapping }) : null;
  const session = openSession(ports, call, trace);
  const query = readQuery(call);
  const walk: Walk = { session, call, query, body: readBody(call), before: {}, target: null, input: {}, seen: {} };
  walk.seen = seenBy(walk);
  for (const [name, step] of stepsInOrder) {
    trace?.step(name);
    const answer = await step(walk);
    if (answer !== null) return answer;
  }
  throw new SluiceError('system.bug', 'A unified call ended without an answer.');
}
