/** The mapping document: rows, the `unified_model_override` wrapper, and a top level that is the resources map itself. */
import { declarationOf } from '../declaration.ts';
import { error } from '../finding.ts';
import { mappingMethodSpec, mappingSpec } from '../spec/mapping.ts';
import { closest } from '../suggest.ts';
import { childOf, mapFrom, mapOf, textOf, withChild, without, type Entry, type MapTree, type Tree } from '../tree.ts';
import type { AliasFamily, AliasPlace, ShapeAlias } from './alias.ts';
import { aliasesOf } from './keys.ts';

const identityKeys = ['model', 'integration'];
/** What a stored row carries beside its mapping. */
const rowKeys = [
  'resource_name',
  'method_name',
  'config',
  'id',
  'unified_model_id',
  'environment_unified_model_id',
  'version',
  'team_id',
  'created_at',
  'updated_at',
];

export const mappingAlias: ShapeAlias = (tree, place) => {
  if (tree.kind === 'list') return fromRows(tree.items, tree, place);
  if (tree.kind !== 'map' || childOf(tree, 'resources') !== undefined) return tree;
  if (isRow(tree)) return fromRow(tree);
  const wrapped = childOf(tree, 'unified_model_override');
  if (wrapped?.kind === 'map') return fromModels(wrapped, without(tree, 'unified_model_override'), place);
  const rest = without(tree, ...identityKeys);
  const looksMisspelt = [...rest.entries.keys()].some((key) => closest(key, ['resources']) !== null);
  if (rest.entries.size === 0 || looksMisspelt) return tree;
  return depthOfMethods(rest) === 3 ? fromModels(rest, tree, place) : withResources(tree, rest);
};

/** How deep the mapping methods lie: 2 under resource and method, 3 under model, resource and method; 2 where it cannot be told. */
export function depthOfMethods(tree: Tree, depth = 0): number {
  const known = knownMethodKeys();
  let level: readonly Tree[] = [tree];
  for (let at = depth; at <= 3; at += 1) {
    const maps = level.filter((inner): inner is MapTree => inner.kind === 'map');
    if (at >= 1 && maps.some((map) => [...map.entries.keys()].some((key) => known.has(key)))) return at;
    level = maps.flatMap((map) => [...map.entries.values()].map(({ value }) => value));
  }
  return 2;
}

let methodKeys: ReadonlySet<string> | undefined;

function knownMethodKeys(): ReadonlySet<string> {
  if (methodKeys === undefined) {
    const { shape } = declarationOf(mappingMethodSpec);
    const aliases = aliasesOf(mappingMethodSpec, mapFrom({ line: 0, column: 0 }, {}));
    const canonical = shape.kind === 'object' ? [...shape.keys.keys()] : [];
    methodKeys = new Set(
      [...canonical, ...aliases.keys()].filter((key) =>
        /_mapping|^(resource|method|static|before|after|side_load|fetch_each)$/.test(key),
      ),
    );
  }
  return methodKeys;
}

function isRow(tree: Tree): tree is MapTree {
  return (
    tree.kind === 'map' && textOf(tree, 'resource_name') !== undefined && textOf(tree, 'method_name') !== undefined
  );
}

function fromRow(row: MapTree): MapTree {
  const config = childOf(row, 'config') ?? mapOf(row.spot, []);
  const method = mapOf(config.spot, [
    [textOf(row, 'method_name')!, { key: childOf(row, 'method_name')!.spot, value: config }],
  ]);
  const resources = mapOf(config.spot, [
    [textOf(row, 'resource_name')!, { key: childOf(row, 'resource_name')!.spot, value: method }],
  ]);
  return withChild(without(row, ...rowKeys), 'resources', resources);
}

/** Rows of one model and one integration together. */
function fromRows(rows: readonly Tree[], whole: Tree, place: AliasPlace): Tree {
  const resources = new Map<string, Map<string, Entry>>();
  let identity = mapOf(whole.spot, []);
  for (const [index, row] of rows.entries()) {
    if (!isRow(row)) {
      place.report(error('a list of mappings holds rows {resource_name, method_name, config}'), row.spot, [index]);
      continue;
    }
    const document = fromRow(row);
    identity = mapOf(whole.spot, [...identity.entries, ...without(document, 'resources').entries]);
    const [[resource, { value: methods }]] = [...(childOf(document, 'resources') as MapTree).entries] as [
      [string, Entry],
    ];
    const known = resources.get(resource) ?? new Map<string, Entry>();
    for (const [method, entry] of (methods as MapTree).entries) {
      if (known.has(method)) place.report(error(`the row for ${resource}.${method} stands twice`), entry.key, [index]);
      else known.set(method, entry);
    }
    resources.set(resource, known);
  }
  const merged = [...resources].map(
    ([name, methods]) => [name, { key: whole.spot, value: mapOf(whole.spot, methods) }] as const,
  );
  return withChild(identity, 'resources', mapOf(whole.spot, merged));
}

/** `{crm: {contacts: {list: ...}}}`: a mapping document is about one model. */
function fromModels(models: MapTree, whole: MapTree, place: AliasPlace): Tree {
  const [first, ...others] = [...models.entries];
  if (first === undefined) return withResources(whole, mapOf(models.spot, []));
  for (const [name, { key }] of others)
    place.report(error(`one mapping document is about one model; "${name}" is another`, 'one document a model'), key, [
      name,
    ]);
  const identity = mapOf(
    whole.spot,
    [...whole.entries].filter(([key]) => identityKeys.includes(key)),
  );
  const model = { kind: 'scalar', spot: first[1].key, value: first[0], isLiteral: false } as const;
  return withChild(withChild(identity, 'model', childOf(identity, 'model') ?? model), 'resources', first[1].value);
}

function withResources(whole: MapTree, resources: MapTree): Tree {
  return withChild(
    mapOf(
      whole.spot,
      [...whole.entries].filter(([key]) => identityKeys.includes(key)),
    ),
    'resources',
    resources,
  );
}

export const mappingFamily: AliasFamily = [[mappingSpec, mappingAlias]];
