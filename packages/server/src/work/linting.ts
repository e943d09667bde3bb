/** Documents and overrides written through the API, checked by the engine. A refused one is answered with its findings and written nowhere. */
import { hasErrors, lintOverride, SluiceError } from '@sluice/engine';
import type { Finding, JsonObject } from '@sluice/engine';
import type { OverrideBase } from './base-documents.ts';

/** Throws `config.invalid` with the findings when there is an error among them. */
export function refuseFindings(what: string, findings: readonly Finding[]): void {
  if (!hasErrors(findings)) return;
  const isError = ({ severity }: Finding): boolean => severity === 'error';
  const worstFirst = [...findings.filter(isError), ...findings.filter((finding) => !isError(finding))];
  const { path, message, hint } = worstFirst[0]!;
  const said = `${path === '' ? '' : `${path}: `}${message}${hint === null ? '' : ` (${hint})`}`;
  throw new SluiceError('config.invalid', `The ${what} breaks the config language: ${said}`, {
    details: { findings: worstFirst },
  });
}

/** The canonical override. Throws `config.invalid`. */
export function acceptOverride(
  kind: 'integration' | 'mapping',
  input: { override: JsonObject; base: OverrideBase },
): JsonObject {
  if (Object.keys(input.override).length === 0) return {};
  const { override, findings } = lintOverride(kind, input.override, input.base);
  refuseFindings(input.base.file, findings);
  return override ?? {};
}
