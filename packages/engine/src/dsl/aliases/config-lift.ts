/** Sections of the form `{format, config}` written flat, or with `type` for `format`. */
import { error } from '../finding.ts';
import { childOf, mapOf, renamed, without, type Entry, type MapTree } from '../tree.ts';
import type { AliasPlace } from './alias.ts';

/** `{type: cursor, cursor_field: x}` -> `{format: cursor, config: {cursor_field: x}}`. */
export function liftIntoConfig(map: MapTree, place: AliasPlace): MapTree {
  const named =
    childOf(map, 'format') === undefined && childOf(map, 'type') !== undefined ? renamed(map, 'type', 'format') : map;
  const flat = [...named.entries].filter(([key]) => key !== 'format' && key !== 'config');
  const config = childOf(named, 'config');
  if (flat.length === 0 || (config !== undefined && config.kind !== 'map')) return named;
  const entries = new Map<string, Entry>(config?.entries);
  for (const [key, entry] of flat) {
    if (entries.has(key))
      place.report(error(`"${key}" stands both here and in \`config\``, 'keep the one in `config`'), entry.key);
    else entries.set(key, entry);
  }
  const lifted = mapOf(config?.spot ?? flat[0]![1].key, entries);
  const configKey = named.entries.get('config')?.key ?? lifted.spot;
  return mapOf(named.spot, [
    ...without(named, 'config', ...flat.map(([key]) => key)).entries,
    ['config', { key: configKey, value: lifted }],
  ]);
}
