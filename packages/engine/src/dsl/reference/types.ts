/** How the type of a field reads in the reference. */
import type { z } from 'zod';
import { declarationOf } from '../declaration.ts';
import { code } from './markdown.ts';

/** Names a section of the page for what has one, or null. */
export type SectionLink = (schema: z.ZodType) => string | null;

export function typeOf(schema: z.ZodType, linkTo: SectionLink): string {
  const { shape, meta, isNullable } = declarationOf(schema);
  const orNull = isNullable ? ' or null' : '';
  if (meta.kind === 'expression')
    return `JSONata${shape.kind === 'choice' ? ', or `{$replace}` in an override' : ''}${orNull}`;
  if (meta.kind === 'json_schema') return `JSON Schema${orNull}`;
  if (meta.kind === 'regex') return 'regular expression';
  if (meta.kind === 'path_or_expression') return 'path or JSONata';
  const link = linkTo(schema);
  if (link !== null) return `${link}${orNull}`;
  switch (shape.kind) {
    case 'object':
      return `map${orNull}`;
    case 'record':
      return `map of names to ${inner(shape.value, linkTo, meta.kind === 'template')}${orNull}`;
    case 'list':
      return `list of ${inner(shape.item, linkTo, false)}${orNull}`;
    case 'choice':
      return `${[...new Set(shape.options.map((option) => typeOf(option, linkTo)))].join(' or ')}${orNull}`;
    case 'values':
      return `${shape.values.map(code).join(', ')}${orNull}`;
    case 'scalar':
      return `${shape.type === 'string' ? (meta.kind === 'template' ? 'template' : 'text') : shape.type}${orNull}`;
    case 'any':
      return `${meta.kind === 'template' ? 'any value, its texts templates' : 'any value'}${orNull}`;
  }
}

function inner(schema: z.ZodType, linkTo: SectionLink, isTemplate: boolean): string {
  return isTemplate ? 'templates or values' : typeOf(schema, linkTo);
}
