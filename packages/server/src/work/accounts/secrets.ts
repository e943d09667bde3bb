/** An account's context in two parts: what may be read, and what is sealed. Decides which is which; seals nothing. */
import { isPlainObject, isSecretName, mergeResults, type JsonObject } from '@sluice/engine';
import type { Integration } from '../base-documents.ts';
import { maskAll, splitSecrets, type SecretTest, type Split } from '../masking.ts';

/** Names that are secrets by themselves, and the password fields of the integration's credentials. */
export function secretTestOf(integration: Integration): SecretTest {
  const passwords = new Set<string>();
  for (const { config } of Object.values(integration.credentials ?? {})) {
    for (const { name, type } of config?.fields ?? []) if (type === 'password') passwords.add(name);
  }
  return (path) => isSecretName(path.at(-1) ?? '') || passwords.has(path.join('.'));
}

export function splitContext(context: JsonObject, integration: Integration): Split {
  return splitSecrets(context, secretTestOf(integration));
}

/** The whole context, secrets in the clear: only for merging before it is split again. */
export function wholeContext({ open, secret }: Split): JsonObject {
  return mergeResults(open, secret) as JsonObject;
}

/** The whole context as it is shown: each secret's place is there, its value is not. */
export function shownContext({ open, secret }: Split): JsonObject {
  const masked = maskAll(secret);
  return isPlainObject(masked) ? (mergeResults(open, masked) as JsonObject) : open;
}
