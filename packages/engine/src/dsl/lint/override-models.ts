/** The published forms of a mapping override -> one resources map per unified model. */
import { depthOfMethods, mappingAlias } from '../aliases/mapping.ts';
import { error } from '../finding.ts';
import { noteAt, type Note } from '../note.ts';
import { childOf, textOf, type MapTree, type Tree } from '../tree.ts';

export interface OverriddenModels {
  readonly models: readonly (readonly [string, Tree])[];
  readonly notes: readonly Note[];
}

/**
 * Takes `{unified_model_override: {crm: ...}}`, `{crm: {contacts: {list: ...}}}`, a mapping document or a mapping row.
 * Where the model is not named it is the only one of `known`.
 */
export function modelsOfOverride(written: MapTree, known: readonly string[]): OverriddenModels {
  const notes: Note[] = [];
  const wrapped = childOf(written, 'unified_model_override');
  const inner = wrapped?.kind === 'map' ? wrapped : written;
  if (!inner.entries.has('resources') && !inner.entries.has('resource_name') && depthOfMethods(inner) === 3)
    return { models: named(inner), notes };
  if (inner.entries.size > 0 && [...inner.entries.keys()].every((key) => known.includes(key)))
    return { models: named(inner), notes };
  const document = mappingAlias(inner, {
    path: [],
    isPartial: true,
    report: (remark, _spot, at = []) => notes.push(noteAt(at, remark)),
  });
  const resources = document.kind === 'map' ? childOf(document, 'resources') : undefined;
  const model = document.kind === 'map' ? (textOf(document, 'model') ?? textOf(document, 'unified_model')) : undefined;
  const [only, ...others] = known;
  if (resources === undefined)
    return {
      models: [],
      notes: [...notes, noteAt([], error('an override of mappings is {model: {resource: {method: {...}}}}'))],
    };
  if (model !== undefined) return { models: [[model, resources]], notes };
  if (only !== undefined && others.length === 0) return { models: [[only, resources]], notes };
  return {
    models: [],
    notes: [
      ...notes,
      noteAt(
        [],
        error(
          'does not say which unified model it is about',
          `put it under one of: ${known.join(', ') || "the model's name"}`,
        ),
      ),
    ],
  };
}

function named(models: MapTree): readonly (readonly [string, Tree])[] {
  return [...models.entries].map(([name, { value }]) => [name, value] as const);
}
