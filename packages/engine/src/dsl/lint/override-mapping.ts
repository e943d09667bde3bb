/** Overrides of mappings: model -> resource -> method -> a part of its mapping. */
import { mergeConfig } from '../../values/merge.ts';
import { applyAliases } from '../aliases/apply.ts';
import { documents, type DocumentOf } from '../documents.ts';
import type { Finding, Path } from '../finding.ts';
import { placeNotes, type Note } from '../note.ts';
import { mappingResourcesSpec } from '../spec/mapping.ts';
import { toValue, type MapTree } from '../tree.ts';
import { lintExpressions } from './expressions.ts';
import { checkMapping } from './mapping.ts';
import { broughtBy, checked, isSaid, type LintedOverride, type OverrideBase } from './override-check.ts';
import { modelsOfOverride } from './override-models.ts';

type Mapping = DocumentOf<'mapping'>;

export function lintMappingOverride(written: MapTree, base: OverrideBase): LintedOverride {
  const { file, models, integration } = base;
  const split = modelsOfOverride(written, Object.keys(base.mappings));
  const findings: Finding[] = [...placeNotes(split.notes, { tree: written, file })];
  const override: Record<string, unknown> = {};
  for (const [model, resources] of split.models) {
    const aliased = applyAliases(mappingResourcesSpec, resources, { file, isPartial: true, path: [model] });
    const value = toValue(aliased.tree);
    const lower: Mapping = base.mappings[model] ?? { resources: {} };
    const check = (mapping: unknown): readonly Note[] =>
      checked(documents.mapping, mapping, (parsed) => checkMapping(parsed as Mapping, { integration, models }));
    const whole = { ...lower, model, resources: mergeConfig(lower.resources, value) };
    // An unknown model has no base that could have broken anything before.
    const before = base.mappings[model] === undefined ? [] : check({ ...lower, model });
    const brought = broughtBy(before, check(whole)).map((note) => ({
      ...note,
      path: withoutResources(note.path),
    }));
    const said =
      base.mappings[model] === undefined
        ? brought.filter(({ path }) => path.length === 0 || isSaid(aliased.tree, path))
        : brought;
    const notes = [...said, ...lintExpressions({ schema: mappingResourcesSpec, tree: aliased.tree, file })];
    const placed = placeNotes(notes, { tree: aliased.tree, file }).map((finding) => ({
      ...finding,
      path: finding.path === '' ? model : `${model}.${finding.path}`,
    }));
    findings.push(...aliased.findings, ...placed);
    override[model] = value;
  }
  return { override, findings };
}

const withoutResources = (path: Path): Path => (path[0] === 'resources' ? path.slice(1) : []);
