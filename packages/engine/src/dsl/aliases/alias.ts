/** What one alias family is given and gives: a tree in a published form in, the canonical tree out. */
import type { z } from 'zod';
import type { Path, Remark } from '../finding.ts';
import type { Spot, Tree } from '../tree.ts';

export interface AliasPlace {
  readonly path: Path;
  /** True for overrides: a part of a document, where nothing may be filled in. */
  readonly isPartial: boolean;
  /** `inner` is the path below this place. */
  report(remark: Remark, spot: Spot, inner?: Path): void;
}

/** Rewrites one section's published forms. Leaves alone what it does not know: parsing will name it. */
export type ShapeAlias = (tree: Tree, place: AliasPlace) => Tree;

/** The sections a family knows, each with the function that rewrites it. */
export type AliasFamily = readonly (readonly [z.ZodType, ShapeAlias])[];
