/**
 * Overrides: parts of documents laid over a base at environment or account level. They are canonicalised like documents,
 * then the merged whole is checked, and only what the override brings about is a finding.
 */
import { error, hasErrors } from '../finding.ts';
import { noteAt, placeNotes } from '../note.ts';
import { readText } from '../text.ts';
import type { LintedOverride, OverrideBase } from './override-check.ts';
import { lintIntegrationOverride } from './override-integration.ts';
import { lintMappingOverride } from './override-mapping.ts';

export type { LintedOverride, OverrideBase } from './override-check.ts';

/** `override` is JSON as the API takes it; `null` removes a key, `{"$replace": text}` drops lower mapping expressions. */
export function lintOverride(kind: 'integration' | 'mapping', override: unknown, base: OverrideBase): LintedOverride {
  const { tree, findings } = readText(JSON.stringify(override, null, 2) ?? 'null', base.file);
  if (tree === null || hasErrors(findings)) return { override: null, findings };
  if (tree.kind !== 'map')
    return {
      override: null,
      findings: placeNotes([noteAt([], error('an override is a map'))], { tree, file: base.file }),
    };
  const linted = kind === 'integration' ? lintIntegrationOverride(tree, base) : lintMappingOverride(tree, base);
  return hasErrors(linted.findings) ? { override: null, findings: linted.findings } : linted;
}
