/** One unified method of one integration, merged and compiled. Holds no account: one plan serves many. */
import type { DocumentOf } from '../dsl/documents.ts';
import { mappingExpressionFields, type MappingExpressionField, type MappingMethod } from '../dsl/spec/mapping.ts';
import { compileExpression, type Expression } from '../expression/expression.ts';
import { readsOf, writesOf, type InputRead } from '../expression/walk.ts';
import { compileCoercer, type Coercer } from '../mapping/coerce.ts';
import { compileStack, type ExpressionStack } from '../mapping/expression-stack.ts';
import { honouredFilters, type HonouredFilters } from '../mapping/filters.ts';
import { collectExpressions } from '../resolve/expressions.ts';
import { mergeLevels, originOf } from '../resolve/levels.ts';
import { SluiceError, type JsonObject, type Level, type Origin, type Place, type Provenance } from '../terms/index.ts';
import { isPlainObject } from '../values/merge.ts';
import { expressionTextsOf } from './mapping-texts.ts';
import { compileSteps, type CompiledStep } from './step-plan.ts';
import { compileSideLoads, type CompiledSideLoad } from './side-load-plan.ts';

export type ResourceModel = DocumentOf<'model'>;
/** Model name -> its resources, schemas self-contained. */
export interface ModelSet {
  readonly [model: string]: { readonly resources: { readonly [resource: string]: ResourceModel } };
}

/** A route that is fixed, or an expression with an allow-list. */
export type Route =
  | { readonly kind: 'fixed'; readonly name: string }
  | { readonly kind: 'chosen'; readonly by: Expression; readonly allowed: readonly string[] };

export interface MappingPlan {
  readonly model: string;
  readonly resource: string;
  readonly method: string;
  readonly integration: string;
  readonly config: MappingMethod;
  readonly provenance: Provenance;
  readonly origins: readonly Origin[];
  readonly schema: JsonObject;
  readonly modelled: ResourceModel;
  readonly filters: HonouredFilters;
  readonly requiredBody: readonly string[];
  readonly routes: { readonly resource: Route | null; readonly method: Route | null };
  readonly stacks: Readonly<Record<MappingExpressionField, ExpressionStack | null>>;
  readonly isPartial: Expression | null;
  readonly coerce: Coercer;
  readonly listFields: readonly string[];
  /** Top-level body fields the request mapping reads; `''` when it takes the body whole. */
  readonly bodyReads: readonly string[];
  readonly before: readonly CompiledStep[];
  readonly after: readonly CompiledStep[];
  readonly sideLoads: readonly CompiledSideLoad[];
  readonly placeOf: (field: string) => Place;
}

export interface MappingPlanInput {
  readonly models: ModelSet;
  readonly model: string;
  readonly resource: string;
  readonly method: string;
  readonly integration: string;
  /** Mapping methods, lowest level first; partial above the base. */
  readonly levels: readonly Level<JsonObject>[];
}

