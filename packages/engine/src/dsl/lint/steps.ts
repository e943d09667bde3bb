/** Requests named inside documents: steps, side loads and single fetches call resources and methods the integration has. */
import { error, type Path } from '../finding.ts';
import { noteAt, type Note } from '../note.ts';
import type { Integration } from '../spec/integration.ts';
import type { Step } from '../spec/steps.ts';
import { hintFor } from '../suggest.ts';

export interface Target {
  readonly resource: string;
  readonly method: string;
}

/** Notes where the integration lacks the resource or the method. `path` is the map that names them. */
export function checkTarget(
  { resource, method }: Target,
  path: Path,
  { resources = {} }: Integration,
): readonly Note[] {
  if (!Object.hasOwn(resources, resource)) {
    return [
      noteAt(
        [...path, 'resource'],
        error(`the integration has no resource "${resource}"`, hintFor(resource, Object.keys(resources))),
      ),
    ];
  }
  const methods = resources[resource]!;
  if (Object.hasOwn(methods, method)) return [];
  return [
    noteAt(
      [...path, 'method'],
      error(
        `the integration's resource "${resource}" has no method "${method}"`,
        hintFor(method, Object.keys(methods)),
      ),
    ),
  ];
}

export function checkSteps(steps: readonly Step[], path: Path, integration: Integration | null): readonly Note[] {
  return steps.flatMap((step, index) => {
    const at = [...path, index, 'config'];
    if (step.type === 'request') return integration === null ? [] : checkTarget(step.config, at, integration);
    const isEmpty =
      step.type === 'set_context' && (step.config.value === undefined) === (step.config.expression === undefined);
    return isEmpty ? [noteAt(at, error('needs either "value" or "expression"'))] : [];
  });
}
