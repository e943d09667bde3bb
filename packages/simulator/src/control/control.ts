/** What tests and demos may do to mounts, as plain functions; the control API is the same over HTTP. */
import { SluiceError } from '@sluice/engine';
import { parseFaults, type Fault } from '../faults.ts';
import type { JournalEntry } from '../journal.ts';
import type { Mount } from '../mount.ts';
import type { MountSummary } from '../terms.ts';

export interface Control {
  mounts(): readonly MountSummary[];
  /** Collection -> records it holds now. */
  counts(name: string): Promise<Readonly<Record<string, number>>>;
  /** Ids in order of making. */
  ids(name: string, collection: string): Promise<readonly string[]>;
  reset(name: string): void;
  faults(name: string): readonly Fault[];
  /** Replaces all faults of the mount; an empty list ends them. Throws `request.invalid_body`. */
  setFaults(name: string, faults: unknown): readonly Fault[];
  /** The last requests, oldest first, credentials masked. */
  requests(name: string): readonly JournalEntry[];
  clearRequests(name: string): void;
}

/** All functions throw `config.not_found` for an unknown mount. */
export function createControl(deps: {
  mounts: ReadonlyMap<string, Mount>;
  summaryOf: (mount: Mount) => MountSummary;
}): Control {
  const find = (name: string): Mount => {
    const mount = deps.mounts.get(name);
    if (mount !== undefined) return mount;
    throw new SluiceError(
      'config.not_found',
      `Nothing is mounted as \`${name}\`; mounts are ${[...deps.mounts.keys()].join(', ') || 'none'}.`,
    );
  };
  return {
    mounts: () => [...deps.mounts.values()].map(deps.summaryOf),
    async counts(name) {
      const mount = find(name);
      const counts: Record<string, number> = {};
      for (const collection of mount.blueprint.collections.keys())
        counts[collection] = (await mount.records(collection))?.all().length ?? 0;
      return counts;
    },
    async ids(name, collection) {
      const records = await find(name).records(collection);
      if (records !== null) return records.all().map((stored) => stored.id);
      throw new SluiceError('config.not_found', `\`${name}\` has no collection \`${collection}\`.`);
    },
    reset: (name) => find(name).reset(),
    faults: (name) => find(name).faults.list(),
    setFaults(name, faults) {
      const mount = find(name);
      mount.faults.replace(
        parseFaults(
          faults,
          mount.blueprint.routes.map((route) => route.key),
        ),
      );
      return mount.faults.list();
    },
    requests: (name) => find(name).journal.list(),
    clearRequests: (name) => find(name).journal.clear(),
  };
}
