/**
 * Hears of changes made on any process and drops what they touch. Whenever changes may have been missed everything is
 * dropped, so that nothing older than a second is served while the connection that hears is down.
 */
import type { Caller } from '../caller.ts';
import type { Log } from '../deps.ts';
import type { Noun } from '../noun.ts';
import { directoryKey, type Directory } from './directory.ts';

export const CHANGE_CHANNEL = 'sluice_change';

export interface Change {
  readonly kind: string;
  /** Null for catalog rows, which every environment sees. */
  readonly environment_id: string | null;
  readonly id: string;
}

/** Table name -> what a changed row of it makes old. */
const drops: Readonly<Record<string, (directory: Directory, change: Change) => void>> = {
  // Its tokens, accounts and everything else go with it.
  environment: (directory) => directory.clear(),
  environment_variable: dropEnvironment,
  unified_model: dropEnvironment,
  environment_unified_model: dropEnvironment,
  api_token: (directory, { id }) => directory.tokens.dropWhere((token) => token === null || token.id === id),
  integration: (directory, { id }) => directory.installations.dropWhere(({ integrationId }) => integrationId === id),
  environment_integration: (directory, { environment_id, id }) =>
    directory.installations.drop(directoryKey(environment_id ?? '', id)),
  unified_model_resource_method: dropInstallations,
  environment_unified_model_resource_method: dropInstallations,
  integrated_account: (directory, { environment_id, id }) =>
    directory.accounts.drop(directoryKey(environment_id ?? '', id)),
};

export function applyChange(directory: Directory, change: Change): void {
  const drop = Object.hasOwn(drops, change.kind) ? drops[change.kind] : undefined;
  if (drop === undefined) directory.clear();
  else drop(directory, change);
}

/**
 * The noun, with its changes known to this process as soon as they are answered: whoever reads the answer and calls at once
 * must not be faster than the database's word of it.
 */
export function knownAtOnce(noun: Noun, directory: Directory): Noun {
  const kind = noun.path.replaceAll('-', '_');
  const know = (caller: Caller, id: unknown): void =>
    applyChange(directory, { kind, environment_id: caller.environmentId, id: String(id) });
  return {
    ...noun,
    async create(deps, input) {
      const view = await noun.create(deps, input);
      know(input.caller, view['id']);
      return view;
    },
    async update(deps, input) {
      const view = await noun.update(deps, input);
      know(input.caller, input.id);
      return view;
    },
    async remove(deps, input) {
      const removed = await noun.remove(deps, input);
      know(input.caller, input.id);
      return removed;
    },
  };
}

/** The part of the store that hears. `lost` says that changes may have been missed; about every second while none can be heard. */
export interface Listener {
  listen(channel: string, heard: (payload: string) => void, lost: () => void): Promise<void>;
}

/** Resolves when changes are heard. */
export async function followChanges(deps: { directory: Directory; listener: Listener; log: Log }): Promise<void> {
  const { directory, listener, log } = deps;
  const lost = (): void => directory.clear();
  const heard = (payload: string): void => {
    try {
      applyChange(directory, JSON.parse(payload) as Change);
    } catch (error) {
      directory.clear();
      log.error({ reason: String(error) }, 'A change could not be read; everything was dropped.');
    }
  };
  await listener.listen(CHANGE_CHANNEL, heard, lost);
  directory.clear();
}

function dropEnvironment(directory: Directory, { environment_id }: Change): void {
  if (environment_id === null) directory.environments.clear();
  else directory.environments.drop(environment_id);
}

function dropInstallations(directory: Directory, { environment_id }: Change): void {
  if (environment_id === null) directory.installations.clear();
  else directory.installations.dropWhere((installation) => installation.environmentId === environment_id);
}
