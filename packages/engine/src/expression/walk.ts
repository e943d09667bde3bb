/**
 * What an expression reads, writes and names, read off its text without evaluating it: for the linter, for filters and for explain.
 * All four throw what the parser throws; callers compile the text first.
 */
import { signatureOf } from './known-functions.ts';
import { parseTree } from './reference-natives.ts';
import { visitTree, type TreeNode } from './syntax-tree.ts';
import { positionAt, startOfToken } from './text-position.ts';
import { spotsWithin, type Flow } from './walk-flow.ts';
import { Walker } from './walker.ts';

export interface InputRead {
  /** `['query', 'updated_at', 'gt']`; a value taken whole ends at it: `['query']`. */
  readonly path: readonly string[];
  /** More below the path may be read than the text shows. */
  readonly isUnsure: boolean;
}

export interface OutputField {
  /** Dotted: `name.first`. */
  readonly key: string;
  /** Dotted paths of the input it comes from or is decided by. */
  readonly reads: readonly string[];
  readonly isUnsure: boolean;
}

export interface NamedAt {
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

export function readsOf(text: string): readonly InputRead[] {
  const walker = new Walker();
  walker.walk(parseTree(text));
  return [...walker.reads.values()].map(({ path, isUnsure }) => ({ path, isUnsure }));
}

/** Keys of the object the expression returns, innermost keys only; empty where it builds none. */
export function writesOf(text: string): readonly OutputField[] {
  const written = new Map<string, { reads: Set<string>; isUnsure: boolean }>();
  const result = new Walker().walk(parseTree(text));
  collect(result, { prefix: '', isUnsure: false }, written);
  return [...written].map(([key, { reads, isUnsure }]) => ({ key, reads: [...reads].sort(), isUnsure }));
}

function collect(
  flow: Flow,
  at: { prefix: string; isUnsure: boolean },
  written: Map<string, { reads: Set<string>; isUnsure: boolean }>,
): void {
  // Beside the built object a whole object of the input may come back, with the same keys or others.
  const isUnsure = at.isUnsure || flow.isUnsure || flow.spots.length > 0;
  for (const [name, inner] of flow.fields ?? []) {
    const key = at.prefix === '' ? name : `${at.prefix}.${name}`;
    if (inner.fields !== null && inner.fields.size > 0) collect(inner, { prefix: key, isUnsure }, written);
    if (inner.fields !== null && inner.fields.size > 0 && inner.spots.length === 0) continue;
    const known = written.get(key) ?? { reads: new Set<string>(), isUnsure: false };
    const spots = spotsWithin(inner.fields === null ? inner : { ...inner, fields: null });
    for (const { path } of spots) known.reads.add(path.join('.'));
    known.isUnsure ||= isUnsure || inner.isUnsure || spots.some((spot) => spot.isUnsure);
    written.set(key, known);
  }
}

/** Names read at the root of the input, every use; never those of an inner context. */
export function rootNamesOf(text: string): readonly NamedAt[] {
  const walker = new Walker();
  walker.walk(parseTree(text));
  return [...walker.rootNames.values()].map(({ name, end }) => namedAt(text, name, end));
}

/** `$functions` that are called but neither defined in the text nor known. */
export function functionNamesOf(text: string): readonly NamedAt[] {
  const tree = parseTree(text);
  const defined = new Set<string>();
  const called = new Map<number, string>();
  const note = (node: TreeNode | undefined): void => {
    if (node?.type === 'variable' && node.value !== '') called.set(node.position ?? 0, String(node.value));
  };
  visitTree(tree, Infinity, (node) => {
    if (node.type === 'bind') defined.add(String((node.lhs as TreeNode).value));
    if (node.type === 'lambda') for (const parameter of node.arguments ?? []) defined.add(String(parameter.value));
    if (node.focus !== undefined) defined.add(node.focus);
    if (node.type === 'function' || node.type === 'partial') note(node.procedure);
    if (node.type === 'apply') note(node.rhs);
  });
  const unknown = [...called].filter(([, name]) => !defined.has(name) && signatureOf(name) === null);
  return unknown.map(([end, name]) => namedAt(text, name, end));
}

const namedAt = (text: string, name: string, end: number): NamedAt => ({
  name,
  ...positionAt(text, startOfToken(text, end, name)),
});
