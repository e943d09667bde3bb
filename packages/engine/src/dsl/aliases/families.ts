/** Every alias family, by the section it rewrites. */
import { declarationOf } from '../declaration.ts';
import type { AliasFamily, ShapeAlias } from './alias.ts';
import { authorizationFamily } from './authorization.ts';
import { credentialsFamily } from './credentials.ts';
import { integrationFamily } from './integration.ts';
import { mappingMethodFamily } from './mapping-method.ts';
import { mappingFamily } from './mapping.ts';
import { methodFamily } from './method.ts';
import { modelFamily } from './model.ts';
import { paginationFamily } from './pagination.ts';
import { rateLimitFamily } from './rate-limit.ts';
import { stepsFamily } from './steps.ts';

const families: readonly AliasFamily[] = [
  integrationFamily,
  authorizationFamily,
  credentialsFamily,
  paginationFamily,
  rateLimitFamily,
  methodFamily,
  stepsFamily,
  mappingFamily,
  mappingMethodFamily,
  modelFamily,
];

const byIdentity = new Map(families.flat().map(([spec, alias]) => [declarationOf(spec).identity, alias]));

export function shapeAliasOf(identity: object): ShapeAlias | undefined {
  return byIdentity.get(identity);
}
