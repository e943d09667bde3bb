/** What one evaluation may use. Numbers only; who counts is `evaluation.ts`, `plain-result.ts` and the text checks. */

export const limits = {
  /** Characters of one expression. */
  textLength: 64 * 1024,
  /** Open brackets at once in the text: more would exhaust the parser's stack. */
  nesting: 200,
  /** Levels of the parsed tree: long operator chains nest without brackets. */
  treeDepth: 1_000,
  /** Visits of a tree node. A mapping of 60 fields takes about 500 for a record. */
  steps: 2_000_000,
  timeMs: 2_000,
  /** Evaluations begun and not ended: recursion, or values worked on side by side. */
  depth: 20_000,
  /** Array elements made on the way. */
  cells: 5_000_000,
  /** Characters of one string made on the way, and of all of them. */
  stringLength: 8 * 1024 * 1024,
  characters: 64 * 1024 * 1024,
  /** Characters a regular expression is run over. */
  regexSubject: 1024 * 1024,
  /** Values in the result, its text, and how deep they nest. */
  outputNodes: 1_000_000,
  outputCharacters: 32 * 1024 * 1024,
  outputDepth: 500,
} as const;

export type LimitName = keyof typeof limits;

/** Thrown inside an evaluation; becomes `expression.over_budget` with place and text at the room's door. */
export class OverBudget {
  readonly limit: LimitName;
  constructor(limit: LimitName) {
    this.limit = limit;
  }
}

/** How each limit is told to the author of the expression. */
export const limitNames: Readonly<Record<LimitName, string>> = {
  textLength: 'the text is too long',
  nesting: 'brackets nest too deeply',
  treeDepth: 'operators nest too deeply',
  steps: 'too many steps',
  timeMs: 'too much time',
  depth: 'too deep a recursion',
  cells: 'too many array elements',
  stringLength: 'too long a string',
  characters: 'too much text',
  regexSubject: 'too long a text for a regular expression',
  outputNodes: 'too large a result',
  outputCharacters: 'too large a result',
  outputDepth: 'too deep a result',
};
