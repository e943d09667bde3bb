/** What zod found -> notes: the value found, the values allowed, the nearest right word. */
import type { z } from 'zod';
import { declarationAt, declarationOf, declaredKeys, inside, optionFor } from './declaration.ts';
import { error, type Path, type Remark } from './finding.ts';
import { noteAt, type Note } from './note.ts';
import { closest, hintFor } from './suggest.ts';
import { toValue, treeAt, type Tree } from './tree.ts';

type Issue = z.core.$ZodIssue;

export interface IssueInput {
  readonly schema: z.ZodType;
  readonly tree: Tree;
}

export function notesOf(issues: readonly Issue[], input: IssueInput): readonly Note[] {
  return issues.flatMap((issue) => readIssue(issue, [], input));
}

function readIssue(issue: Issue, base: Path, input: IssueInput): readonly Note[] {
  const path = [...base, ...(issue.path as Path)];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => noteAt([...path, key], unknownKey(key, path, input)));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return readUnion(issue.errors, path, input);
  if (issue.code === 'invalid_key') return [noteAt(path, unknownName(issue, path, input))];
  return [noteAt(path, remarkOf(issue, path, input))];
}

function unknownKey(key: string, path: Path, { schema, tree }: IssueInput): Remark {
  let current: readonly z.ZodType[] = [schema];
  for (const [index, segment] of path.entries())
    current = current.flatMap((inner) => inside(inner, treeAt(tree, path.slice(0, index)), segment));
  const keys = current.flatMap((inner) => declaredKeys(inner, treeAt(tree, path)));
  const names = new Set(keys.map(([name]) => name));
  const near = closest(key, [...names, ...keys.flatMap(([, inner]) => declarationOf(inner).meta.aliases ?? [])]);
  return error(`there is no key "${key}" here`, near === null ? hintFor(key, names) : `did you mean "${near}"?`);
}

/** Of the options of a union, the one the value was written for speaks; else all that would fit are named. */
function readUnion(options: readonly (readonly Issue[])[], path: Path, input: IssueInput): readonly Note[] {
  const { schema, tree } = input;
  const place = treeAt(tree, path);
  const declared = declarationAt(schema, tree, path);
  if (declared?.shape.kind === 'choice') {
    const chosen = optionFor(declared.shape, place);
    const index = chosen === null ? -1 : declared.shape.options.indexOf(chosen);
    const issues = options[index];
    if (issues !== undefined && issues.length > 0) return issues.flatMap((issue) => readIssue(issue, path, input));
    const kinds = declared.shape.options.map(wordOf);
    return [
      noteAt(path, error(`is ${show(place, declared.meta.secret)}; allowed: ${[...new Set(kinds)].join(' or ')}`)),
    ];
  }
  return [noteAt(path, error(`is ${show(place, false)}, which is not allowed here`))];
}

function unknownName(issue: Issue, path: Path, { schema, tree }: IssueInput): Remark {
  const name = String(path.at(-1));
  const holder = declarationAt(schema, tree, path.slice(0, -1));
  const keys = holder?.shape.kind === 'record' ? declarationOf(holder.shape.key).shape : null;
  const allowed = keys?.kind === 'values' ? keys.values.map(String) : [];
  return error(`"${name}" is not a name allowed here`, hintFor(name, allowed) ?? issue.message);
}

function remarkOf(issue: Issue, path: Path, { schema, tree }: IssueInput): Remark {
  const place = treeAt(tree, path);
  const isSecret = declarationAt(schema, tree, path)?.meta.secret;
  if (place === undefined) return missing(issue, path);
  const found = show(place, isSecret);
  switch (issue.code) {
    case 'invalid_value':
      return notAllowed(found, place, issue.values.map(String));
    case 'invalid_union':
      return notAllowed(found, place, 'options' in issue ? (issue.options as readonly unknown[]).map(String) : []);
    case 'invalid_type':
      return error(`is ${found}; allowed: ${wordForType(issue.expected)}`);
    case 'too_small':
      return error(
        `is ${found}; the least allowed is ${issue.minimum}${issue.inclusive === false ? ' (not itself)' : ''}`,
      );
    case 'too_big':
      return error(`is ${found}; the most allowed is ${issue.maximum}`);
    default:
      return error(`is ${found}: ${issue.message}`);
  }
}

function missing(issue: Issue, path: Path): Remark {
  const key = String(path.at(-1));
  if (issue.code === 'invalid_value')
    return error(`"${key}" is missing; allowed: ${issue.values.map(String).join(', ')}`);
  if (issue.code === 'invalid_union' && 'options' in issue)
    return error(`"${key}" is missing; allowed: ${(issue.options as readonly unknown[]).join(', ')}`);
  return error(`"${key}" is missing`, issue.code === 'invalid_type' ? `give it ${wordForType(issue.expected)}` : null);
}

function notAllowed(found: string, place: Tree, allowed: readonly string[]): Remark {
  const word = place.kind === 'scalar' && typeof place.value === 'string' ? place.value : null;
  const near = word === null ? null : hintFor(word, allowed);
  return error(`is ${found}; allowed: ${allowed.join(', ')}`, near?.startsWith('did') === true ? near : null);
}

/** Config values may be shown, shortened; secrets never. */
function show(place: Tree | undefined, isSecret: boolean | undefined): string {
  if (place === undefined) return 'missing';
  if (isSecret === true) return 'a value of another kind';
  if (place.kind === 'list') return 'a list';
  if (place.kind === 'map') return 'a map';
  const text = JSON.stringify(toValue(place));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
  null: 'null',
};

function wordForType(type: string): string {
  return typeWords[type] ?? type;
}

function wordOf(schema: z.ZodType): string {
  const { shape } = declarationOf(schema);
  if (shape.kind === 'values') return shape.values.map((value) => JSON.stringify(value)).join(', ');
  if (shape.kind === 'list') return 'a list';
  if (shape.kind === 'scalar') return wordForType(shape.type);
  return shape.kind === 'any' ? 'any value' : 'a map';
}
