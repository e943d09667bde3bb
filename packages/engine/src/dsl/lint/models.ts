/** A folder of unified models -> checked models whose schemas stand on their own: `$ref: types.yaml#/x` becomes `#/$defs/x`. */
import type { JsonObject } from '../../terms/index.ts';
import { isPlainObject } from '../../values/merge.ts';
import { error, type Finding, type Path } from '../finding.ts';
import { noteAt, placeNotes, type Note } from '../note.ts';
import { parseDocument } from '../parse.ts';
import type { ResourceModel } from '../spec/model.ts';
import { hintFor } from '../suggest.ts';

export interface Model {
  readonly resources: { readonly [resource: string]: ResourceModel };
  /** Shared shapes the model's folder and the root offer; references among them are `#/$defs/x`. */
  readonly types: { readonly [name: string]: JsonObject };
}

export interface ModelSet {
  readonly [model: string]: Model;
}

type Types = Readonly<Record<string, JsonObject>>;

/** `files`: path below the models folder -> text; `types.yaml`, `crm/contacts.yaml`. */
export function lintModels(files: Readonly<Record<string, string>>): {
  models: ModelSet;
  findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const typeSets = new Map<string, Types>();
  const models: Record<string, { resources: Record<string, ResourceModel>; types: Types }> = {};
  const paths = Object.keys(files)
    .filter((path) => /\.(ya?ml|json)$/.test(path))
    .sort();
  for (const path of paths.filter(isTypes)) {
    const { document, findings: found } = parseDocument('types', files[path]!, { file: path });
    findings.push(...found);
    if (document !== null) typeSets.set(folderOf(path), document);
  }
  for (const path of paths.filter((candidate) => !isTypes(candidate))) {
    const [, model, resource] = /^([^/]+)\/([^/]+)\.(?:ya?ml|json)$/.exec(path) ?? [];
    if (model === undefined || resource === undefined) {
      findings.push(misplaced(path));
      continue;
    }
    const types: Types = { ...typeSets.get(''), ...typeSets.get(model) };
    const parsed = parseDocument('model', files[path]!, { file: path });
    const notes = parsed.document === null ? [] : checkModel(parsed.document, { model, resource, types });
    findings.push(
      ...parsed.findings,
      ...(parsed.tree === null ? [] : placeNotes(notes, { tree: parsed.tree, file: path })),
    );
    if (parsed.document === null) continue;
    models[model] ??= { resources: {}, types: withLocalReferences(types) as Types };
    models[model].resources[resource] = {
      ...parsed.document,
      model,
      resource,
      schema: selfContained(parsed.document.schema, types),
    };
  }
  return { models, findings };
}

const isTypes = (path: string): boolean => /(^|\/)types\.(ya?ml|json)$/.test(path);
const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');

function misplaced(file: string): Finding {
  return { ...error('a model is one file a resource: `<model>/<resource>.yaml`'), file, line: 1, column: 1, path: '' };
}

interface ModelPlace {
  readonly model: string;
  readonly resource: string;
  readonly types: Types;
}

function checkModel(document: ResourceModel, { model, resource, types }: ModelPlace): readonly Note[] {
  const names = [
    ['model', document.model, model],
    ['resource', document.resource, resource],
  ] as const;
  const misnamed = names.flatMap(([key, found, wanted]) =>
    found === undefined || found === wanted
      ? []
      : [noteAt([key], error(`is "${found}", but the file says "${wanted}"`, 'leave it out'))],
  );
  const { properties } = document.schema;
  const known = isPlainObject(properties) ? Object.keys(properties) : null;
  const unknown = Object.entries(document.methods).flatMap(([name, { required = [] }]) =>
    required.flatMap((field, index) =>
      known === null || known.includes(field.split('.')[0]!)
        ? []
        : [
            noteAt(
              ['methods', name, 'required', index],
              error(`the schema has no field "${field}"`, hintFor(field, known)),
            ),
          ],
    ),
  );
  return [...misnamed, ...unknown, ...checkReferences(document.schema, ['schema'], types)];
}

const outside = /^(?:\.\/|\.\.\/)?types\.(?:ya?ml|json)#\/(?:\$defs\/)?([^/]+)$/;

function checkReferences(value: unknown, path: Path, types: Types): readonly Note[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => checkReferences(item, [...path, index], types));
  if (!isPlainObject(value)) return [];
  const inner = Object.entries(value).flatMap(([key, item]) => checkReferences(item, [...path, key], types));
  const { $ref: reference } = value;
  if (typeof reference !== 'string' || reference.startsWith('#')) return inner;
  const name = outside.exec(reference)?.[1];
  if (name === undefined)
    return [
      ...inner,
      noteAt([...path, '$ref'], error(`is "${reference}"; a reference reaches \`types.yaml#/name\` or \`#/...\``)),
    ];
  if (Object.hasOwn(types, name)) return inner;
  return [
    ...inner,
    noteAt([...path, '$ref'], error(`types.yaml has no shape "${name}"`, hintFor(name, Object.keys(types)))),
  ];
}

/** The schema with every shared shape it reaches under `$defs`. */
function selfContained(schema: JsonObject, types: Types): Record<string, unknown> {
  const local = withLocalReferences(schema) as Record<string, unknown>;
  const reached = new Set<string>();
  const queue: unknown[] = [schema];
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    for (const name of typeNames(value)) {
      if (reached.has(name) || !Object.hasOwn(types, name)) continue;
      reached.add(name);
      queue.push(types[name]);
    }
  }
  if (reached.size === 0) return local;
  const shapes = [...reached].sort().map((name) => [name, withLocalReferences(types[name])]);
  return {
    ...local,
    $defs: { ...(isPlainObject(local['$defs']) ? local['$defs'] : {}), ...Object.fromEntries(shapes) },
  };
}

/** Inside types.yaml a shape may also be reached as `#/name`. */
function nameIn(reference: unknown): string | undefined {
  if (typeof reference !== 'string') return undefined;
  return outside.exec(reference)?.[1] ?? /^#\/(?:\$defs\/)?([^/]+)$/.exec(reference)?.[1];
}

function typeNames(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(typeNames);
  if (!isPlainObject(value)) return [];
  const own = nameIn(value['$ref']);
  return [...(own === undefined ? [] : [own]), ...Object.values(value).flatMap(typeNames)];
}

function withLocalReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withLocalReferences);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const name = key === '$ref' ? nameIn(inner) : undefined;
      return [key, name === undefined ? withLocalReferences(inner) : `#/$defs/${name}`];
    }),
  );
}
