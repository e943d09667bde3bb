/** Follows a parsed expression without evaluating it, and notes what it reads of its input and which names it uses at the root. */
import { takesContext } from './signature.ts';
import { signatureOf } from './known-functions.ts';
import { leftOf, pairsOf, plainNameOf, type TreeNode } from './syntax-tree.ts';
import {
  belowOf,
  computedFrom,
  decidedBy,
  fieldOf,
  isRoot,
  nothing,
  parentOf,
  rootFlow,
  spotsWithin,
  union,
  VariableScope,
  type Flow,
  type Lambda,
  type Spot,
} from './walk-flow.ts';
import { flowOfCall } from './walk-functions.ts';

/** Calls inside calls that are followed before a function is taken as it comes. */
const MAX_CALLS = 12;
const MAX_VISITS = 50_000;

export interface RootName {
  readonly name: string;
  /** Offset behind the name. */
  readonly end: number;
}

export class Walker {
  readonly reads = new Map<string, Spot>();
  readonly rootNames = new Map<number, RootName>();
  private readonly waiting = new Map<TreeNode, Lambda>();
  private readonly entered = new Set<TreeNode>();
  private calls = 0;
  private visits = 0;

  /** The flow of the whole expression; everything it returns counts as read. */
  walk(tree: TreeNode): Flow {
    const result = this.evaluate(tree, rootFlow, new VariableScope(null));
    this.consume(result);
    // Functions nobody called still name things.
    for (const [node, lambda] of this.waiting) if (!this.entered.has(node)) this.consume(this.apply(lambda, []));
    return result;
  }

  private consume(flow: Flow): readonly Spot[] {
    const spots = spotsWithin(flow);
    for (const spot of spots) {
      const key = spot.path.join('\u0000');
      const known = this.reads.get(key);
      if (known === undefined || (spot.isUnsure && !known.isUnsure)) this.reads.set(key, spot);
    }
    return spots;
  }

  private evaluate(node: TreeNode, context: Flow, scope: VariableScope): Flow {
    this.visits += 1;
    if (this.visits > MAX_VISITS) return { ...computedFrom(this.consume(context)), isUnsure: true };
    let flow = this.evaluateBare(node, context, scope);
    for (const stage of node.predicate ?? []) this.filter(stage, flow, scope);
    if (node.group !== undefined) flow = this.build(node.group.lhs, flow, scope);
    return flow;
  }

  private evaluateBare(node: TreeNode, context: Flow, scope: VariableScope): Flow {
    switch (node.type) {
      case 'path':
        return this.path(node, context, scope);
      case 'name':
        return this.name(node, context);
      case 'variable':
        return this.variable(String(node.value), context, scope);
      case 'wildcard':
        return belowOf(context);
      case 'descendant':
        return {
          ...belowOf(context),
          spots: context.spots.map((spot) => ({ ...spot, isBelow: true, isUnsure: true })),
        };
      case 'parent':
        return parentOf(context);
      case 'unary':
        return this.unary(node, context, scope);
      case 'binary':
        return computedFrom(
          [leftOf(node), node.rhs!].flatMap((side) => this.consume(this.evaluate(side, context, scope))),
        );
      case 'condition': {
        const decided = this.consume(this.evaluate(node.condition!, context, scope));
        const branches = [node.then, node.else].filter((branch) => branch !== undefined);
        return decidedBy(union(...branches.map((branch) => this.evaluate(branch, context, scope))), decided);
      }
      case 'block': {
        const inner = new VariableScope(scope);
        return (node.expressions ?? []).reduce((_, part) => this.evaluate(part, context, inner), nothing);
      }
      case 'bind': {
        const flow = this.evaluate(node.rhs!, context, scope);
        scope.set(String(leftOf(node).value), flow);
        return flow;
      }
      case 'lambda':
        return this.lambda(node, context, scope);
      case 'function':
        return this.call(node, { context, scope, leading: null });
      case 'apply':
        return this.chain(node, context, scope);
      case 'partial':
        return computedFrom(this.argumentsOf(node, context, scope).flatMap((flow) => this.consume(flow)));
      case 'transform':
        return { ...nothing, lambda: { node, context, scope } };
      default:
        return nothing;
    }
  }

  private path(node: TreeNode, start: Flow, outer: VariableScope): Flow {
    const scope = new VariableScope(outer);
    let current = start;
    for (const step of node.steps ?? []) {
      const before = current;
      if (step.type === 'sort')
        for (const term of step.terms ?? []) this.consume(this.evaluate(term.expression, current, scope));
      else current = this.evaluate(step, current, scope);
      for (const stage of step.stages ?? []) {
        if (stage.type === 'index') scope.set(String(stage.value), nothing);
        else this.filter(stage, current, scope);
      }
      if (step.index !== undefined) scope.set(step.index, nothing);
      if (step.focus !== undefined) {
        scope.set(step.focus, current);
        current = before;
      }
    }
    return current;
  }

  private name(node: TreeNode, context: Flow): Flow {
    const name = String(node.value);
    if (isRoot(context) && node.position !== undefined) this.rootNames.set(node.position, { name, end: node.position });
    return fieldOf(context, name);
  }

