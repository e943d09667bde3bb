/** What is printed when the server is ready: where it is, where the token is, and calls that work when pasted. */
export interface WelcomeInput {
  readonly url: string;
  /** Where the operator's token stands; never the token itself. */
  readonly adminTokenAt: string;
  readonly readyMs: number;
  /** Null without a demo. */
  readonly demo: WelcomeDemo | null;
}

export interface WelcomeDemo {
  readonly token: string;
  readonly accounts: readonly WelcomeAccount[];
}

export interface WelcomeAccount {
  readonly id: string;
  readonly integration: string;
  /** A resource of the provider's own API that can be listed; null where there is none. */
  readonly proxyResource: string | null;
}

/** The unified list every demo account of the first catalog has. */
const UNIFIED = 'unified/crm/contacts';

export function welcomeLines({ url, adminTokenAt, readyMs, demo }: WelcomeInput): readonly string[] {
  const lines = ['', `Ready in ${Math.round(readyMs)} ms at ${url}`, `Operator token: ${adminTokenAt}`];
  return demo === null ? lines : [...lines, ...demoLines(url, demo), ''];
}

function demoLines(url: string, { token, accounts }: WelcomeDemo): readonly string[] {
  if (accounts.length === 0) return [];
  const call = (path: string, account: WelcomeAccount): string =>
    `  curl -s -H 'Authorization: Bearer ${token}' '${url}/${path}?integrated_account_id=${account.id}&limit=2'`;
  const [first, other] = differing(accounts);
  const lines = ['Demo accounts: ' + accounts.map(({ id }) => id).join(', ')];
  lines.push('', 'The same call to two providers, one shape:', call(UNIFIED, first!));
  if (other !== undefined) lines.push(call(UNIFIED, other));
  const direct = accounts.findLast(({ proxyResource }) => proxyResource !== null);
  if (direct !== undefined)
    lines.push("And one in the provider's own shape:", call(`proxy/${direct.proxyResource}`, direct));
  return lines;
}

/** The first account, and the first of another integration. */
function differing(accounts: readonly WelcomeAccount[]): readonly [WelcomeAccount?, WelcomeAccount?] {
  const [first] = accounts;
  return [first, accounts.find(({ integration }) => integration !== first?.integration)];
}
