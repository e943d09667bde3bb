/** The query string of a request: defaults of integration and method, the caller's over them, the page's over those. */
import { encodeQuery, readQuery, type ArrayFormat } from '../codec/query.ts';
import { compileTemplateTree, type TemplateTree } from '../expression/template.ts';
import type { JsonObject, Place, Scope } from '../terms/index.ts';
import { isPlainObject, mergeConfig, mergeResults } from '../values/merge.ts';

export interface QueryLayers {
  readonly caller: JsonObject | undefined;
  readonly page: JsonObject | undefined;
}

export interface QueryString {
  /** Without `?`. Objects merge, everything else replaces; null leaves a parameter out, a default too. */
  render(scope: Scope, layers: QueryLayers): string;
  /** The same for a link that has a query of its own: what stands there is not added again. */
  renderBeside(scope: Scope, layers: QueryLayers, taken: string): string;
}

export interface QueryDefaults {
  readonly integration: JsonObject | undefined;
  readonly method: JsonObject | undefined;
  readonly arrayFormat: ArrayFormat;
}

/** `render` throws `template.unresolved`. What has no placeholder is rendered and encoded here, once. */
export function compileQueryString(defaults: QueryDefaults, placeOf: (field: string) => Place): QueryString {
  const { arrayFormat } = defaults;
  const { fixed, dynamic } = compileDefaults(defaults, placeOf);
  const fixedText = encodeQuery(fixed, arrayFormat);

  const merge = (scope: Scope, { caller, page }: QueryLayers): Record<string, unknown> => {
    const merged = { ...fixed };
    for (const { key, tree } of dynamic) merged[key] = tree.render(scope);
    if (caller !== undefined) overlay(merged, caller);
    if (page !== undefined) overlay(merged, page);
    return merged;
  };

  return {
    render(scope, layers) {
      const { caller, page } = layers;
      if (dynamic.length === 0 && !touches(fixed, caller) && !touches(fixed, page)) {
        if (caller === undefined || page === undefined)
          return append(fixedText, encodeQuery(caller ?? page ?? {}, arrayFormat));
      }
      return encodeQuery(merge(scope, layers), arrayFormat);
    },
    renderBeside(scope, layers, taken) {
      const names = new Set(readQuery(taken).map(([name]) => rootOf(name)));
      const free = Object.entries(merge(scope, layers)).filter(([key]) => !names.has(rootOf(key)));
      return encodeQuery(Object.fromEntries(free), arrayFormat);
    },
  };
}

interface DynamicDefault {
  readonly key: string;
  readonly tree: TemplateTree;
}

interface Defaults {
  readonly fixed: Record<string, unknown>;
  readonly dynamic: readonly DynamicDefault[];
}

function compileDefaults({ integration, method }: QueryDefaults, placeOf: (field: string) => Place): Defaults {
  const merged = mergeConfig(integration ?? {}, method ?? {}) as JsonObject;
  const fixed: Record<string, unknown> = {};
  const dynamic: DynamicDefault[] = [];
  for (const key of Object.keys(merged)) {
    const owner = method !== undefined && Object.hasOwn(method, key) ? 'method' : 'integration';
    const tree = compileTemplateTree(merged[key], placeOf(`${owner}.query.${key}`));
    if (tree.isStatic) fixed[key] = tree.render({});
    else dynamic.push({ key, tree });
  }
  return { fixed, dynamic };
}

function overlay(target: Record<string, unknown>, upper: JsonObject): void {
  for (const key of Object.keys(upper)) {
    const value = upper[key];
    if (value === undefined) continue;
    const lower = target[key];
    target[key] = isPlainObject(lower) && isPlainObject(value) ? mergeResults(lower, value) : value;
  }
}

function touches(fixed: JsonObject, upper: JsonObject | undefined): boolean {
  if (upper === undefined) return false;
  for (const key of Object.keys(upper)) if (Object.hasOwn(fixed, key)) return true;
  return false;
}

/** `filter[a]` and `ids[]` are written from the parameters `filter` and `ids`. */
function rootOf(name: string): string {
  const at = name.indexOf('[');
  return at > 0 ? name.slice(0, at) : name;
}

function append(first: string, second: string): string {
  if (first === '') return second;
  return second === '' ? first : `${first}&${second}`;
}
