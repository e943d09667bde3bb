/** The environment the operator's token means when it names none: made at the first start. */
import type { AdminDeps } from '../deps.ts';
import { requireRow } from '../revising.ts';

export const DEFAULT_ENVIRONMENT = 'default';

/** Gives its id, whichever process made it first. */
export async function ensureDefaultEnvironment({
  statements,
  newId,
}: Pick<AdminDeps, 'statements' | 'newId'>): Promise<string> {
  const found = await statements.environments.findByName(DEFAULT_ENVIRONMENT);
  const made = found ?? (await statements.environments.insert({ id: newId(), name: DEFAULT_ENVIRONMENT }));
  return (made ?? (await requireRow('environment', statements.environments.findByName(DEFAULT_ENVIRONMENT)))).id;
}
