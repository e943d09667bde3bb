/** Which of an integration's credential formats an account uses, and whether its context has what that format asks for. */
import { isPlainObject, SluiceError, type JsonObject } from '@sluice/engine';
import type { Integration } from '../base-documents.ts';

/** Null where the integration offers none. Throws `request.invalid_body` for a format it does not offer, or none of several. */
export function chooseMethod(integration: Integration, wanted: string | null): string | null {
  const offered = Object.keys(integration.credentials ?? {});
  if (wanted === null) {
    if (offered.length < 2) return offered[0] ?? null;
    throw unknownMethod(
      `The integration offers ${offered.length} ways to connect; authentication_method must name one.`,
      offered,
    );
  }
  if (offered.length === 0 || offered.includes(wanted)) return wanted;
  throw unknownMethod(`The integration does not offer the authentication_method "${wanted}".`, offered);
}

function unknownMethod(message: string, allowed: readonly string[]): SluiceError {
  return new SluiceError('request.invalid_body', message, { details: { field: 'authentication_method', allowed } });
}

/** Fills in defaults. Throws `body.missing_field` naming required fields that are not there. */
export function completeContext(
  context: JsonObject,
  input: { integration: Integration; method: string | null },
): JsonObject {
  const { integration, method } = input;
  const fields = method === null ? [] : (integration.credentials?.[method]?.config?.fields ?? []);
  const completed: Record<string, unknown> = { ...context };
  const missing: string[] = [];
  for (const { name, required, default: fallback } of fields) {
    if (isGiven(completed[name])) continue;
    if (fallback !== undefined) completed[name] = fallback;
    else if (required === true) missing.push(name);
  }
  if (missing.length === 0) return completed;
  throw new SluiceError('body.missing_field', `The context lacks what connecting asks for: ${missing.join(', ')}.`, {
    details: { fields: missing.map((name) => `context.${name}`) },
  });
}

function isGiven(value: unknown): boolean {
  return (
    value !== undefined && value !== null && value !== '' && !(isPlainObject(value) && Object.keys(value).length === 0)
  );
}
