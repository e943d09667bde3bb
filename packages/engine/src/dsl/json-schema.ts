/** JSON Schema (2020-12) of every document kind, for editors and the reference. Describes the canonical form only. */
import { z } from 'zod';
import { documents, type DocumentKind } from './documents.ts';
import { scopes, type FieldMeta } from './field.ts';

export const documentKinds = Object.keys(documents) as DocumentKind[];

/** Other keys of a declaration are said in words or under `x-` names. */
export function documentSchema(kind: DocumentKind): Record<string, unknown> {
  const schema = z.toJSONSchema(documents[kind], {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => describe(jsonSchema as Record<string, unknown>),
  });
  hoist(schema);
  return { ...schema, title: `Sluice ${kind}` };
}

/** Turns the declaration's own keys into what editors understand. */
function describe(schema: Record<string, unknown>): void {
  const { example, kind, sees, secret, since, description } = schema as Partial<FieldMeta>;
  for (const key of ['example', 'kind', 'sees', 'secret', 'since', 'aliases'] as const)
    Reflect.deleteProperty(schema, key);
  if (example !== undefined) schema['examples'] = [example];
  if (since !== undefined) schema['x-since'] = since;
  if (secret === true) schema['writeOnly'] = true;
  if (kind === 'expression' && sees !== undefined) {
    schema['description'] = `${description ?? ''} JSONata; sees ${scopes[sees].join(', ')}.`.trim();
  }
  if (kind === 'template') schema['description'] = `${description ?? ''} May hold {{placeholders}}.`.trim();
}

/** `anyOf [x, null]` tells what x tells, so that editors show it on the key itself. */
function hoist(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  const { anyOf, description } = schema as { anyOf?: readonly Record<string, unknown>[]; description?: string };
  const told = anyOf?.length === 2 && anyOf[1]?.['type'] === 'null' ? anyOf[0]?.['description'] : undefined;
  if (description === undefined && told !== undefined) (schema as Record<string, unknown>)['description'] = told;
  Object.values(schema).forEach(hoist);
}
