/** The bodies of `POST` and `PATCH /integrated-account`. */
import { z } from 'zod';
import { objectField, versionField } from '../checking.ts';

const overrides = {
  integration_override: objectField('Part of the integration, for this account alone.').nullable().optional(),
  unified_model_override: objectField('model -> resource -> method -> part of a mapping, for this account alone.')
    .nullable()
    .optional(),
};
const tenantId = z.string().min(1).max(255).meta({ description: 'Your own id of the end customer.' });
const name = z.union([z.string(), z.object({ name: z.string() }).transform((given) => given.name)]);
export const shapes = {
  create: z.strictObject({
    tenant_id: tenantId,
    integration: name.optional().meta({ description: 'Name of the integration; installs it where it is not yet.' }),
    environment_integration_id: z.string().optional().meta({ description: 'Or the installed one by id.' }),
    authentication_method: z
      .string()
      .nullable()
      .optional()
      .meta({ description: 'Credential format, where the integration offers several.' }),
    context: objectField('Variables and credentials; secrets are split off and sealed.').default({}),
    ...overrides,
  }),
  update: z.strictObject({
    tenant_id: tenantId.optional(),
    authentication_method: z.string().nullable().optional(),
    context: objectField('Merged into the stored context.').optional(),
    ...overrides,
    version: versionField,
  }),
};

export type AccountChanges = z.infer<typeof shapes.update>;
export type NewAccount = z.infer<typeof shapes.create>;
