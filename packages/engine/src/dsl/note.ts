/** A note: a remark about a path, before it is known where that path stands in a text. */
import { formatPath, type Finding, type Path, type Remark } from './finding.ts';
import { locate, type Tree } from './tree.ts';

export interface Note extends Remark {
  readonly path: Path;
  /** Lines below the place itself, for a fault inside a `|` block. */
  readonly line?: number;
}

export const noteAt = (path: Path, remark: Remark): Note => ({ ...remark, path });

export function placeNotes(
  notes: readonly Note[],
  { tree, file }: { readonly tree: Tree; readonly file: string },
): readonly Finding[] {
  return notes.map(({ severity, message, hint, path, line = 0 }) => {
    const spot = locate(tree, path);
    return { severity, file, line: spot.line + line, column: spot.column, path: formatPath(path), message, hint };
  });
}
