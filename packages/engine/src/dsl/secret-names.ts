/** Names under which secrets are kept: in account contexts, headers and query parameters. Decides by name only, never by value. */

/** The published protected paths and their usual spellings, without separators. */
const exact = new Set([
  'accesstoken',
  'accesstokensecret',
  'refreshtoken',
  'idtoken',
  'sessiontoken',
  'sessionid',
  'bearertoken',
  'authtoken',
  'apitoken',
  'apikey',
  'apisecret',
  'token',
  'tokensecret',
  'password',
  'passphrase',
  'passwd',
  'pwd',
  'secret',
  'clientsecret',
  'consumersecret',
  'webhooksecret',
  'signingsecret',
  'sharedsecret',
  'signingkey',
  'secretkey',
  'secretaccesskey',
  'accesskey',
  'privatekey',
  'subscriptionkey',
  'clientassertion',
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'credentials',
  'jwt',
  'pem',
]);

/** Last words that make any longer name a secret's: `x_hub_token`, `X-Acme-Api-Key`, `smtp_password`. */
const endings = [
  'token',
  'secret',
  'password',
  'apikey',
  'privatekey',
  'accesskey',
  'secretkey',
  'subscriptionkey',
  'signature',
];

/** What a token's name may say without being a token: `token_type`, `next_page_token`, `token_url` are no secrets. */
const harmless = new Set(['pagetoken', 'nextpagetoken', 'continuationtoken', 'synctoken']);

export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (harmless.has(plain)) return false;
  return exact.has(plain) || endings.some((ending) => plain.endsWith(ending));
}
