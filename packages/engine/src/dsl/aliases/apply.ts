/** The alias stage: walks a document along its declarations and turns every published spelling into the canonical one. */
import type { z } from 'zod';
import { declarationOf, optionFor } from '../declaration.ts';
import { formatPath, type Finding, type Path } from '../finding.ts';
import { listOf, mapOf, type Tree } from '../tree.ts';
import type { AliasPlace } from './alias.ts';
import { shapeAliasOf } from './families.ts';
import { renameKeys } from './keys.ts';
import { dropPublished } from './published.ts';

export interface AliasInput {
  readonly file: string;
  /** True for overrides: nothing is filled in. */
  readonly isPartial: boolean;
  /** Where the tree stands in its document; the top without it. */
  readonly path?: Path;
}

export interface Aliased {
  readonly tree: Tree;
  readonly findings: readonly Finding[];
}

export function applyAliases(schema: z.ZodType, tree: Tree, input: AliasInput): Aliased {
  const findings: Finding[] = [];
  const placeAt = (path: Path): AliasPlace => ({
    path,
    isPartial: input.isPartial,
    report: (remark, spot, inner = []) =>
      findings.push({ ...remark, file: input.file, ...spot, path: formatPath([...path, ...inner]) }),
  });
  const walk = (declared: z.ZodType, written: Tree, path: Path): Tree => {
    const { identity, shape } = declarationOf(declared);
    const place = placeAt(path);
    const named = written.kind === 'map' ? renameKeys(declared, written, place) : written;
    const shaped = shapeAliasOf(identity)?.(named, place) ?? named;
    // Named again: a family may have brought keys up from inside.
    const current =
      shaped.kind === 'map' ? dropPublished(identity, renameKeys(declared, shaped, place), place) : shaped;
    switch (shape.kind) {
      case 'object':
        return current.kind === 'map'
          ? mapEntries(current, (key, value) => walkKey(shape.keys.get(key), value, [...path, key]))
          : current;
      case 'record':
        return current.kind === 'map'
          ? mapEntries(current, (key, value) => walk(shape.value, value, [...path, key]))
          : current;
      case 'list':
        return current.kind === 'list'
          ? listOf(
              current.spot,
              current.items.map((item, index) => walk(shape.item, item, [...path, index])),
            )
          : current;
      case 'choice':
        return walkChoice(shape, current, path);
      default:
        return current;
    }
  };
  const walkKey = (declared: z.ZodType | undefined, value: Tree, path: Path): Tree =>
    declared === undefined ? value : walk(declared, value, path);
  /** An open choice (an override without its `format`) is walked along every option. */
  const walkChoice = (
    shape: Extract<ReturnType<typeof declarationOf>['shape'], { kind: 'choice' }>,
    value: Tree,
    path: Path,
  ): Tree => {
    const chosen = optionFor(shape, value);
    if (chosen !== null) return walk(chosen, value, path);
    return input.isPartial && value.kind === 'map'
      ? shape.options.reduce((current, option) => walk(option, current, path), value as Tree)
      : value;
  };
  return { tree: walk(schema, tree, input.path ?? []), findings };
}

function mapEntries(map: Extract<Tree, { kind: 'map' }>, change: (key: string, value: Tree) => Tree): Tree {
  return mapOf(
    map.spot,
    [...map.entries].map(([key, { key: spot, value }]) => [key, { key: spot, value: change(key, value) }] as const),
  );
}
