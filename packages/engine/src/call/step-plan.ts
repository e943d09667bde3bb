/** Compiles `before` / `after` steps once; `steps.ts` runs them. */
import type { Step } from '../dsl/spec/steps.ts';
import { compileExpression, type Expression } from '../expression/expression.ts';
import { compileTemplateTree, type TemplateTree } from '../expression/template.ts';
import { SluiceError, type Place } from '../terms/index.ts';

/** A value given as a template tree, as JSONata, or not at all. */
export type StepValue =
  | { readonly kind: 'template'; readonly tree: TemplateTree }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | null;

export type CompiledStep = { readonly name: string; readonly runIf: Expression | null } & (
  | {
      readonly kind: 'request';
      readonly resource: string;
      readonly method: string;
      readonly id: StepValue;
      readonly query: StepValue;
      readonly body: StepValue;
      readonly ignoresErrors: boolean;
    }
  | { readonly kind: 'transform'; readonly expression: Expression }
  | { readonly kind: 'set_context'; readonly value: StepValue }
);

export function compileSteps(steps: readonly Step[], placeOf: (field: string) => Place): readonly CompiledStep[] {
  return steps.map((step, index) => compileStep(step, `${index}`, placeOf));
}

function compileStep(step: Step, index: string, placeOf: (field: string) => Place): CompiledStep {
  const place = (field: string) => placeOf(`${index}.${field}`);
  const runIf = step.run_if === undefined ? null : compileExpression(step.run_if, place('run_if'));
  switch (step.type) {
    case 'request': {
      const { config } = step;
      return {
        kind: 'request',
        name: step.name ?? config.resource,
        runIf,
        resource: config.resource,
        method: config.method,
        id: stepValue(config.id, undefined, place('config.id')),
        query: stepValue(config.query, config.query_expression, place('config.query')),
        body: stepValue(config.body, config.body_expression, place('config.body')),
        ignoresErrors: config.ignore_errors ?? false,
      };
    }
    case 'transform':
      return {
        kind: 'transform',
        name: step.name ?? `step_${index}`,
        runIf,
        expression: compileExpression(step.config.expression, place('config.expression')),
      };
    case 'set_context':
      return {
        kind: 'set_context',
        name: step.name ?? `step_${index}`,
        runIf,
        value: stepValue(step.config.value, step.config.expression, place('config.value')),
      };
    case 'update_context':
    case 'form':
      throw new SluiceError('config.invalid', `A ${step.type} step belongs to an action, not to a mapping.`, {
        details: { place: place('type') },
      });
  }
}

export function stepValue(template: unknown, expression: string | undefined, place: Place): StepValue {
  if (expression !== undefined) return { kind: 'expression', expression: compileExpression(expression, place) };
  return template === undefined ? null : { kind: 'template', tree: compileTemplateTree(template, place) };
}
