/** What an override brings about: the merged whole is checked like a document, less what its base already breaks. */
import type { z } from 'zod';
import type { JsonObject } from '../../terms/index.ts';
import { isPlainObject } from '../../values/merge.ts';
import type { DocumentOf } from '../documents.ts';
import type { Finding, Path } from '../finding.ts';
import { notesOf } from '../issues.ts';
import type { Note } from '../note.ts';
import { toValue, treeOf, type Tree } from '../tree.ts';
import type { ModelSet } from './models.ts';

export interface OverrideBase {
  /** The document below, lower overrides already merged in; null where there is none. */
  readonly integration: DocumentOf<'integration'> | null;
  /** Unified model -> mapping below. */
  readonly mappings: Readonly<Record<string, DocumentOf<'mapping'>>>;
  readonly models: ModelSet | null;
  readonly file: string;
}

export interface LintedOverride {
  /** Canonical: a part of an integration, or model -> resource -> method -> part of a mapping method. Null when refused. */
  readonly override: JsonObject | null;
  readonly findings: readonly Finding[];
}

export function checked(
  schema: z.ZodType,
  value: unknown,
  check: (parsed: unknown) => readonly Note[],
): readonly Note[] {
  const result = schema.safeParse(value);
  return result.success ? check(result.data) : notesOf(result.error.issues, { schema, tree: treeOf(value) });
}

/** Notes of the merged document that its base did not have. */
export function broughtBy(before: readonly Note[], after: readonly Note[]): readonly Note[] {
  const keyOf = ({ path, message }: Note): string => JSON.stringify([path, message]);
  const known = new Set(before.map(keyOf));
  return after.filter((note) => !known.has(keyOf(note)));
}

/** Whether the override itself says something at the path or right around it. */
export function isSaid(tree: Tree, path: Path): boolean {
  let value: unknown = toValue(tree);
  for (const segment of path.slice(0, -1)) {
    if (!isPlainObject(value) && !Array.isArray(value)) return false;
    value = (value as Record<string | number, unknown>)[segment];
  }
  return value !== undefined && path.length > 1;
}
