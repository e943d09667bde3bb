/** One mounted account of the fake provider: its credentials, records, rate window, faults and journal. What happens to a request is `walk.ts`. */
import type { Authorization } from './documents.ts';
import { createAnswerMemory, type AnswerMemory } from './answering/memory.ts';
import { createAuthorizationCheck, schemesOf, type AuthorizationCheck } from './authorization-check.ts';
import type { Blueprint } from './blueprint/blueprint.ts';
import type { Route } from './blueprint/route.ts';
import { createFaults, type Faults } from './faults.ts';
import { createJournal, type Journal } from './journal.ts';
import { createRateWindow, type RateWindow } from './rate-window.ts';
import { openRecords, type Records } from './state/records.ts';
import type { MountInput } from './terms.ts';

export interface Mount {
  readonly input: MountInput;
  readonly blueprint: Blueprint;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly window: RateWindow;
  readonly memory: AnswerMemory;
  /** What a request for the route must carry; for requests no route takes, what the integration says. */
  checkFor(route: Route | null): AuthorizationCheck;
  /** The records as they are now; makes the seeds when first asked. Null for an unknown collection. */
  records(collection: string): Promise<Records | null>;
  /** Seeds as at first, no faults, an empty window and journal. */
  reset(): void;
}

const journalLength = 200;

/** Throws what `compileAuthorization` throws. */
export function createMount(input: MountInput, blueprint: Blueprint): Mount {
  const source = `catalog/integrations/${blueprint.slug}/integration.yaml`;
  const faults = createFaults();
  const window = createRateWindow(input.rateLimit === undefined ? blueprint.rateLimit : input.rateLimit);
  const journal = createJournal(journalLength);
  const memory = createAnswerMemory();
  const ownCheck = createAuthorizationCheck({
    schemes: schemesOf(blueprint.integration, input.authenticationMethod),
    mount: input,
    source,
  });
  const routeChecks = new Map<Authorization, AuthorizationCheck>();
  let opened = new Map<string, Promise<Records>>();
  return {
    input,
    blueprint,
    faults,
    journal,
    window,
    memory,
    checkFor(route) {
      const schemes = route?.authorization;
      if (schemes === undefined) return ownCheck;
      const known = routeChecks.get(schemes);
      if (known !== undefined) return known;
      const check = createAuthorizationCheck({ schemes, mount: input, source });
      routeChecks.set(schemes, check);
      return check;
    },
    async records(collection) {
      const seeds = blueprint.collections.get(collection);
      if (seeds === undefined) return null;
      const open = opened.get(collection) ?? openRecords(seeds, input.seedCounts?.[collection] ?? seeds.spec.count);
      opened.set(collection, open);
      return open;
    },
    reset() {
      opened = new Map();
      window.reset();
      faults.replace([]);
      journal.clear();
      memory.clear();
    },
  };
}
