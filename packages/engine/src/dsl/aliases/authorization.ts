/** Section `authorization`: one scheme -> list, `type` -> `format`, flat keys -> `config`, `oauth2` -> bearer. */
import { authorizationSchemeSpec, authorizationSpec } from '../spec/authorization.ts';
import { childOf, listOf, mapFrom, scalarOf, textOf, withChild, without, type MapTree, type Tree } from '../tree.ts';
import type { AliasFamily, ShapeAlias } from './alias.ts';
import { liftIntoConfig } from './config-lift.ts';

/** Credential formats whose result is an access token in the account's context. */
export const tokenFormats = ['oauth2', 'oauth2_client_credentials', 'oauth2_jwt_bearer', 'oauth2_password'];

const formatNames: Readonly<Record<string, string>> = { oauth: 'oauth1', http_basic: 'basic', query_string: 'query' };

const authorizationAlias: ShapeAlias = (tree) => {
  if (tree.kind === 'list' || (tree.kind === 'scalar' && typeof tree.value !== 'string')) return tree;
  return listOf(tree.spot, [tree]);
};

const authorizationSchemeAlias: ShapeAlias = (tree, place) => {
  if (tree.kind === 'scalar' && typeof tree.value === 'string') return schemeOf(mapFrom(tree.spot, { format: tree }));
  return tree.kind === 'map' ? schemeOf(liftIntoConfig(tree, place)) : tree;
};

function schemeOf(scheme: MapTree): Tree {
  const format = textOf(scheme, 'format');
  if (format === undefined) return scheme;
  if (tokenFormats.includes(format)) return bearerOf(scheme);
  if (format === 'api_key') return keyOf(scheme);
  const canonical = formatNames[format];
  return canonical === undefined ? scheme : withFormat(scheme, canonical);
}

/** `oauth2` as a scheme: the access token goes out as bearer. A short `token_path` is one inside the token. */
function bearerOf(scheme: MapTree): Tree {
  const bearer = withFormat(scheme, 'bearer');
  const config = childOf(bearer, 'config');
  const written = config?.kind === 'map' ? (childOf(config, 'token_path') ?? childOf(config, 'path')) : undefined;
  if (config?.kind !== 'map' || written?.kind !== 'scalar' || typeof written.value !== 'string') return bearer;
  if (written.value.startsWith('oauth.')) return bearer;
  const token = scalarOf(written.spot, `{{oauth.token.${written.value}|${written.value}}}`);
  return withChild(bearer, 'config', withChild(without(config, 'token_path', 'path'), 'token', token));
}

/** `api_key` as a scheme: a header or a query parameter, by the keys it has. */
function keyOf(scheme: MapTree): Tree {
  const config = childOf(scheme, 'config');
  if (config?.kind !== 'map') return scheme;
  if (config.entries.has('header_name')) return withFormat(scheme, 'header');
  return config.entries.has('name') && config.entries.has('value') ? withFormat(scheme, 'query') : scheme;
}

function withFormat(scheme: MapTree, format: string): MapTree {
  const old = childOf(scheme, 'format');
  return withChild(scheme, 'format', scalarOf(old?.spot ?? scheme.spot, format));
}

export const authorizationFamily: AliasFamily = [
  [authorizationSpec, authorizationAlias],
  [authorizationSchemeSpec, authorizationSchemeAlias],
];
