/** Explain mode: which levels said what, what was sent, how long it took, and how fields came about. For one answer only; stored nowhere. */
import { writesOf } from '../expression/walk.ts';
import type { Origin, Provenance } from '../terms/index.ts';
import type { IntegrationPlan, MethodPlan } from './integration-plan.ts';
import type { MappingPlan } from './mapping-plan.ts';

export interface ExplainedRequest {
  readonly method: string;
  readonly url: string;
  /** What the credentials added is masked. */
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number | null;
  readonly outcome: string;
  readonly ms: number;
}

export interface ExplainedField {
  readonly field: string;
  readonly from: readonly string[];
  /** The sources could not be told for certain from the expression alone. */
  readonly is_unsure: boolean;
  readonly said_by: Origin;
}

/** One level's expression of a mapping field. Levels do not overwrite one another: their results merge. */
export interface ExplainedExpression extends Origin {
  readonly expression: string;
}

export interface Explanation {
  readonly levels: { readonly integration: readonly Origin[]; readonly mapping: readonly Origin[] };
  readonly called: { readonly integration: string; readonly resource: string; readonly method: string } | null;
  /** `integration.<key>` and `mapping.<key>` -> who said it; only keys this call used. */
  readonly provenance: Provenance;
  readonly requests: readonly ExplainedRequest[];
  readonly timings: {
    readonly total_ms: number;
    readonly provider_ms: number;
    readonly by_step: Readonly<Record<string, number>>;
  };
  readonly mapping: {
    readonly expressions: Readonly<Record<string, readonly ExplainedExpression[]>>;
    readonly fields: readonly ExplainedField[];
    readonly samples: readonly { readonly input: unknown; readonly output: unknown }[];
  } | null;
}

export interface Trace {
  readonly requests: ExplainedRequest[];
  /** Closes the running step and opens the next. */
  step(name: string): void;
  called(plan: MethodPlan): void;
  sample(input: unknown, output: unknown): void;
  finish(providerMs: number): Explanation;
}

const MAX_SAMPLES = 3;

export function openTrace(
  clock: () => number,
  plans: { integration: IntegrationPlan; mapping: MappingPlan | null },
): Trace {
  const startedMs = clock();
  const requests: ExplainedRequest[] = [];
  const byStep: Record<string, number> = {};
  const samples: { input: unknown; output: unknown }[] = [];
  let running = { name: 'prepare', sinceMs: startedMs };
  let target: MethodPlan | null = null;
  const close = (): void => {
    byStep[running.name] = (byStep[running.name] ?? 0) + (clock() - running.sinceMs);
  };
  return {
    requests,
    step(name) {
      close();
      running = { name, sinceMs: clock() };
    },
    called(plan) {
      target = plan;
    },
    sample(input, output) {
      if (samples.length < MAX_SAMPLES) samples.push({ input, output });
    },
    finish(providerMs) {
      close();
      const { integration, mapping } = plans;
      return {
        levels: { integration: integration.origins, mapping: mapping?.origins ?? [] },
        called:
          target === null ? null : { integration: integration.slug, resource: target.resource, method: target.name },
        provenance: usedProvenance(integration, mapping, target),
        requests,
        timings: {
          total_ms: clock() - startedMs,
          provider_ms: providerMs,
          by_step: byStep,
        },
        mapping:
          mapping === null
            ? null
            : { expressions: explainExpressions(mapping), fields: explainFields(mapping), samples },
      };
    },
  };
}

function usedProvenance(
  integration: IntegrationPlan,
  mapping: MappingPlan | null,
  target: MethodPlan | null,
): Provenance {
  const used: Record<string, Origin> = {};
  const own = target === null ? null : `resources.${target.resource}.${target.name}.`;
  for (const [path, origin] of Object.entries(integration.provenance)) {
    if (path.startsWith('actions.') || path.startsWith('webhook.') || path.startsWith('credentials.')) continue;
    if (path.startsWith('resources.') && (own === null || !path.startsWith(own))) continue;
    used[`integration.${path}`] = origin;
  }
  for (const [path, origin] of Object.entries(mapping?.provenance ?? {})) used[`mapping.${path}`] = origin;
  return used;
}

function explainExpressions(mapping: MappingPlan): Record<string, ExplainedExpression[]> {
  const explained: Record<string, ExplainedExpression[]> = {};
  for (const [field, stack] of Object.entries(mapping.stacks)) {
    if (stack === null) continue;
    explained[field] = stack.expressions.flatMap(({ text, place }) => {
      const origin = mapping.origins.find(({ level }) => level === place.level);
      return origin === undefined ? [] : [{ ...origin, expression: text }];
    });
  }
  return explained;
}

/** Every level's expression contributes its fields; the highest level that writes a field is the one that said it. */
function explainFields(mapping: MappingPlan): readonly ExplainedField[] {
  const fields = new Map<string, ExplainedField>();
  for (const { text, place } of mapping.stacks.response_mapping?.expressions ?? []) {
    const said = mapping.origins.find(({ level }) => level === place.level);
    if (said === undefined) continue;
    for (const { key, reads, isUnsure } of writesOf(text))
      fields.set(key, { field: key, from: reads, is_unsure: isUnsure, said_by: said });
  }
  return [...fields.values()];
}
