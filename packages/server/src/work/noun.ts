/** The shape every admin noun has, so that routes are a table over them. No behaviour of its own. */
import type { JsonObject } from '@sluice/engine/terms';
import type { z } from 'zod';
import type { Caller } from './caller.ts';
import type { AdminDeps } from './deps.ts';
import type { Filters, Page } from './listing.ts';

export type { Caller } from './caller.ts';

export interface Noun<View = JsonObject> {
  /** Path segment of its routes: `integrated-account`. */
  readonly path: string;
  /** One sentence for the reference. */
  readonly means: string;
  readonly filters: Filters;
  readonly shapes: { readonly create: z.ZodType | null; readonly update: z.ZodType | null };
  list(deps: AdminDeps, input: { caller: Caller; query: JsonObject }): Promise<Page<View>>;
  /** Throws `config.not_found`, also for an id of another environment. */
  get(deps: AdminDeps, input: { caller: Caller; id: string }): Promise<View>;
  /** Throws `request.invalid_body`, `config.invalid` (with findings) or `config.conflict`. */
  create(deps: AdminDeps, input: { caller: Caller; body: unknown }): Promise<View>;
  /** Deep-merges the body; throws `config.version_required`, `config.version_conflict` or what `create` throws. */
  update(deps: AdminDeps, input: { caller: Caller; id: string; body: unknown }): Promise<View>;
  remove(deps: AdminDeps, input: { caller: Caller; id: string }): Promise<{ id: string }>;
}
