/** The sentence that tells an author what went wrong, naming the part of the expression and the kind of value it met. Never the value. */
import { parseTree } from './reference-natives.ts';
import { shownToken } from './reference-rewrite.ts';
import { leftOf, visitTree, type TreeNode } from './syntax-tree.ts';
import type { Thrown } from './thrown.ts';

/** Sentences that need nothing but the function's or operator's name. */
const plainReasons: Readonly<Record<string, (token: string) => string>> = {
  D1001: () => 'A number is out of range',
  D1004: () => 'A regular expression matches the empty text, so it would match for ever',
  D1009: () => 'Two keys of an object come out the same',
  D1013: () => 'An object key starts with a reserved name',
  D3001: () => 'Infinity or NaN cannot be turned into text',
  D3010: () => '`$replace` cannot look for an empty text',
  D3050: () => '`$reduce` needs a function of at least two parameters',
  D3060: () => '`$sqrt` cannot take a negative number',
  D3061: () => 'The result of `$power` is out of range',
  D3070: () => '`$sort` needs a function here: only lists of only numbers or only strings sort by themselves',
  D3110: () => '`$toMillis` needs an ISO 8601 time; use `$dtFromFormat` for other spellings',
  D3138: () => '`$single` found more than one match',
  D3139: () => '`$single` found no match',
  T1003: () => 'A key of an object is not a string',
  T1005: (token) => `\`${token}\` is not a function. Did you mean \`$${token}\`?`,
  T1006: (token) => `\`${token}\` is not a function here`,
  T1007: (token) => `\`${token}\` is not a function. Did you mean \`$${token}\`?`,
  T1008: (token) => `\`${token}\` is not a function here`,
  T2003: () => 'The left side of `..` is not a whole number',
  T2004: () => 'The right side of `..` is not a whole number',
  T2006: () => 'The right side of `~>` is not a function',
  T2007: () => 'The values to sort by are of different kinds',
  T2008: () => 'The values to sort by are neither numbers nor strings',
  T2009: (token) => `The two sides of \`${token}\` are of different kinds`,
  T2010: (token) => `The sides of \`${token}\` are neither numbers nor strings`,
  T2011: () => 'The update of a transform is not an object',
  T2012: () => 'The deletions of a transform are not strings',
};

export function explainFailure(thrown: Thrown, text: string): string {
  const code = typeof thrown.code === 'string' ? thrown.code : '';
  const token = shownToken(thrown.token) ?? '';
  if (typeof thrown.reason === 'string') return `\`${token.startsWith('.') ? token : `$${token}`}\`: ${thrown.reason}`;
  const plain = plainReasons[code];
  if (plain !== undefined)
    return plain((code === 'T1006' || code === 'T1008') && !token.startsWith('.') ? `$${token}` : token);
  const node = nodeAt(text, thrown.position);
  if (code === 'D3137' || code === 'D3141') return raisedMessage(node, code);
  const kind = kindOf(thrown.value);
  if (code === 'T0410' || code === 'T0411' || code === 'T0412' || code === 'D3030') {
    const argument = argumentName(node, typeof thrown.index === 'number' ? thrown.index : 1);
    return `${argument} is ${kind} here, which \`$${token}\` cannot take`;
  }
  if (code === 'T2001' || code === 'T2002') {
    const side = code === 'T2001' ? 'left' : 'right';
    const operand = node === null ? undefined : code === 'T2001' ? leftOf(node.node) : node.node.rhs;
    return `${nameOf(operand) ?? `The ${side} side`} is ${kind} here, and \`${token}\` needs a number`;
  }
  if (code === 'D1002') return `${nameOf(node?.node.expression) ?? 'A value'} is ${kind} here, which cannot be negated`;
  return code === '' ? 'The expression cannot be evaluated on this input' : `The expression failed with ${code}`;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}

/** `$error` and `$assert` may put data into their message, so only a message written out in the expression is shown. */
function raisedMessage(found: Found | null, code: string): string {
  const argument = found?.node.arguments?.[code === 'D3137' ? 0 : 1];
  if (argument?.type === 'string') return String(argument.value);
  return code === 'D3137' ? 'The expression raised an error' : 'An assertion of the expression does not hold';
}

interface Found {
  readonly node: TreeNode;
  /** Path the node is a step of, where it is one. */
  readonly path: TreeNode | null;
}

/** The call or operator whose token ends at the reported position. */
function nodeAt(text: string, position: unknown): Found | null {
  let found: Found | null = null;
  const wanted = new Set(['function', 'partial', 'binary', 'unary']);
  visitTree(parseTree(text), Infinity, (node) => {
    if (wanted.has(node.type) && node.position === position) found = { node, path: null };
    const step =
      node.type === 'path'
        ? node.steps?.find(({ type, position: at }) => wanted.has(type) && at === position)
        : undefined;
    if (step !== undefined) found = { node: step, path: node };
  });
  return found;
}

/** `Phone` for the argument at `index` (from 1); the value a step is called on stands in for a missing first argument. */
function argumentName(found: Found | null, index: number): string {
  if (found === null) return `Argument ${index}`;
  const { node, path } = found;
  const written = node.arguments?.[index - 1];
  if (written !== undefined) return nameOf(written) ?? `Argument ${index}`;
  const before = path?.steps?.slice(0, path.steps.indexOf(node)) ?? [];
  return nameOf({ type: 'path', steps: before }) ?? 'The value it is called on';
}

/** The text of a plain path or variable, in backquotes; null for anything else. */
function nameOf(node: TreeNode | undefined): string | null {
  if (node?.type === 'variable') return `\`$${String(node.value)}\``;
  if (node?.type !== 'path' || node.steps === undefined || node.steps.length === 0) return null;
  const parts = node.steps.map((step) =>
    step.type === 'name' ? String(step.value) : step.type === 'variable' ? `$${String(step.value)}` : null,
  );
  return parts.includes(null) ? null : `\`${parts.join('.')}\``;
}
