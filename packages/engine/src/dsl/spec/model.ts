/** Unified models: one resource of one model a file (`models/<model>/<resource>.yaml`), shared shapes in `models/types.yaml`. */
import { z } from 'zod';
import { field, jsonSchema, text } from '../field.ts';

export const modelMethodSpec = z.strictObject({
  description: text('What the method does.').optional(),
  filters: field(z.array(z.string()), {
    description: 'Filters a provider may honour: `email`, `updated_at.gt`, `owner.id`.',
  }).optional(),
  sorts: field(z.array(z.string()), { description: 'Fields a provider may sort by.' }).optional(),
  required: field(z.array(z.string()), { description: 'Body fields the method needs from every provider.' }).optional(),
  scopes: field(z.array(z.string()), { description: 'Words a customer reads for what the method may do.' }).optional(),
});

export const resourceModelSpec = z.strictObject({
  model: text("Unified model. The folder's name where left out.").optional(),
  resource: text("Resource. The file's name where left out.").optional(),
  description: text('What a record is.'),
  schema: jsonSchema('JSON Schema (2020-12) of a record; `$ref: types.yaml#/email_address` reaches the shared shapes.'),
  methods: field(z.record(z.string(), modelMethodSpec), {
    description: 'Methods the model offers: list, get, create, update, delete or custom.',
  }),
});

/** Shared shapes: name -> JSON Schema. */
export const sharedTypesSpec = z.record(z.string(), z.record(z.string(), z.unknown()));

export type ModelMethod = z.infer<typeof modelMethodSpec>;
export type ResourceModel = z.infer<typeof resourceModelSpec>;
