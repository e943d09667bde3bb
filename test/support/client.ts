/** A caller of the API, as plain as curl: sends what it is told, gives back status, headers and parsed body. */
import { adminToken, demoToken, type House } from './house.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Bodies are whatever the test expects them to be.
  readonly body: Body;
}

/** JSON a test looks into without knowing its type: what it expects is what it asserts. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Body = any;

export interface Call {
  readonly method?: string;
  readonly body?: unknown;
  /** Sent as it is, instead of `body` as JSON. */
  readonly text?: string;
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function call(
  house: Pick<House, 'url'>,
  path: string,
  { method, body, text, token = demoToken, headers = {} }: Call = {},
): Promise<Answer> {
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(house.url + path, {
    method: method ?? (sent === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: sent,
  });
  const answered = await response.text();
  const isJson = answered !== '' && (response.headers.get('content-type')?.includes('json') ?? false);
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(answered) : answered };
}

export const asAdmin = { token: adminToken } as const;

/** Walks a list to its end. Stops with an error after `maxPages`, so that a broken cursor ends the test and not the machine. */
export async function walk(
  house: House,
  path: string,
  options: { limit?: number; maxPages?: number } = {},
): Promise<Body[]> {
  const records: Body[] = [];
  const separator = path.includes('?') ? '&' : '?';
  let cursor: string | null = null;
  for (let page = 0; page < (options.maxPages ?? 500); page += 1) {
    const paging: string = `${separator}limit=${options.limit ?? 100}${cursor === null ? '' : `&next_cursor=${encodeURIComponent(cursor)}`}`;
    const { status, body } = await call(house, path + paging);
    if (status !== 200) throw new Error(`page ${page} of ${path} answered ${status}: ${JSON.stringify(body)}`);
    records.push(...body['result']!);
    cursor = body['next_cursor'] as string | null;
    if (cursor === null) return records;
  }
  throw new Error(`${path} did not end`);
}