  private variable(name: string, context: Flow, scope: VariableScope): Flow {
    if (name === '') return context;
    return name === '$' ? rootFlow : (scope.get(name) ?? nothing);
  }

  private filter(stage: TreeNode, items: Flow, scope: VariableScope): void {
    if (stage.expr !== undefined) this.consume(this.evaluate(stage.expr, items, scope));
  }

  private unary(node: TreeNode, context: Flow, scope: VariableScope): Flow {
    if (node.value === '{') return this.build(pairsOf(node), context, scope);
    if (node.value === '[')
      return union(nothing, ...(node.expressions ?? []).map((item) => this.evaluate(item, context, scope)));
    return computedFrom(this.consume(this.evaluate(node.expression!, context, scope)));
  }

  private build(pairs: readonly [TreeNode, TreeNode][], context: Flow, scope: VariableScope): Flow {
    const fields = new Map<string, Flow>();
    const sources: Spot[] = [];
    let isUnsure = false;
    for (const [key, value] of pairs) {
      const flow = this.evaluate(value, context, scope);
      if (key.type === 'string') fields.set(String(key.value), flow);
      else {
        isUnsure = true;
        sources.push(...this.consume(this.evaluate(key, context, scope)), ...this.consume(flow));
      }
    }
    return { ...nothing, fields, sources, isUnsure };
  }

  private lambda(node: TreeNode, context: Flow, scope: VariableScope): Flow {
    if (node.thunk === true) return this.evaluate(node.body!, context, scope);
    const lambda: Lambda = { node, context, scope };
    this.waiting.set(node, lambda);
    return { ...nothing, lambda };
  }

  private apply(lambda: Lambda, args: readonly Flow[]): Flow {
    const { node } = lambda;
    this.entered.add(node);
    if (node.type === 'transform') return this.transform(lambda, args[0] ?? nothing);
    if (this.calls >= MAX_CALLS) return { ...computedFrom(args.flatMap((arg) => this.consume(arg))), isUnsure: true };
    this.calls += 1;
    const scope = new VariableScope(lambda.scope);
    (node.arguments ?? []).forEach((parameter, index) => scope.set(String(parameter.value), args[index] ?? nothing));
    const result = this.evaluate(node.body!, lambda.context, scope);
    this.calls -= 1;
    return result;
  }

  private transform({ node, scope }: Lambda, target: Flow): Flow {
    const matched = this.evaluate(node.pattern!, target, scope);
    this.consume(this.evaluate(node.update!, matched, scope));
    if (node.delete !== undefined) this.consume(this.evaluate(node.delete, matched, scope));
    return { ...target, isUnsure: true };
  }

  private chain(node: TreeNode, context: Flow, scope: VariableScope): Flow {
    const leading = this.evaluate(leftOf(node), context, scope);
    const target = node.rhs!;
    if (target.type === 'function') return this.call(target, { context, scope, leading });
    if (target.type === 'variable')
      return this.callNamed(String(target.value), { args: [leading], nodes: [leftOf(node)], scope });
    const { lambda } = this.evaluate(target, context, scope);
    return lambda === null ? computedFrom(this.consume(leading)) : this.apply(lambda, [leading]);
  }

  private argumentsOf(node: TreeNode, context: Flow, scope: VariableScope): Flow[] {
    return (node.arguments ?? []).map((argument) =>
      argument.type === 'operator' ? nothing : this.evaluate(argument, context, scope),
    );
  }

  private call(node: TreeNode, at: { context: Flow; scope: VariableScope; leading: Flow | null }): Flow {
    const { context, scope, leading } = at;
    const written = this.argumentsOf(node, context, scope);
    const args = leading === null ? written : [leading, ...written];
    const nodes = leading === null ? node.arguments! : [{ type: 'value' }, ...node.arguments!];
    const procedure = node.procedure!;
    if (procedure.type === 'variable') return this.callNamed(String(procedure.value), { args, nodes, scope, context });
    // A method of a host object: all that is known is what it was called on.
    if (plainNameOf(procedure) !== null) return computedFrom([context, ...args].flatMap((flow) => this.consume(flow)));
    const { lambda } = this.evaluate(procedure, context, scope);
    return lambda === null ? computedFrom(args.flatMap((arg) => this.consume(arg))) : this.apply(lambda, args);
  }

  private callNamed(
    name: string,
    at: { args: readonly Flow[]; nodes: readonly TreeNode[]; scope: VariableScope; context?: Flow },
  ): Flow {
    const own = at.scope.get(name);
    if (own !== null)
      return own.lambda === null
        ? computedFrom(at.args.flatMap((arg) => this.consume(arg)))
        : this.apply(own.lambda, at.args);
    const signature = signatureOf(name);
    const isContextual = at.context !== undefined && signature !== null && takesContext(signature, at.nodes);
    return flowOfCall(name, {
      args: isContextual ? [at.context!, ...at.args] : at.args,
      nodes: isContextual ? [{ type: 'variable', value: '' }, ...at.nodes] : at.nodes,
      apply: (callback, args) => (callback?.lambda ? this.apply(callback.lambda, args) : nothing),
      consume: (flow) => void this.consume(flow),
    });
  }
}
