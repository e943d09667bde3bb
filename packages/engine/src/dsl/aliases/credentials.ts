/** Section `credentials`: a single credential or a list -> the map format -> credential; `type` -> `format`; flat -> `config`. */
import { credentialSpec, credentialsSpec } from '../spec/credentials.ts';
import { childOf, mapOf, scalarOf, textOf, withChild, type Entry, type MapTree, type Tree } from '../tree.ts';
import { error } from '../finding.ts';
import type { AliasFamily, AliasPlace, ShapeAlias } from './alias.ts';
import { liftIntoConfig } from './config-lift.ts';
import { oauthSettings } from './oauth.ts';

const formatNames: Readonly<Record<string, string>> = { oauth: 'oauth1', apikey: 'api_key' };

const credentialsAlias: ShapeAlias = (tree, place) => {
  if (tree.kind === 'list') return byFormat(tree.items, tree, place);
  if (tree.kind !== 'map') return tree;
  return isSingle(tree) ? byFormat([tree], tree, place) : withFormats(tree);
};

function isSingle(map: MapTree): boolean {
  return textOf(map, 'format') !== undefined || textOf(map, 'type') !== undefined;
}

function byFormat(credentials: readonly Tree[], whole: Tree, place: AliasPlace): Tree {
  const entries = new Map<string, Entry>();
  for (const credential of credentials) {
    const written =
      credential.kind === 'map' ? (textOf(credential, 'format') ?? textOf(credential, 'type')) : undefined;
    const format = written === undefined ? 'unnamed' : (formatNames[written] ?? written);
    if (entries.has(format)) place.report(error(`the credential format "${format}" stands twice`), credential.spot);
    else entries.set(format, { key: credential.spot, value: credential });
  }
  return mapOf(whole.spot, entries);
}

/** In the map form the key is the format. */
function withFormats(map: MapTree): Tree {
  const entries = [...map.entries].map(([key, entry]) => {
    const format = formatNames[key] ?? key;
    const { value } = entry;
    const isWritten = value.kind !== 'map' || isSingle(value);
    const whole = isWritten
      ? value
      : mapOf(value.spot, [['format', { key: entry.key, value: scalarOf(entry.key, format) }], ...value.entries]);
    return [format, { key: entry.key, value: whole }] as const;
  });
  return mapOf(map.spot, entries);
}

const credentialAlias: ShapeAlias = (tree, place) => {
  if (tree.kind !== 'map') return tree;
  const lifted = liftIntoConfig(tree, place);
  const written = textOf(lifted, 'format');
  const format = written === undefined ? undefined : (formatNames[written] ?? written);
  const named =
    format === undefined || format === written
      ? lifted
      : withChild(lifted, 'format', scalarOf(childOf(lifted, 'format')!.spot, format));
  const config = childOf(named, 'config');
  if (config?.kind !== 'map' || format === undefined) return named;
  return withChild(named, 'config', oauthSettings(format, config, place));
};

export const credentialsFamily: AliasFamily = [
  [credentialsSpec, credentialsAlias],
  [credentialSpec, credentialAlias],
];
