/** The parsed expression as this room sees it: one loose node type, and the order its parts are visited in. Never evaluates. */

export interface TreeNode {
  type: string;
  value?: unknown;
  /** Offset just behind the node's own token. */
  position?: number;
  steps?: TreeNode[];
  stages?: TreeNode[];
  predicate?: TreeNode[];
  group?: { lhs: [TreeNode, TreeNode][]; position?: number };
  /** Pairs of an object constructor, else the left operand. */
  lhs?: TreeNode | [TreeNode, TreeNode][];
  rhs?: TreeNode;
  expression?: TreeNode;
  /** A filter or index stage holds its expression here. */
  expr?: TreeNode;
  expressions?: TreeNode[];
  arguments?: TreeNode[];
  procedure?: TreeNode;
  body?: TreeNode;
  condition?: TreeNode;
  then?: TreeNode;
  else?: TreeNode;
  pattern?: TreeNode;
  update?: TreeNode;
  delete?: TreeNode;
  terms?: { descending: boolean; expression: TreeNode }[];
  thunk?: boolean;
  keepArray?: boolean;
  keepSingletonArray?: boolean;
  tuple?: boolean;
  focus?: string;
  index?: string;
  slot?: { level: number };
}

const single = [
  'expression',
  'expr',
  'procedure',
  'body',
  'condition',
  'then',
  'else',
  'pattern',
  'update',
  'delete',
  'rhs',
] as const;
const several = ['steps', 'stages', 'predicate', 'expressions', 'arguments'] as const;

export function childrenOf(node: TreeNode): TreeNode[] {
  const children: TreeNode[] = [];
  for (const key of several) {
    const list = node[key];
    if (list !== undefined) children.push(...list);
  }
  if (Array.isArray(node.lhs)) children.push(...node.lhs.flat());
  else if (node.lhs !== undefined) children.push(node.lhs);
  if (node.group !== undefined) children.push(...node.group.lhs.flat());
  if (node.terms !== undefined) children.push(...node.terms.map((term) => term.expression));
  for (const key of single) {
    const child = node[key];
    if (child !== undefined) children.push(child);
  }
  return children;
}

/** Visits children before parents. Returns false as soon as the tree is deeper than `maxDepth`. */
export function visitTree(node: TreeNode, maxDepth: number, visit: (node: TreeNode) => void): boolean {
  if (maxDepth === 0) return false;
  for (const child of childrenOf(node)) if (!visitTree(child, maxDepth - 1, visit)) return false;
  visit(node);
  return true;
}

/** Pairs of an object constructor; empty for any other node. */
export const pairsOf = (node: TreeNode): readonly [TreeNode, TreeNode][] => (Array.isArray(node.lhs) ? node.lhs : []);

/** The left operand of a binary node, bind or application. */
export const leftOf = (node: TreeNode): TreeNode => node.lhs as TreeNode;

/** The name when the path is nothing but one field name, as in a method call or a forgotten `$`. */
export function plainNameOf(node: TreeNode | undefined): string | null {
  if (node?.type !== 'path' || node.steps?.length !== 1) return null;
  const step = node.steps[0]!;
  const isBare = step.type === 'name' && step.stages === undefined && node.group === undefined;
  return isBare ? String(step.value) : null;
}
