/** Flat lists that stand for trees: ordering nodes depth first, and order by dependency. */
import { FunctionFailure } from '../function-failure.ts';
import { HostObject, type HostMethods } from '../host-object.ts';
import { listOf, readerOf } from './selector.ts';

/** Parents before their children, children by `sequence`; a node whose parent is not in the list is a root. */
export function sortNodes(nodes: unknown, idKey: unknown, parentKey: unknown, sequenceKey: unknown): unknown {
  const items = listOf(nodes);
  if (items === undefined) return undefined;
  const idOf = readerOf(String(idKey ?? 'id'));
  const parentOf = readerOf(String(parentKey ?? 'parent_id'));
  const sequenceOf = readerOf(String(sequenceKey ?? 'sequence'));
  const bySequence = [...items].sort(
    (a, b) => Number(sequenceOf(a) ?? Infinity) - Number(sequenceOf(b) ?? Infinity) || 0,
  );
  const ids = new Set(items.map(idOf));
  const children = new Map<unknown, unknown[]>();
  for (const node of bySequence) {
    const parent = parentOf(node);
    const key = ids.has(parent) && parent !== idOf(node) ? parent : undefined;
    const siblings = children.get(key);
    if (siblings === undefined) children.set(key, [node]);
    else siblings.push(node);
  }
  const ordered: unknown[] = [];
  const waiting = [...(children.get(undefined) ?? [])].reverse();
  while (waiting.length > 0) {
    const node = waiting.pop();
    ordered.push(node);
    const own = children.get(idOf(node)) ?? [];
    for (let index = own.length - 1; index >= 0; index -= 1) waiting.push(own[index]);
    // Each family is listed once, so that a ring of parents cannot go round for ever.
    children.delete(idOf(node));
  }
  // Nodes of a ring have no root above them; they follow in sequence, so that none is lost.
  const placed = new Set(ordered);
  return [...ordered, ...bySequence.filter((node) => !placed.has(node))];
}

interface Graph {
  /** Node -> the nodes it depends on. */
  readonly edges: ReadonlyMap<string, readonly string[]>;
  readonly items: ReadonlyMap<string, unknown>;
}

const graphMethods: HostMethods = new Map<string, (graph: Graph, ...args: unknown[]) => unknown>([
  [
    'overallOrder',
    (graph, leavesOnly) =>
      orderOf(graph, [...graph.edges.keys()]).filter(
        (node) => leavesOnly !== true || (graph.edges.get(node) ?? []).length === 0,
      ),
  ],
  ['dependenciesOf', (graph, node) => orderOf(graph, [String(node)]).filter((name) => name !== String(node))],
  [
    'dependantsOf',
    (graph, node) =>
      [...graph.edges.keys()].filter((name) => name !== String(node) && orderOf(graph, [name]).includes(String(node))),
  ],
  ['getNodeData', (graph, node) => graph.items.get(String(node))],
  ['hasNode', (graph, node) => graph.edges.has(String(node))],
  ['size', (graph) => graph.edges.size],
]);

/** A graph in which every item depends on its parent. Methods: overallOrder(leavesOnly), dependenciesOf, dependantsOf, getNodeData, hasNode, size. */
export function dependencyGraph(list: unknown, parentKey: unknown, key: unknown): unknown {
  const items = listOf(list);
  if (items === undefined) return undefined;
  const idOf = readerOf(String(key ?? 'id'));
  const parentOf = readerOf(String(parentKey ?? 'parent_id'));
  const byId = new Map(items.map((item) => [String(idOf(item)), item]));
  const edges = new Map<string, readonly string[]>();
  for (const [id, item] of byId) {
    const parent = String(parentOf(item));
    edges.set(id, byId.has(parent) && parent !== id ? [parent] : []);
  }
  const graph: Graph = { edges, items: byId };
  return new HostObject(graph, { methods: graphMethods, text: () => orderOf(graph, [...edges.keys()]), fields: {} });
}

/** Dependencies first. Every node has one parent at most, so a path upwards is all there is to follow. */
function orderOf(graph: Graph, starts: readonly string[]): string[] {
  const ordered = new Set<string>();
  for (const start of starts) {
    const chain = new Set<string>();
    let node: string | undefined = start;
    while (node !== undefined && !ordered.has(node)) {
      if (chain.has(node)) throw new FunctionFailure('the items depend on each other in a ring');
      chain.add(node);
      node = graph.edges.get(node)?.[0];
    }
    for (const name of [...chain].reverse()) ordered.add(name);
  }
  return [...ordered];
}
