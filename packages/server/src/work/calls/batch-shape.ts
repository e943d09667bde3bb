/** The body of a batch request, and the order its resources run in. Sends nothing. */
import { SluiceError } from '@sluice/engine';
import { z } from 'zod';
import { checkBody } from '../checking.ts';

const node = z.strictObject({
  name: z.string().min(1).optional().meta({ description: 'Key of its result; the resource without it.' }),
  resource: z
    .string()
    .min(1)
    .meta({ description: '`model/resource` is unified; one word is a resource of the integration.' }),
  method: z.string().min(1).default('list'),
  id: z.unknown().optional().meta({ description: 'May hold placeholders, as query and body may.' }),
  query: z.record(z.string(), z.unknown()).optional(),
  body: z.unknown().optional(),
  depends_on: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .meta({ description: 'Names or resources that come first.' }),
  response_format: z.enum(['unified', 'normalized', 'raw']).optional(),
});

export const batchShape = z.strictObject({
  integrated_account_id: z.string().optional(),
  args: z.record(z.string(), z.unknown()).default({}).meta({ description: 'Reachable as `{{args.x}}`.' }),
  resources: z.array(node).min(1).max(50),
});

type Node = z.infer<typeof node>;

export interface BatchNode extends Omit<Node, 'depends_on' | 'name'> {
  readonly name: string;
  /** Names of other nodes. */
  readonly dependsOn: readonly string[];
  /** Name and resource of the node whose records it is run for, once each; null where it is run once. */
  readonly forEach: { readonly name: string; readonly resource: string } | null;
}

export interface Batch {
  readonly accountId: string | null;
  readonly args: Readonly<Record<string, unknown>>;
  /** Parents before children. */
  readonly nodes: readonly BatchNode[];
}

/** Throws `request.invalid_body` for a wrong shape, a name used twice, an unknown dependency or a circle. */
export function readBatch(body: unknown): Batch {
  const { integrated_account_id: accountId = null, args, resources } = checkBody(batchShape, body);
  const named = resources.map(({ name, depends_on, ...rest }) => ({
    ...rest,
    name: name ?? rest.resource,
    depends_on,
  }));
  const names = named.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw refused(`"${twice}" is the name of two resources.`, { name: twice });
  const nodes = named.map(({ depends_on: parents, ...rest }): BatchNode => {
    const dependsOn = (parents === undefined ? [] : [parents].flat()).map((parent) => {
      // A name is meant before a resource of the same name.
      const found = named.find(({ name }) => name === parent) ?? named.find(({ resource }) => resource === parent);
      if (found === undefined)
        throw refused(`"${rest.name}" depends on "${parent}", which is not in the batch.`, {
          name: rest.name,
          allowed: names,
        });
      return found.name;
    });
    return { ...rest, dependsOn, forEach: parentOf({ node: rest, dependsOn, nodes: named }) };
  });
  return { accountId, args, nodes: inOrder(nodes) };
}

interface NamedNode extends Omit<Node, 'depends_on' | 'name'> {
  readonly name: string;
}

/** The node whose records the placeholders of this one speak of. */
function parentOf({
  node,
  dependsOn,
  nodes,
}: {
  node: NamedNode;
  dependsOn: readonly string[];
  nodes: readonly NamedNode[];
}) {
  const text = JSON.stringify([node.id, node.query, node.body]).replaceAll(/\{\{\s+/g, '{{');
  const spokenOf = nodes.filter(({ resource }) => text.includes(`{{resources.${resource.replace('/', '.')}.`));
  const parents = spokenOf.filter(({ name }) => dependsOn.includes(name));
  const missing = spokenOf.find(({ resource }) => parents.every((parent) => parent.resource !== resource));
  if (missing !== undefined)
    throw refused(`"${node.name}" speaks of records of "${missing.name}", so it must depend on it.`, {
      name: node.name,
    });
  const [parent, another] = parents;
  if (parent === undefined) return null;
  if (another === undefined) return { name: parent.name, resource: parent.resource };
  throw refused(`"${node.name}" speaks of records of two resources; only one can be gone through.`, {
    name: node.name,
  });
}

function inOrder(nodes: readonly BatchNode[]): BatchNode[] {
  const ordered: BatchNode[] = [];
  let waiting = [...nodes];
  while (waiting.length > 0) {
    const done = new Set(ordered.map(({ name }) => name));
    const ready = waiting.filter(({ dependsOn }) => dependsOn.every((name) => done.has(name)));
    if (ready.length === 0) {
      const names = waiting.map(({ name }) => name);
      throw refused(`These resources depend on each other in a circle: ${names.join(', ')}.`, { names });
    }
    ordered.push(...ready);
    waiting = waiting.filter((node) => !ready.includes(node));
  }
  return ordered;
}

function refused(message: string, details: object): SluiceError {
  return new SluiceError('request.invalid_body', message, { details });
}
