/** Walks a canonical document along its declarations. Used by whatever asks something of every field: lint, redaction. */
import type { z } from 'zod';
import { declarationOf, optionFor, type Declaration } from './declaration.ts';
import type { Path } from './finding.ts';
import type { Tree } from './tree.ts';

export interface DeclaredPlace {
  readonly path: Path;
  readonly declaration: Declaration;
  readonly tree: Tree;
}

/** `visit` answers whether to go further inside. Undeclared keys are not visited. */
export function walkDeclared(
  schema: z.ZodType,
  tree: Tree,
  visit: (place: DeclaredPlace) => 'inside' | 'stop',
  path: Path = [],
): void {
  const declaration = declarationOf(schema);
  if (visit({ path, declaration, tree }) === 'stop') return;
  const { shape } = declaration;
  if (shape.kind === 'choice') {
    const chosen = optionFor(shape, tree);
    if (chosen !== null) walkDeclared(chosen, tree, visit, path);
  } else if (tree.kind === 'list') {
    if (shape.kind === 'list')
      for (const [index, item] of tree.items.entries()) walkDeclared(shape.item, item, visit, [...path, index]);
  } else if (tree.kind === 'map') {
    for (const [key, { value }] of tree.entries) {
      const inner = shape.kind === 'object' ? shape.keys.get(key) : shape.kind === 'record' ? shape.value : undefined;
      if (inner !== undefined) walkDeclared(inner, value, visit, [...path, key]);
    }
  }
}
