/** A record as its route shows it. Changes nothing that is stored. */
import type { JsonObject } from '@sluice/engine';
import { withChangedType } from '../answering/change-type.ts';
import type { Play } from './play.ts';

/** As the route shows it, with `change_type` faults applied. */
export async function showRecord(play: Play, record: JsonObject): Promise<unknown> {
  const { show } = play.route.sights;
  let shown: unknown = show === undefined ? record : await show({ ...play.scope, record });
  for (const fault of play.faults) if (fault.kind === 'change_type') shown = withChangedType(shown, fault.field!);
  return shown;
}
