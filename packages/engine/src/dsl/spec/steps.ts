/** Steps: small programs of actions and of `before` / `after` in mappings. Run in order; each sees what earlier ones left. */
import { z } from 'zod';
import { expression, field, templateTree, text } from '../field.ts';

const shared = {
  name: text('Name its result is kept under (`before.<name>`, `step.<name>`).').optional(),
  run_if: expression('step', 'The step is skipped unless this is true.').optional(),
};

const requestStep = z.strictObject({
  ...shared,
  type: z.literal('request'),
  config: z.strictObject({
    resource: text('Resource of the integration.'),
    method: text('Its method.'),
    id: templateTree('Value of {{id}}.').optional(),
    query: templateTree('Query, templated, or JSONata in `query_expression`.').optional(),
    query_expression: expression('step', 'Query as JSONata.').optional(),
    body: templateTree('Body, templated.').optional(),
    body_expression: expression('step', 'Body as JSONata.').optional(),
    ignore_errors: field(z.boolean(), {
      description: 'A failed request leaves null instead of ending the call.',
    }).optional(),
  }),
});

const transformStep = z.strictObject({
  ...shared,
  type: z.literal('transform'),
  config: z.strictObject({
    expression: expression(
      'step',
      "Its result is the step's result; after the call it replaces the answer (`response`).",
    ),
  }),
});

const setContextStep = z.strictObject({
  ...shared,
  type: z.literal('set_context'),
  config: z.strictObject({
    value: templateTree('Object merged into the context of this call.').optional(),
    expression: expression('step', 'The same as JSONata.').optional(),
  }),
});

const updateContextStep = z.strictObject({
  ...shared,
  type: z.literal('update_context'),
  config: z.strictObject({
    expression: expression('step', "Object merged into the account's stored context (actions only)."),
  }),
});

const formStep = z.strictObject({
  ...shared,
  type: z.literal('form'),
  config: z.strictObject({ fields: z.array(z.record(z.string(), z.unknown())), validation: z.string().optional() }),
});

export const stepSpec = z
  .discriminatedUnion('type', [requestStep, transformStep, setContextStep, updateContextStep, formStep])
  .meta({ id: 'step' });
export const stepsSpec = z.array(stepSpec);

export type Step = z.infer<typeof stepSpec>;
export type RequestStep = z.infer<typeof requestStep>;
