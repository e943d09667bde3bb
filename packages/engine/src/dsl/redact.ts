/** Masks secrets where documents and contexts are read back. Masks by declaration and by name; never guesses from values. */
import { documents, type DocumentKind } from './documents.ts';
import { declarationOf, optionFor } from './declaration.ts';
import { isSecretName } from './secret-names.ts';
import { treeOf } from './tree.ts';
import type { z } from 'zod';

export { isSecretName } from './secret-names.ts';

/** Stands where a secret was. */
export const mask = '•••';

export type RedactedKind = DocumentKind | 'integration_override' | 'mapping_override';

/** A copy of a document or an override with every secret masked. Values that are nothing but {{placeholders}} hold none and stay. */
export function redactDocument<Document>(kind: RedactedKind, document: Document): Document {
  const redacted =
    kind === 'mapping_override'
      ? redactUndeclared(document, false)
      : redact(documents[kind === 'integration_override' ? 'integration' : kind], document, false);
  return redacted as Document;
}

/** A copy of an account's context: every scalar under a secret name is masked, at any depth. */
export function redactContext<Context>(context: Context): Context {
  return redactUndeclared(context, false) as Context;
}

function redact(schema: z.ZodType, value: unknown, isSecret: boolean): unknown {
  const { meta, shape } = declarationOf(schema);
  const isHidden = isSecret || meta.secret === true;
  if (typeof value !== 'object' || value === null) return isHidden ? masked(value) : value;
  if (shape.kind === 'choice') {
    const chosen = optionFor(shape, treeOf(value));
    return chosen === null ? redactUndeclared(value, isHidden) : redact(chosen, value, isHidden);
  }
  if (Array.isArray(value))
    return shape.kind === 'list'
      ? value.map((item) => redact(shape.item, item, isHidden))
      : redactUndeclared(value, isHidden);
  const entries = Object.entries(value);
  if (shape.kind === 'object') {
    // A declared key is as secret as it is declared; `token` of a bearer scheme is judged by name too, as it may hold the token itself.
    return rebuilt(entries, (key, inner) => {
      const declared = shape.keys.get(key);
      if (declared === undefined) return redactUndeclared(inner, isHidden || isSecretName(key));
      return redact(declared, inner, isHidden || isScalarSecret(key, inner) || carriesCredential(value, key));
    });
  }
  if (shape.kind === 'record')
    return rebuilt(entries, (key, inner) => redact(shape.value, inner, isHidden || isScalarSecret(key, inner)));
  return redactUndeclared(value, isHidden);
}

/** `{header_name: X-Api-Key, header_value: ...}` and `{name: api_key, value: ...}`: the value is the credential. */
function carriesCredential(holder: object, key: string): boolean {
  return (key === 'header_value' && 'header_name' in holder) || (key === 'value' && 'name' in holder);
}

function redactUndeclared(value: unknown, isSecret: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => redactUndeclared(item, isSecret));
  if (typeof value !== 'object' || value === null) return isSecret ? masked(value) : value;
  return rebuilt(Object.entries(value), (key, inner) =>
    redactUndeclared(inner, isSecret || isScalarSecret(key, inner)),
  );
}

/** A secret's name on a map (`token: {access_token, expires_in}`) says nothing of what is inside. */
function isScalarSecret(key: string, value: unknown): boolean {
  return (typeof value !== 'object' || value === null) && isSecretName(key);
}

function rebuilt(entries: readonly [string, unknown][], change: (key: string, value: unknown) => unknown): unknown {
  return Object.fromEntries(entries.map(([key, value]) => [key, change(key, value)]));
}

function masked(value: unknown): unknown {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return value;
  return typeof value === 'string' && isOnlyPlaceholders(value) ? value : mask;
}

/** `{{api_key}}`, `Bearer {{token}}`, `{{email}}/token:{{api_key}}`: short words around placeholders are no secret. */
function isOnlyPlaceholders(text: string): boolean {
  if (!/\{\{[^}]+\}\}/.test(text)) return false;
  return text
    .replace(/\{\{[^}]+\}\}/g, '')
    .split(/[\s/:=,;"']+/)
    .every((word) => /^[A-Za-z]{0,16}$/.test(word));
}
