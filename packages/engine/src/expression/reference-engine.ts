/**
 * The engine behind expressions: the reference `jsonata` package, bounded. A compiled engine drops in by offering the same
 * `compileText`. Knows nothing of places and error codes of the house.
 */
import jsonata from 'jsonata';
import type { Run } from '../terms/index.ts';
import { extensionDefinitions } from './extension-definitions.ts';
import { limits, OverBudget } from './limits.ts';
import { plainResult } from './plain-result.ts';
import { protectInput } from './protect-input.ts';
import { builtins } from './reference-builtins.ts';
import { enterFrame, FRAME_HOOK, openEvaluation } from './reference-frame.ts';
import { rewriteTree, type TreeFacts } from './reference-rewrite.ts';
import { compileSimple, NOT_SIMPLE } from './simple-expression.ts';
import type { TreeNode } from './syntax-tree.ts';

export interface CompiledText {
  readonly regexes: TreeFacts['regexes'];
  /** Rejects with OverBudget, or with what the engine throws: `code`, `position`, `token`. */
  evaluate(input: Readonly<Record<string, unknown>>, run: Run): unknown | Promise<unknown>;
}

const options = { timeout: limits.timeMs };

/** Throws OverBudget, a SyntaxError or RangeError, or the parser's `code`, `position`, `token`. */
export function compileText(text: string): CompiledText {
  const compiled = jsonata(text, options);
  const tree = compiled.ast() as unknown as TreeNode;
  const simple = compileSimple(tree);
  const facts = rewriteTree(tree, limits.treeDepth);
  if (facts === null) throw new OverBudget('treeDepth');
  const names = rootNamesRead(tree, facts);
  const assign = compiled.assign as (name: string | symbol, value: unknown) => void;
  assign(FRAME_HOOK, enterFrame);
  for (const name of facts.variables) {
    if (builtins.has(name)) assign(name, builtins.get(name));
    else if (extensionDefinitions.has(name)) assign(name, extensionDefinitions.get(name));
  }
  const { mayWriteInput } = facts;
  return {
    regexes: facts.regexes,
    evaluate(input, run) {
      if (simple !== null) {
        const value = simple(input);
        if (value !== NOT_SIMPLE) return value;
      }
      const guarded = mayWriteInput === 'no' ? input : protectInput(input, mayWriteInput, names);
      const evaluation = openEvaluation(run);
      return compiled.evaluate(guarded).then(plainResult, (error: unknown) => {
        evaluation.stop();
        throw error;
      });
    },
  };
}

/** The one name of the input that can be reached when the expression is a plain path or a constructor below a name; null when it may be any. */
function rootNamesRead(tree: TreeNode, facts: TreeFacts): readonly string[] | null {
  const first = tree.type === 'path' ? tree.steps?.[0] : undefined;
  const canLeave = facts.variables.has('$') || facts.usesParent;
  return first?.type === 'name' && !canLeave ? [String(first.value)] : null;
}
