/** Settings of the OAuth credential formats in their published spellings: `client`, `auth` host and path pairs, `options`. */
import { warning } from '../finding.ts';
import {
  childOf,
  mapFrom,
  mapOf,
  renamed,
  scalarOf,
  textOf,
  withChild,
  without,
  type MapTree,
  type Tree,
} from '../tree.ts';
import type { AliasPlace } from './alias.ts';

export function oauthSettings(format: string, config: MapTree, place: AliasPlace): MapTree {
  if (format === 'oauth1') return oauth1Settings(config);
  if (!format.startsWith('oauth2')) return config;
  return withOptions(withUrls(withClient(config)), place);
}

/** `client: {id, secret}` -> `client_id`, `client_secret`. */
function withClient(config: MapTree): MapTree {
  const client = childOf(config, 'client');
  if (client?.kind !== 'map' || [...client.entries.keys()].some((key) => key !== 'id' && key !== 'secret'))
    return config;
  let current = without(config, 'client');
  for (const key of ['id', 'secret']) {
    const value = childOf(client, key);
    if (value !== undefined && !current.entries.has(`client_${key}`))
      current = withChild(current, `client_${key}`, value);
  }
  return current;
}

/** URL -> its published host and path keys, and the path used where only the host is given (that of simple-oauth2). */
const urls = [
  { url: 'authorize_url', host: 'authorizeHost', path: 'authorizePath', usual: '/oauth/authorize' },
  { url: 'token_url', host: 'tokenHost', path: 'tokenPath', usual: '/oauth/token' },
  { url: 'refresh_url', host: 'refreshHost', path: 'refreshPath', usual: null },
  { url: 'revoke_url', host: 'revokeHost', path: 'revokePath', usual: null },
] as const;

const camelUrls: Readonly<Record<string, string>> = {
  authorizeUrl: 'authorize_url',
  tokenUrl: 'token_url',
  refreshUrl: 'refresh_url',
  revokeUrl: 'revoke_url',
  authorize_host: 'authorizeHost',
  authorize_path: 'authorizePath',
  token_host: 'tokenHost',
  token_path: 'tokenPath',
  refresh_path: 'refreshPath',
  revoke_path: 'revokePath',
};

/** `tokenHost` stands in for the other hosts, as published. */
function withUrls(config: MapTree): MapTree {
  const auth = childOf(config, 'auth');
  if (auth?.kind !== 'map') return config;
  let current = auth;
  for (const [written, name] of Object.entries(camelUrls))
    if (current.entries.has(written)) current = renamed(current, written, name);
  const tokenHost = textOf(current, 'tokenHost');
  for (const { url, host, path, usual } of urls) {
    const start = textOf(current, host) ?? tokenHost;
    const end = textOf(current, path) ?? (textOf(current, host) === undefined ? null : usual);
    if (start !== undefined && end !== null && !current.entries.has(url)) {
      const spot = (childOf(current, path) ?? childOf(current, host))!.spot;
      current = withChild(current, url, scalarOf(spot, joined(start, end)));
    }
  }
  return withChild(config, 'auth', without(current, ...urls.flatMap(({ host, path }) => [host, path])));
}

function joined(host: string, path: string): string {
  if (/^https?:/.test(path)) return path;
  return `${host.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

const optionNames: Readonly<Record<string, string>> = {
  scopeSeparator: 'scope_separator',
  authorizationMethod: 'client_auth',
  bodyFormat: 'body_format',
};

function withOptions(config: MapTree, place: AliasPlace): MapTree {
  const options = childOf(config, 'options');
  if (options?.kind !== 'map') return config;
  let current = without(config, 'options');
  for (const [written, { key, value }] of options.entries) {
    const name = optionNames[written] ?? (Object.values(optionNames).includes(written) ? written : undefined);
    if (name === undefined)
      place.report(warning(`the option "${written}" is not used`), key, ['config', 'options', written]);
    else if (!current.entries.has(name)) current = withChild(current, name, value);
  }
  return current;
}

const oauth1Names: Readonly<Record<string, string>> = {
  requestTokenUrl: 'request_token_url',
  authorizeUrl: 'authorize_url',
  tokenUrl: 'token_url',
};

/** OAuth 1.0a URLs go into `settings`. */
function oauth1Settings(config: MapTree): MapTree {
  const found = Object.entries(oauth1Names).flatMap(([written, name]) => {
    const value = childOf(config, written);
    return value === undefined ? [] : [[name, value] as [string, Tree]];
  });
  if (found.length === 0) return config;
  const settings = childOf(config, 'settings');
  const urlsFound = mapFrom(found[0]![1].spot, Object.fromEntries(found));
  const merged =
    settings?.kind === 'map' ? mapOf(settings.spot, [...urlsFound.entries, ...settings.entries]) : urlsFound;
  return withChild(without(config, ...Object.keys(oauth1Names)), 'settings', merged);
}
