/** What an integration offers: its resources and methods by proxy, its unified resources, how customers connect. */
import type { IntegrationPlan } from './integration-plan.ts';

export interface Capabilities {
  readonly integration: {
    readonly name: string;
    readonly label: string;
    readonly category: string | null;
    readonly api_version: string | null;
  };
  readonly proxy: readonly { readonly resource: string; readonly methods: readonly ProxyMethod[] }[];
  readonly unified: readonly {
    readonly model: string;
    readonly resource: string;
    readonly methods: readonly string[];
  }[];
  readonly auth: { readonly formats: readonly string[]; readonly fields: Readonly<Record<string, readonly string[]>> };
}

interface ProxyMethod {
  readonly method: string;
  readonly description: string | null;
  readonly has_query_schema: boolean;
  readonly has_body_schema: boolean;
  readonly has_response_schema: boolean;
  readonly api_documentation_url: string | null;
}

/** `mapped` lists what the base, environment and account levels map together. */
export function describeCapabilities(
  plan: IntegrationPlan,
  mapped: readonly { readonly model: string; readonly resource: string; readonly method: string }[],
): Capabilities {
  const { document } = plan;
  const unified = new Map<string, { model: string; resource: string; methods: string[] }>();
  for (const { model, resource, method } of mapped) {
    const key = `${model}/${resource}`;
    const entry = unified.get(key) ?? { model, resource, methods: [] };
    entry.methods.push(method);
    unified.set(key, entry);
  }
  const credentials = Object.entries(document.credentials ?? {});
  return {
    integration: {
      name: plan.slug,
      label: document.label ?? plan.slug,
      category: document.category ?? null,
      api_version: document.api_version ?? null,
    },
    proxy: Object.entries(document.resources ?? {}).map(([resource, methods]) => ({
      resource,
      methods: Object.entries(methods).map(([method, config]) => ({
        method,
        description: config.description ?? null,
        has_query_schema: config.query_schema !== undefined,
        has_body_schema: config.body_schema !== undefined,
        has_response_schema: config.response_schema !== undefined,
        api_documentation_url: config.docs_url ?? null,
      })),
    })),
    unified: [...unified.values()],
    auth: {
      formats: credentials.map(([format]) => format),
      fields: Object.fromEntries(
        credentials.map(([format, { config }]) => [format, (config?.fields ?? []).map(({ name }) => name)]),
      ),
    },
  };
}
