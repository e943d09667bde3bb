/** Compiles every expression, template and pattern of a document and checks that it sees only what its field lets it see. */
import type { z } from 'zod';
import { compileExpression } from '../../expression/expression.ts';
import { lintRegex } from '../../expression/regex-lint.ts';
import { compileTemplate, compileTemplateTree } from '../../expression/template.ts';
import { functionNamesOf, rootNamesOf } from '../../expression/walk.ts';
import { SluiceError, type Place } from '../../terms/index.ts';
import { scopes, type ScopeName } from '../field.ts';
import { error, formatPath, type Path } from '../finding.ts';
import { noteAt, type Note } from '../note.ts';
import { hintFor } from '../suggest.ts';
import { toValue, type ScalarTree, type Tree } from '../tree.ts';
import { walkDeclared } from '../walk.ts';

interface ExpressionInput {
  readonly schema: z.ZodType;
  readonly tree: Tree;
  readonly file: string;
}

export function lintExpressions({ schema, tree, file }: ExpressionInput): readonly Note[] {
  const notes: Note[] = [];
  walkDeclared(schema, tree, ({ path, declaration: { meta }, tree: written }) => {
    const placeOf = (inner: Path): Place => ({ level: 'base', source: file, field: formatPath(inner) });
    if (meta.kind === 'template') {
      notes.push(...lintTemplate(written, path, placeOf));
      return 'stop';
    }
    if (!isText(written)) return 'inside';
    const compile = () => compileExpression(written.value, placeOf(path));
    if (meta.kind === 'expression') notes.push(...lintExpression(written, { path, sees: meta.sees, compile }));
    else if (meta.kind === 'regex') notes.push(...lintPattern(written.value, path));
    else if (meta.kind !== 'path_or_expression') return 'inside';
    else if (!isPlainPath(written.value)) notes.push(...caught(written, path, compile));
    return 'stop';
  });
  return notes;
}

type TextTree = ScalarTree & { readonly value: string };

function isText(tree: Tree): tree is TextTree {
  return tree.kind === 'scalar' && typeof tree.value === 'string';
}

/** Every text by itself, for its own place; then the whole, for what holds between them. */
function lintTemplate(written: Tree, path: Path, placeOf: (path: Path) => Place): readonly Note[] {
  const inside = lintTexts(written, path, placeOf);
  return inside.length > 0 ? inside : caught(written, path, () => compileTemplateTree(toValue(written), placeOf(path)));
}

function lintTexts(written: Tree, path: Path, placeOf: (path: Path) => Place): readonly Note[] {
  if (written.kind === 'list')
    return written.items.flatMap((item, index) => lintTexts(item, [...path, index], placeOf));
  if (written.kind === 'map')
    return [...written.entries].flatMap(([key, { value }]) => lintTexts(value, [...path, key], placeOf));
  if (!isText(written)) return [];
  const broken = brokenPlaceholder(written.value);
  if (broken === null) return caught(written, path, () => compileTemplate(written.value, placeOf(path)));
  return [
    noteAt(
      path,
      error(
        `${JSON.stringify(broken)} is no placeholder`,
        'a placeholder is {{path}}, {{a|b:int}} or {{a?:default}}; JSONata is for mappings',
      ),
    ),
  ];
}

/** Templates take what is no placeholder as plain text; braces that were meant as one would then be sent as they are. */
function brokenPlaceholder(text: string): string | null {
  const rest = text.replace(/\{\{[\w\s$./|:?@[\]"'-]+\}\}/g, '');
  const start = rest.indexOf('{{');
  return start === -1 ? null : rest.slice(start, start + 40);
}

/** A path that is taken without JSONata; `response/` draws the line at the same place. */
function isPlainPath(text: string): boolean {
  return /^[A-Za-z_@][\w@-]*(?:\.(?:[A-Za-z_@][\w@-]*|\d+)|\[(?:\d+|"[^"]*"|'[^']*')\])*$/.test(text.trim());
}

interface ExpressionPlace {
  readonly path: Path;
  readonly sees: ScopeName | undefined;
  readonly compile: () => unknown;
}

function lintExpression(written: TextTree, { path, sees, compile }: ExpressionPlace): readonly Note[] {
  const faults = caught(written, path, compile);
  if (faults.length > 0) return faults;
  const { value: text } = written;
  const visible: readonly string[] = sees === undefined ? [] : scopes[sees];
  const names = sees === undefined ? [] : rootNamesOf(text).filter(({ name }) => !visible.includes(name));
  return [
    ...names.map(({ name, line, column }) => {
      const where = `line ${line}, column ${column} of the expression`;
      const message = `reads "${name}" (${where}), which is not there; it sees ${visible.join(', ')}`;
      return below(written, line, noteAt(path, error(message, nearest(name, visible))));
    }),
    ...functionNamesOf(text).map(({ name, line, column }) => {
      const where = `line ${line}, column ${column} of the expression`;
      const message = `calls $${name} (${where}), which is neither defined in it nor a known function`;
      return below(written, line, noteAt(path, error(message, 'docs/reference/functions.md lists the functions')));
    }),
  ];
}

/** In a `|` block the lines of the text are lines of the file; elsewhere they are not. */
function below(written: Tree, line: number, note: Note): Note {
  return written.kind === 'scalar' && written.isLiteral ? { ...note, line } : note;
}

function nearest(name: string, visible: readonly string[]): string | null {
  const hint = hintFor(name, visible);
  return hint?.startsWith('did') === true ? hint : null;
}

function lintPattern(text: string, path: Path): readonly Note[] {
  try {
    const fault = lintRegex(new RegExp(text).source);
    return fault === null ? [] : [noteAt(path, error(`the pattern ${fault}`))];
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault;
    return [noteAt(path, error(`is no regular expression: ${fault.message}`))];
  }
}

/** What compiling says against a text; anything but our own error is a bug and goes on. */
function caught(written: Tree, path: Path, compile: () => unknown): readonly Note[] {
  try {
    compile();
    return [];
  } catch (fault) {
    if (!(fault instanceof SluiceError)) throw fault;
    const { line, column } = (fault.details ?? {}) as { line?: number; column?: number };
    // The finding names the place itself; the error's own "(field of source, ...)" would say it twice.
    const reason = fault.message.replace(/ \([^()]* level(?:, line \d+ column \d+)?\)$/, '');
    if (typeof line !== 'number') return [noteAt(path, error(reason))];
    return [below(written, line, noteAt(path, error(`${reason} (line ${line}, column ${column} of the expression)`)))];
  }
}
