/** Every kind of document the config language knows, in one table; and their types. */
import type { z } from 'zod';
import { caseFileSpec } from './spec/case.ts';
import { integrationSpec } from './spec/integration.ts';
import { mappingSpec } from './spec/mapping.ts';
import { resourceModelSpec, sharedTypesSpec } from './spec/model.ts';
import { simulationSpec } from './spec/simulation.ts';

export const documents = {
  integration: integrationSpec,
  mapping: mappingSpec,
  model: resourceModelSpec,
  types: sharedTypesSpec,
  simulation: simulationSpec,
  cases: caseFileSpec,
} as const satisfies Record<string, z.ZodType>;

export type DocumentKind = keyof typeof documents;
export type DocumentOf<Kind extends DocumentKind> = z.infer<(typeof documents)[Kind]>;
