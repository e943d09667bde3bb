/** What functions hand on, for the walk: which arguments come back as they are, and what their callbacks are given. */
import { belowOf, computedFrom, fieldOf, nothing, spotsWithin, union, type Flow } from './walk-flow.ts';
import type { TreeNode } from './syntax-tree.ts';

/** What a handler may ask of the walk. */
export interface CallSite {
  readonly args: readonly Flow[];
  /** The arguments as written, without a context that stands in for the first. */
  readonly nodes: readonly TreeNode[];
  /** Result of a callback; `nothing` where the argument is not a function of the expression. */
  apply(callback: Flow | undefined, args: readonly Flow[]): Flow;
  /** Marks everything in the value as read. */
  consume(flow: Flow): void;
}

type Handler = (site: CallSite) => Flow;

const first = (site: CallSite): Flow => site.args[0] ?? nothing;
const literalOf = (node: TreeNode | undefined): string | null => (node?.type === 'string' ? String(node.value) : null);

/** The first argument comes back, whole or in part; callbacks see its items. */
const passes: Handler = (site) => {
  const whole = first(site);
  for (const arg of site.args.slice(1)) {
    if (arg.lambda === null) site.consume(arg);
    else site.consume(site.apply(arg, [whole, nothing, whole]));
  }
  return whole;
};

const maps: Handler = (site) => {
  const whole = first(site);
  const callback = site.args[1];
  if (callback?.lambda) return site.apply(callback, [whole, nothing, whole]);
  site.consume(whole);
  return computedFrom(spotsWithin(whole));
};

/** Callbacks see any value of the object, and its key. */
const entries = (site: CallSite): Flow => {
  const whole = first(site);
  return site.apply(site.args[1], [belowOf(whole), computedFrom(spotsWithin(whole)), whole]);
};

const reduces: Handler = (site) => {
  const [list = nothing, callback, init = nothing] = site.args;
  const once = site.apply(callback, [union(list, init), list, nothing, list]);
  return union(once, init, callback?.lambda ? nothing : list);
};

const together: Handler = (site) => union(nothing, ...site.args);

const inside: Handler = (site) => {
  const whole = first(site);
  for (const arg of site.args.slice(1))
    site.consume(arg.lambda === null ? arg : site.apply(arg, [whole, nothing, whole]));
  return belowOf(whole);
};

const picks: Handler = (site) => {
  const names = site.nodes.slice(1).flatMap((node) => (node.type === 'unary' ? (node.expressions ?? []) : [node]));
  const keys = names.map(literalOf);
  if (keys.includes(null)) return passes(site);
  return { ...nothing, fields: new Map(keys.map((key) => [key!, fieldOf(first(site), key!)])) };
};

const looksUp: Handler = (site) => {
  const key = literalOf(site.nodes[site.nodes.length - 1]);
  if (key !== null) return fieldOf(first(site), key);
  site.consume(site.args[1] ?? nothing);
  return belowOf(first(site));
};

const handlers: Readonly<Record<string, Handler>> = {
  map: maps,
  each: entries,
  sift: (site) => {
    site.consume(entries(site));
    return first(site);
  },
  reduce: reduces,
  merge: together,
  append: together,
  zip: together,
  firstNonEmpty: together,
  lookup: looksUp,
  pick: picks,
  values: inside,
  groupBy: inside,
  keyBy: inside,
  spread: inside,
  ...Object.fromEntries(
    [
      'filter',
      'single',
      'sort',
      'reverse',
      'distinct',
      'shuffle',
      'clone',
      'find',
      'lofilter',
      'orderBy',
      'compact',
      'omit',
      'chunk',
    ].map((name) => [name, passes]),
  ),
  ...Object.fromEntries(
    ['difference', 'flatten', 'flattenDeep', 'flattenDepth', 'removeEmpty', 'removeEmptyItems', 'sortNodes'].map(
      (name) => [name, passes],
    ),
  ),
};

/** Any other function reads all it is given and makes something new of it. */
const computes: Handler = (site) => {
  const subject = site.args.find((arg) => arg.lambda === null) ?? nothing;
  const read = site.args.map((arg) => (arg.lambda === null ? arg : site.apply(arg, [subject, nothing, subject])));
  for (const flow of read) site.consume(flow);
  return computedFrom(read.flatMap((flow) => spotsWithin(flow)));
};

export const flowOfCall = (name: string | null, site: CallSite): Flow =>
  (name !== null && Object.hasOwn(handlers, name) ? handlers[name]! : computes)(site);
