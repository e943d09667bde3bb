/**
 * Text or JSON -> canonical document: syntax, aliases, then the declared types. What a document means together with others
 * is the linter's business. Never throws for a bad document: everything wrong is a finding.
 */
import type { z } from 'zod';
import { applyAliases } from './aliases/apply.ts';
import { documents, type DocumentKind, type DocumentOf } from './documents.ts';
import { hasErrors, type Finding, type Path } from './finding.ts';
import { notesOf } from './issues.ts';
import { placeNotes } from './note.ts';
import { readText } from './text.ts';
import { toValue, type Tree } from './tree.ts';

export interface ParseInput {
  /** Name for findings: a path, or something like `account override`. */
  readonly file: string;
}

export interface ParsedDocument<Kind extends DocumentKind> {
  /** Canonical form; null when there is an error among the findings. */
  readonly document: DocumentOf<Kind> | null;
  readonly findings: readonly Finding[];
  /** The canonical tree with positions, for the linter; null when the text cannot be read. */
  readonly tree: Tree | null;
}

/** `text` is YAML or JSON. */
export function parseDocument<Kind extends DocumentKind>(
  kind: Kind,
  text: string,
  { file }: ParseInput,
): ParsedDocument<Kind> {
  const read = readText(text, file);
  if (read.tree === null) return { document: null, findings: read.findings, tree: null };
  const parsed = parseTree(documents[kind], read.tree, file);
  const findings = [...read.findings, ...parsed.findings].sort((a, b) => a.line - b.line || a.column - b.column);
  return { document: hasErrors(findings) ? null : (parsed.value as DocumentOf<Kind>), findings, tree: parsed.tree };
}

/** For documents that arrive as JSON: lines and columns are those of the same value printed with two spaces. */
export function parseValue<Kind extends DocumentKind>(
  kind: Kind,
  value: unknown,
  input: ParseInput,
): ParsedDocument<Kind> {
  return parseDocument(kind, JSON.stringify(value, null, 2) ?? '', input);
}

interface ParsedTree {
  readonly value: unknown;
  readonly tree: Tree;
  readonly findings: readonly Finding[];
}

function parseTree(schema: z.ZodType, written: Tree, file: string): ParsedTree {
  const { tree, findings: aliased } = applyAliases(schema, written, { file, isPartial: false });
  const result = schema.safeParse(toValue(tree));
  if (result.success) return { value: result.data, tree, findings: aliased };
  const issues = withoutExplained(result.error.issues, aliased);
  return {
    value: null,
    tree,
    findings: [...aliased, ...placeNotes(notesOf(issues, { schema, tree }), { tree, file })],
  };
}

/** A place the alias stage has already refused is not complained about twice. */
function withoutExplained(
  issues: readonly z.core.$ZodIssue[],
  explained: readonly Finding[],
): readonly z.core.$ZodIssue[] {
  const refused = explained.filter(({ severity, path }) => severity === 'error' && path !== '').map(({ path }) => path);
  return issues.filter(({ path }) => !refused.some((prefix) => startsWith(path as Path, prefix)));
}

function startsWith(path: Path, prefix: string): boolean {
  const text = path.join('.');
  return text === prefix || text.startsWith(`${prefix}.`);
}
