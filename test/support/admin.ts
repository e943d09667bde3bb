/** Admin work over HTTP as an operator's script does it: create, read, change with the version that was read. */
import { call, type Answer, type Body, type Call } from './client.ts';
import type { House } from './house.ts';

/** POSTs and expects it to be taken. */
export async function create(house: House, path: string, body: object, options: Call = {}): Promise<Body> {
  const answer = await call(house, path, { ...options, body });
  if (answer.status !== 201) throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** PATCHes with the version that stands there now; the answer is the test's to judge. */
export async function change(house: House, path: string, changes: object, options: Call = {}): Promise<Answer> {
  const { body } = await call(house, path, options);
  return call(house, path, { ...options, method: 'PATCH', body: { ...changes, version: body['version'] } });
}

/** A connected account; its id. */
export async function connect(house: House, account: object, options: Call = {}): Promise<string> {
  return (await create(house, '/integrated-account', { tenant_id: 'tenant', ...account }, options))['id'];
}

/** Resolves with what `look` gives as soon as it is not null; rejects after `limitMs`. */
export async function eventually<Found>(
  look: () => Promise<Found | null>,
  { limitMs, what }: { limitMs: number; what: string },
): Promise<Found> {
  const startedMs = performance.now();
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() - startedMs > limitMs) throw new Error(`${what}: not so after ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
