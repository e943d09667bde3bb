/** Compiles `side_load`: extra requests whose answers the response mapping sees. */
import type { SideLoad } from '../dsl/spec/mapping.ts';
import type { Place } from '../terms/index.ts';
import { stepValue, type StepValue } from './step-plan.ts';

export interface CompiledSideLoad {
  readonly key: string;
  readonly resource: string;
  readonly method: string;
  readonly isPerRecord: boolean;
  readonly id: StepValue;
  readonly query: StepValue;
  readonly concurrency: number;
  readonly ignoresErrors: boolean;
}

const DEFAULT_CONCURRENCY = 5;

export function compileSideLoads(
  loads: Readonly<Record<string, SideLoad>>,
  placeOf: (field: string) => Place,
): readonly CompiledSideLoad[] {
  return Object.entries(loads).map(([key, load]) => ({
    key,
    resource: load.resource,
    method: load.method,
    isPerRecord: load.each ?? false,
    id: stepValue(load.id, undefined, placeOf(`${key}.id`)),
    query: stepValue(load.query, load.query_expression, placeOf(`${key}.query`)),
    concurrency: load.concurrency ?? DEFAULT_CONCURRENCY,
    ignoresErrors: load.ignore_errors ?? false,
  }));
}
