/** What must hold between a mapping, its integration and its unified model. */
import { error, type Finding, type Path } from '../finding.ts';
import { noteAt, placeNotes, type Note } from '../note.ts';
import type { Integration } from '../spec/integration.ts';
import type { Mapping, MappingMethod } from '../spec/mapping.ts';
import type { ModelMethod, ResourceModel } from '../spec/model.ts';
import { hintFor } from '../suggest.ts';
import { treeOf, type Tree } from '../tree.ts';
import type { ModelSet } from './models.ts';
import { checkRead } from './read.ts';
import { checkSteps, checkTarget } from './steps.ts';
import { checkWritten } from './written.ts';

export interface MappingSurroundings {
  /** Null where it is not known; nothing is checked against it then. */
  readonly integration: Integration | null;
  readonly models: ModelSet | null;
}

/** `tree` and `file` give the findings their places; without them lines are 0. */
export function lintMapping(
  mapping: Mapping,
  input: MappingSurroundings & { readonly tree?: Tree; readonly file?: string },
): readonly Finding[] {
  return placeNotes(checkMapping(mapping, input), {
    tree: input.tree ?? treeOf(mapping),
    file: input.file ?? 'mapping',
  });
}

export function checkMapping(mapping: Mapping, surroundings: MappingSurroundings): readonly Note[] {
  const { models } = surroundings;
  const { model: name } = mapping;
  if (models !== null && name !== undefined && !Object.hasOwn(models, name)) {
    return [noteAt(['model'], error(`there is no unified model "${name}"`, hintFor(name, Object.keys(models))))];
  }
  const modelled = models === null || name === undefined ? null : models[name]!.resources;
  return Object.entries(mapping.resources).flatMap(([resource, methods]) => {
    const path = ['resources', resource];
    if (modelled !== null && !Object.hasOwn(modelled, resource)) {
      return [
        noteAt(
          path,
          error(`the model "${name}" has no resource "${resource}"`, hintFor(resource, Object.keys(modelled))),
        ),
      ];
    }
    const model = modelled === null ? null : modelled[resource]!;
    return Object.entries(methods).flatMap(([method, config]) =>
      checkMethod({ resource, method, config, model, path: [...path, method] }, surroundings),
    );
  });
}

interface MappedMethod {
  readonly resource: string;
  readonly method: string;
  readonly config: MappingMethod;
  readonly model: ResourceModel | null;
  readonly path: Path;
}

function checkMethod(mapped: MappedMethod, { integration }: MappingSurroundings): readonly Note[] {
  const { resource, method, config, model, path } = mapped;
  if (model !== null && !Object.hasOwn(model.methods, method)) {
    return [
      noteAt(
        path,
        error(
          `the model's resource "${resource}" has no method "${method}"`,
          hintFor(method, Object.keys(model.methods)),
        ),
      ),
    ];
  }
  const modelMethod = model === null ? null : model.methods[method]!;
  return [
    ...checkRoute(mapped, integration),
    ...checkSteps(config.before ?? [], [...path, 'before'], integration),
    ...checkSteps(config.after ?? [], [...path, 'after'], integration),
    ...checkFetches(mapped, integration),
    ...(modelMethod === null ? [] : checkDeclared(config, modelMethod, path)),
    ...(model === null || modelMethod === null
      ? []
      : checkRead(config, { resource: model, method: modelMethod }, path)),
    ...(model === null ? [] : checkWritten(config, model, path)),
  ];
}

/** A mapping answers from `static` or calls one resource and method; without names it calls the ones named like its own. */
function checkRoute(
  { resource, method, config, path }: MappedMethod,
  integration: Integration | null,
): readonly Note[] {
  if (config.static !== undefined) {
    const calls = (['resource', 'method', 'path_mapping', 'request_body_mapping'] as const).filter(
      (key) => config[key] !== undefined,
    );
    return calls.map((key) =>
      noteAt([...path, key], error(`"${key}" beside "static"; a static answer sends no request`, 'keep one of them')),
    );
  }
  if (integration === null) return [];
  const targets = namesOf(config.resource, 'resources', resource).flatMap((named) =>
    namesOf(config.method, 'methods', method).map((called) => ({ resource: named, method: called })),
  );
  if (targets.length <= 1) return targets.flatMap((target) => checkTarget(target, path, integration));
  // With an allow-list not every resource need have every method; each must have one of them.
  const isReached = (named: string): boolean =>
    targets.some((target) => target.resource === named && checkTarget(target, path, integration).length === 0);
  const unreached = [...new Set(targets.map((target) => target.resource))].filter((named) => !isReached(named));
  return unreached.flatMap((named) =>
    checkTarget(
      targets.find((target) => target.resource === named)!,
      path,
      integration,
    ),
  );
}

function namesOf(route: MappingMethod['resource'], list: string, own: string): readonly string[] {
  if (route === undefined) return [own];
  return typeof route === 'string'
    ? [route]
    : ((route as Readonly<Record<string, unknown>>)[list] as readonly string[]);
}

function checkFetches({ config, path, resource }: MappedMethod, integration: Integration | null): readonly Note[] {
  if (integration === null) return [];
  const loads = Object.entries(config.side_load ?? {}).flatMap(([key, load]) =>
    checkTarget(load, [...path, 'side_load', key], integration),
  );
  const { fetch_each: fetch } = config;
  const listed = typeof config.resource === 'object' ? null : (config.resource ?? resource);
  const fetched = fetch?.resource ?? listed;
  if (fetch === undefined || fetched === null) return loads;
  return [...loads, ...checkTarget({ resource: fetched, method: fetch.method }, [...path, 'fetch_each'], integration)];
}

function checkDeclared(config: MappingMethod, model: ModelMethod, path: Path): readonly Note[] {
  return (['filters', 'sorts'] as const).flatMap((key) => {
    const allowed = model[key] ?? [];
    const unknown = (config[key] ?? []).flatMap((word, index) => (allowed.includes(word) ? [] : [{ word, index }]));
    return unknown.map(({ word, index }) =>
      noteAt(
        [...path, key, index],
        error(`the model declares no ${key.slice(0, -1)} "${word}" here`, hintFor(word, allowed)),
      ),
    );
  });
}