/** Throws `unified.unknown_model|unknown_resource|unknown_method|not_mapped` with the allowed names, or a config error. */
export function createMappingPlan(input: MappingPlanInput): MappingPlan {
  const modelled = chooseModel(input);
  const { document, provenance, origins } = mergeLevels(input.levels);
  if (origins.length === 0) {
    throw new SluiceError(
      'unified.not_mapped',
      `${input.integration} does not map ${input.method} of ${input.model}/${input.resource}.`,
      {
        details: { model: input.model, resource: input.resource, method: input.method, integration: input.integration },
      },
    );
  }
  const config = document as unknown as MappingMethod;
  const prefix = `resources.${input.resource}.${input.method}`;
  const placeOf = (field: string): Place => {
    const origin = originOf(provenance, field);
    return { level: origin?.level ?? 'base', source: origin?.source ?? input.integration, field: `${prefix}.${field}` };
  };
  const stackOf = (field: MappingExpressionField) =>
    compileStack(collectExpressions(input.levels, field), `${prefix}.${field}`);
  const stacks = Object.fromEntries(
    mappingExpressionFields.map((field) => [field, stackOf(field)]),
  ) as MappingPlan['stacks'];
  const method = modelled.methods[input.method];
  const reads = expressionTextsOf(config, stacks).flatMap(readsOf);
  const required = config.body_schema?.['required'];
  return {
    model: input.model,
    resource: input.resource,
    method: input.method,
    integration: input.integration,
    config,
    provenance,
    origins,
    schema: modelled.schema,
    modelled,
    filters: honouredFilters({
      declared: config.filters,
      sorts: config.sorts,
      reads,
      modelled: method?.filters ?? [],
    }),
    requiredBody: [
      ...new Set([...(method?.required ?? []), ...(Array.isArray(required) ? (required as string[]) : [])]),
    ],
    routes: {
      resource: compileRoute(config.resource, 'resources', placeOf('resource')),
      method: compileRoute(config.method, 'methods', placeOf('method')),
    },
    stacks,
    isPartial: config.is_partial === undefined ? null : compileExpression(config.is_partial, placeOf('is_partial')),
    coerce: compileCoercer(modelled.schema),
    listFields: isRead(input.method) ? listFieldsOf(modelled.schema, stacks.response_mapping) : [],
    bodyReads: bodyReadsOf(stacks.request_body_mapping, reads),
    before: compileSteps(config.before ?? [], (field) => placeOf(`before.${field}`)),
    after: compileSteps(config.after ?? [], (field) => placeOf(`after.${field}`)),
    sideLoads: compileSideLoads(config.side_load ?? {}, (field) => placeOf(`side_load.${field}`)),
    placeOf,
  };
}

function chooseModel({ models, model, resource, method }: MappingPlanInput): ResourceModel {
  if (!Object.hasOwn(models, model)) {
    throw new SluiceError('unified.unknown_model', `There is no unified model "${model}".`, {
      details: { found: model, allowed: Object.keys(models).sort() },
    });
  }
  const { resources } = models[model]!;
  if (!Object.hasOwn(resources, resource)) {
    throw new SluiceError('unified.unknown_resource', `Model "${model}" has no resource "${resource}".`, {
      details: { found: resource, allowed: Object.keys(resources).sort() },
    });
  }
  const chosen = resources[resource]!;
  if (!Object.hasOwn(chosen.methods, method)) {
    throw new SluiceError('unified.unknown_method', `${model}/${resource} has no method "${method}".`, {
      details: { found: method, allowed: Object.keys(chosen.methods).sort() },
    });
  }
  return chosen;
}

function compileRoute(route: unknown, list: string, place: Place): Route | null {
  if (route === undefined) return null;
  if (typeof route === 'string') return { kind: 'fixed', name: route };
  const { expression, [list]: allowed } = route as { expression: string } & Record<string, readonly string[]>;
  return { kind: 'chosen', by: compileExpression(expression, place), allowed: allowed ?? [] };
}

/** The answer to a write may be thinner than the record, so a list missing there says nothing. */
function isRead(method: string): boolean {
  return method === 'list' || method === 'get';
}

/** Array fields of the schema that the response mapping writes. */
function listFieldsOf(schema: JsonObject, stack: ExpressionStack | null): readonly string[] {
  const properties = schema['properties'];
  if (stack === null || !isPlainObject(properties)) return [];
  const written = new Set(stack.expressions.flatMap(({ text }) => writesOf(text)).map(({ key }) => key.split('.')[0]));
  const isList = (field: string): boolean => {
    const part = properties[field];
    return isPlainObject(part) && ([] as unknown[]).concat(part['type'] ?? []).includes('array');
  };
  return Object.keys(properties).filter((field) => written.has(field) && isList(field));
}

/** Without a body mapping the body goes out as it is, so every field is taken. */
function bodyReadsOf(stack: ExpressionStack | null, reads: readonly InputRead[]): readonly string[] {
  if (stack === null) return [''];
  return [...new Set(reads.filter(({ path }) => path[0] === 'body').map(({ path }) => path[1] ?? ''))];
}
