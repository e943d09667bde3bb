/** The JSONata texts of a mapping that decide what is asked of the provider; the filters it honours are read off them. */
import type { MappingExpressionField, MappingMethod } from '../dsl/spec/mapping.ts';
import type { ExpressionStack } from '../mapping/expression-stack.ts';

const askingFields = ['query_mapping', 'path_mapping', 'request_header_mapping', 'request_body_mapping'] as const;

export function expressionTextsOf(
  config: MappingMethod,
  stacks: Readonly<Record<MappingExpressionField, ExpressionStack | null>>,
): string[] {
  const routes = [config.resource, config.method].flatMap((route) =>
    typeof route === 'object' ? [route['expression'] as string] : [],
  );
  const steps = (config.before ?? []).flatMap((step) =>
    [step.run_if, ...Object.values(step.config)].filter(isExpressionText),
  );
  const mapped = askingFields.flatMap((field) => stacks[field]?.expressions.map(({ text }) => text) ?? []);
  return [...mapped, ...routes, ...steps];
}

/** Step settings hold names and templates as well; only what mentions the query can matter here. */
function isExpressionText(value: unknown): value is string {
  return typeof value === 'string' && /\b(query|rawQuery)\b/.test(value) && !value.includes('{{');
}
