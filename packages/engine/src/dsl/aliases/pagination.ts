/** Section `pagination`: flat and `type` spellings, names of formats, and published switches that say where a cursor goes. */
import { paginationSpec } from '../spec/pagination.ts';
import { childOf, mapFrom, scalarOf, textOf, withChild, without, type MapTree } from '../tree.ts';
import type { AliasFamily, ShapeAlias } from './alias.ts';
import { liftIntoConfig } from './config-lift.ts';

const formatNames: Readonly<Record<string, string>> = {
  'link-header': 'link_header',
  link: 'link_header',
  page_number: 'page',
  'page-number': 'page',
};

const paginationAlias: ShapeAlias = (tree, place) => {
  if (tree.kind === 'scalar') {
    if (tree.value === false || tree.value === 'none') return scalarOf(tree.spot, null);
    return typeof tree.value === 'string' ? named(mapFrom(tree.spot, { format: tree })) : tree;
  }
  if (tree.kind !== 'map') return tree;
  const section = named(liftIntoConfig(tree, place));
  const config = childOf(section, 'config');
  if (config?.kind !== 'map') return section;
  return withChild(section, 'config', withSwitches(config));
};

function named(section: MapTree): MapTree {
  const canonical = formatNames[textOf(section, 'format') ?? ''];
  return canonical === undefined
    ? section
    : withChild(section, 'format', scalarOf(childOf(section, 'format')!.spot, canonical));
}

/** `add_to_body`, `add_to_query` -> `cursor_in`; words for types and places; `use_content_hash`, which is always on here. */
function withSwitches(config: MapTree): MapTree {
  let current = config;
  for (const [written, where] of [
    ['add_to_body', 'body'],
    ['add_to_query', 'query'],
  ] as const) {
    const flag = childOf(current, written);
    if (flag?.kind !== 'scalar' || typeof flag.value !== 'boolean') continue;
    current = without(current, written);
    if (flag.value && !current.entries.has('cursor_in'))
      current = withChild(current, 'cursor_in', scalarOf(flag.spot, where));
  }
  const hash = childOf(current, 'use_content_hash');
  if (hash?.kind === 'scalar' && typeof hash.value === 'boolean') {
    current = without(current, 'use_content_hash');
    if (!hash.value) current = withChild(current, 'allow_repeated_pages', scalarOf(hash.spot, true));
  }
  current = withWord(current, ['limit_data_type', 'page_size_type'], {
    integer: 'number',
    int: 'number',
    str: 'string',
  });
  return withWord(current, ['cursor_path_object', 'cursor_from'], {
    headers: 'header',
    response: 'body',
    data: 'body',
  });
}

function withWord(config: MapTree, keys: readonly string[], words: Readonly<Record<string, string>>): MapTree {
  const key = keys.find((name) => config.entries.has(name));
  const canonical = key === undefined ? undefined : words[textOf(config, key) ?? ''];
  return key === undefined || canonical === undefined
    ? config
    : withChild(config, key, scalarOf(childOf(config, key)!.spot, canonical));
}

export const paginationFamily: AliasFamily = [[paginationSpec, paginationAlias]];
