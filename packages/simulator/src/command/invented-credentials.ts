/** Credentials for a mount nobody gave any: one value for every name the integration puts on a request. Invented, and the same every time. */
import { compileTemplate, type JsonObject } from '@sluice/engine';
import { schemesOf } from '../authorization-check.ts';
import type { Authorization, Integration } from '../documents.ts';
import { readAt, writeAt } from '../record-paths.ts';
import type { Draftable } from '../terms.ts';

/** First of the integration's ways to connect. */
export function chooseMethod(integration: Integration): string | null {
  return Object.keys(integration.credentials ?? {})[0] ?? null;
}

export function inventCredentials(integration: Integration, method: string | null): JsonObject {
  const credentials: Draftable = {};
  const config = method === null ? undefined : integration.credentials?.[method]?.config;
  for (const field of config?.fields ?? []) {
    writeAt(credentials, field.name, field.default ?? field.options?.[0]?.value ?? inventValue(field.name));
  }
  for (const path of namesIn(schemesOf(integration, method))) {
    const own = path.replace(/^(?:credentials|context)\./, '');
    if (own.startsWith('env.') || readAt(credentials, own) !== undefined) continue;
    writeAt(credentials, own, inventValue(own));
  }
  return credentials;
}

function inventValue(name: string): string {
  return `simulated-${name.split('.').at(-1)}`;
}

/** Usual place of a token where the scheme names none. */
const tokenPath = 'oauth.token.access_token';

function namesIn(schemes: Authorization): readonly string[] {
  return schemes.flatMap((scheme) => {
    switch (scheme.format) {
      case 'bearer':
        return scheme.config?.token === undefined ? [scheme.config?.path ?? tokenPath] : namesOf(scheme.config.token);
      case 'header':
        return namesOf(scheme.config.header_value);
      case 'query':
        return namesOf(scheme.config.value);
      case 'basic':
        return [...namesOf(scheme.config.username), ...namesOf(scheme.config.password)];
      default:
        return [];
    }
  });
}

function namesOf(text: string | undefined): readonly string[] {
  return text === undefined
    ? []
    : compileTemplate(text, { level: 'base', source: 'integration', field: 'authorization' }).names;
}
