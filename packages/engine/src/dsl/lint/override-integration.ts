/** Overrides of an integration document. */
import type { JsonObject } from '../../terms/index.ts';
import { mergeConfig } from '../../values/merge.ts';
import { applyAliases } from '../aliases/apply.ts';
import { documents } from '../documents.ts';
import { placeNotes, type Note } from '../note.ts';
import type { Integration } from '../spec/integration.ts';
import { toValue, type MapTree } from '../tree.ts';
import { lintExpressions } from './expressions.ts';
import { checkIntegration } from './integration.ts';
import { broughtBy, checked, isSaid, type LintedOverride, type OverrideBase } from './override-check.ts';

export function lintIntegrationOverride(written: MapTree, { integration, file }: OverrideBase): LintedOverride {
  const schema = documents.integration;
  const { tree, findings } = applyAliases(schema, written, { file, isPartial: true });
  const override = toValue(tree) as JsonObject;
  const check = (document: unknown): readonly Note[] =>
    checked(schema, document, (parsed) => checkIntegration(parsed as Integration));
  const brought = broughtBy(check(integration ?? {}), check(mergeConfig(integration ?? {}, override)));
  const notes = integration === null ? brought.filter(({ path }) => isSaid(tree, path)) : brought;
  return {
    override,
    findings: [...findings, ...placeNotes([...notes, ...lintExpressions({ schema, tree, file })], { tree, file })],
  };
}
