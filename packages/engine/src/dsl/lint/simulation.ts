/** What must hold between a simulation and the integration it plays. */
import { error, warning } from '../finding.ts';
import { noteAt, type Note } from '../note.ts';
import type { Integration } from '../spec/integration.ts';
import type { Simulation } from '../spec/simulation.ts';
import { hintFor } from '../suggest.ts';

export function checkSimulation({ routes, collections }: Simulation, integration: Integration | null): readonly Note[] {
  const methods = Object.entries(integration?.resources ?? {}).flatMap(([resource, named]) =>
    Object.keys(named).map((method) => `${resource}.${method}`),
  );
  return Object.entries(routes).flatMap(([name, { collection }]) => {
    const isUnknown = integration !== null && !methods.includes(name);
    const isLost = collection !== undefined && !Object.hasOwn(collections, collection);
    return [
      ...(isUnknown
        ? [noteAt(['routes', name], warning(`the integration has no method "${name}"`, hintFor(name, methods)))]
        : []),
      ...(isLost
        ? [
            noteAt(
              ['routes', name, 'collection'],
              error(`there is no collection "${collection}"`, hintFor(collection, Object.keys(collections))),
            ),
          ]
        : []),
    ];
  });
}
