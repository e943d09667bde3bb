/** Plays a list: selection, page, shape. A route without a collection lists nothing, in its own shape. */
import { shapeList } from '../answering/default-body.ts';
import { draftError } from '../answering/error-draft.ts';
import type { Fault } from '../faults.ts';
import { listPage, type Bend } from '../listing/list-page.ts';
import { everything, parseSelection, pickFields, type Selection } from '../listing/selection.ts';
import type { Draft } from '../terms.ts';
import type { Play } from './play.ts';
import { showRecord } from './show.ts';

export async function playList(play: Play): Promise<Draft> {
  const { route, asked, records, scope } = play;
  const selection = await selectionOf(play);
  const turn = route.format.turn({ asked, given: selection });
  if (turn === null) return draftError(play.blueprint, 'bad_request', play.mount);
  const { stored, facts } = listPage({
    all: records?.all() ?? [],
    selection,
    format: route.format,
    turn,
    bend: bendOf(play.faults),
    asked,
  });
  const shown: unknown[] = [];
  for (const one of stored) shown.push(await showRecord(play, pickFields(one.record, selection.fields)));
  const value =
    route.sights.answer === undefined
      ? shapeList(route, shown, facts)
      : await route.sights.answer({ ...scope, records: shown, page: facts });
  const draft: Draft = { status: 200, headers: {}, value, format: null, page: facts };
  if (records === null) draft.headers['x-simulator-note'] = `${route.key} is not simulated`;
  route.format.tellHead(draft, facts);
  if (route.status !== undefined) draft.status = route.status;
  return draft;
}

async function selectionOf({ route, records, scope, blueprint }: Play): Promise<Selection> {
  if (route.sights.select === undefined) return everything;
  const spec = records?.seeds.spec;
  const timeFields = [spec?.updated_field, spec?.created_field].filter((field) => field !== undefined);
  return parseSelection(await route.sights.select(scope), {
    timeFields,
    place: `${blueprint.source}: routes.${route.key}.select`,
  });
}

/** The second page is the one that goes missing, unless the fault names another. */
const usualDroppedPage = 2;

function bendOf(faults: readonly Fault[]): Bend {
  const dropped = faults.find((fault) => fault.kind === 'drop_page');
  return {
    droppedPage: dropped === undefined ? null : (dropped.page ?? usualDroppedPage),
    repeatsCursor: faults.some((fault) => fault.kind === 'repeat_cursor'),
    isEmpty: faults.some((fault) => fault.kind === 'empty_page'),
  };
}
