/** The simulator: a table of mounted accounts and the one function that answers requests for them. Knows no sockets; `listen.ts` does. */
import { SluiceError } from '@sluice/engine';
import { compileBlueprint, type Blueprint, type CatalogEntry } from './blueprint/blueprint.ts';
import { answerControl, controlPrefix } from './control/control-api.ts';
import { createControl, type Control } from './control/control.ts';
import { createMount, type Mount } from './mount.ts';
import { atOnce, type Answer, type IncomingRequest, type MountInput, type MountSummary } from './terms.ts';
import { answerRequest } from './walk.ts';

export interface SimulatorInput {
  /** Slug -> its documents. Read when something is mounted, so a live object may grow. */
  readonly catalog: Readonly<Record<string, CatalogEntry>>;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Everyday latency of mounts that name none. */
  readonly latencyMs?: number;
}

export interface Simulator {
  /** Throws `config.not_found`, `config.conflict` for a name in use, `config.invalid`. */
  mount(input: MountInput): MountSummary;
  /** False when nothing is mounted under the name. */
  unmount(name: string): boolean;
  /** Never rejects for anything a client sends. */
  handler(request: IncomingRequest): Promise<Answer>;
  readonly control: Control;
}

export function createSimulator({ catalog, clock, latencyMs = 0 }: SimulatorInput): Simulator {
  const startMs = clock();
  const mounts = new Map<string, Mount>();
  // By document, not by slug: a catalog that was read anew must not get the old routes.
  const blueprints = new WeakMap<object, Blueprint>();

  const blueprintOf = (slug: string): Blueprint => {
    const entry = Object.hasOwn(catalog, slug) ? catalog[slug] : undefined;
    if (entry === undefined) {
      throw new SluiceError(
        'config.not_found',
        `There is no simulated integration \`${slug}\`; there are ${Object.keys(catalog).join(', ') || 'none'}.`,
      );
    }
    const known = blueprints.get(entry);
    if (known !== undefined) return known;
    const blueprint = compileBlueprint({ slug, entry, startMs });
    blueprints.set(entry, blueprint);
    return blueprint;
  };
  const simulator: Simulator = {
    mount(input) {
      if (!/^[a-z0-9][\w.-]*$/i.test(input.name)) {
        throw new SluiceError(
          'request.invalid_body',
          `A mount cannot be named ${JSON.stringify(input.name)}; letters, digits, - _ . are allowed.`,
        );
      }
      if (mounts.has(input.name)) throw new SluiceError('config.conflict', `\`${input.name}\` is mounted already.`);
      const mount = createMount({ latencyMs, ...input }, blueprintOf(input.integration));
      mounts.set(input.name, mount);
      return summaryOf(mount);
    },
    unmount: (name) => mounts.delete(name),
    control: createControl({ mounts, summaryOf }),
    async handler(request) {
      const name = /^\/([^/?]*)/.exec(request.url)?.[1] ?? '';
      if (name === controlPrefix) return answerControl(simulator, request);
      const mount = mounts.get(name);
      if (mount !== undefined) return answerRequest(mount, { request, nowMs: clock() });
      const body = JSON.stringify({ simulator_error: `Nothing is mounted at /${name}.`, mounts: [...mounts.keys()] });
      return { status: 404, headers: { 'content-type': 'application/json' }, body, delivery: atOnce };
    },
  };
  return simulator;
}

function summaryOf({ input, blueprint }: Mount): MountSummary {
  return {
    name: input.name,
    integration: input.integration,
    path: `/${input.name}`,
    base_path: `/${input.name}${blueprint.basePath === '/' ? '' : blueprint.basePath}`,
    routes: blueprint.routes.map((route) => route.key),
  };
}
