/** A merged integration, compiled method by method on first use. Holds no account and no secret: one plan serves many accounts. */
import { compileAuthorization, type Authorizer } from '../auth/authorization.ts';
import type { Integration } from '../dsl/spec/integration.ts';
import type { Method } from '../dsl/spec/method.ts';
import { compilePagination, type Paginator } from '../pagination/pagination.ts';
import { compileRequest, type RequestBuilder } from '../request/request.ts';
import { chooseMethod } from '../resolve/method.ts';
import { mergeLevels, originOf } from '../resolve/levels.ts';
import { compileResponse, type ResponseReader } from '../response/response.ts';
import type { JsonObject, Level, Origin, Place, Provenance } from '../terms/index.ts';

export interface MethodPlan {
  readonly resource: string;
  readonly name: string;
  readonly config: Method;
  readonly request: RequestBuilder;
  readonly reader: ResponseReader;
  readonly paginator: Paginator | null;
  /** Needs the request's own URL to make its first position. */
  readonly isDynamicallyPaged: boolean;
  readonly scopes: readonly string[];
  /** By the credential format the customer chose. */
  authorizer(authenticationMethod: string | null): Authorizer;
}

export interface IntegrationPlan {
  readonly slug: string;
  readonly document: Integration;
  readonly provenance: Provenance;
  readonly origins: readonly Origin[];
  /** Throws `proxy.unknown_resource`, `proxy.unknown_method`, or a config error of what it compiles. */
  method(resource: string, method: string): MethodPlan;
  /** A method that is in no document, for the custom API. */
  adHoc(config: Method): MethodPlan;
}

/** Levels come lowest first; documents are canonical. */
export function createIntegrationPlan(input: { slug: string; levels: readonly Level<JsonObject>[] }): IntegrationPlan {
  const { document, provenance, origins } = mergeLevels(input.levels);
  const integration = document as unknown as Integration;
  const compiled = new Map<string, MethodPlan>();
  const place = (field: string): Place => {
    const origin = originOf(provenance, field);
    return { level: origin?.level ?? 'base', source: origin?.source ?? input.slug, field };
  };
  const plan = (resource: string, name: string, config: Method): MethodPlan =>
    compileMethod({ integration, resource, name, config }, place);

  return {
    slug: input.slug,
    document: integration,
    provenance,
    origins,
    method(resource, method) {
      const key = `${resource}\n${method}`;
      let found = compiled.get(key);
      if (found === undefined) {
        found = plan(resource, method, chooseMethod(integration, input.slug, resource, method));
        compiled.set(key, found);
      }
      return found;
    },
    adHoc: (config) => plan('custom', 'custom', config),
  };
}

interface MethodSource {
  readonly integration: Integration;
  readonly resource: string;
  readonly name: string;
  readonly config: Method;
}

function compileMethod(source: MethodSource, place: (field: string) => Place): MethodPlan {
  const { integration, config, resource, name } = source;
  const placeOf = (field: string): Place =>
    field.startsWith('method.')
      ? place(`resources.${resource}.${name}.${field.slice('method.'.length)}`)
      : place(field.replace(/^integration\./, ''));
  const pagination = config.pagination === undefined ? integration.pagination : config.pagination;
  const isOwnPagination = config.pagination !== undefined;
  const authorizers = new Map<string | null, Authorizer>();
  return {
    resource,
    name,
    config,
    request: compileRequest({ integration, method: config }, placeOf),
    reader: compileResponse({ integration, method: config }, placeOf),
    paginator: pagination
      ? compilePagination(pagination, (field) =>
          placeOf(`${isOwnPagination ? 'method' : 'integration'}.pagination.config.${field}`),
        )
      : null,
    isDynamicallyPaged: pagination?.format === 'dynamic',
    scopes: config.scopes ?? [],
    authorizer(authenticationMethod) {
      let authorizer = authorizers.get(authenticationMethod);
      if (authorizer === undefined) {
        authorizer = compileAuthorizer(source, authenticationMethod, placeOf);
        authorizers.set(authenticationMethod, authorizer);
      }
      return authorizer;
    },
  };
}

/** Most particular first: the method's own, the chosen credential's, the integration's. */
function compileAuthorizer(source: MethodSource, chosen: string | null, placeOf: (field: string) => Place): Authorizer {
  const { integration, config } = source;
  if (config.no_auth === true) return (request) => request;
  if (config.authorization !== undefined) {
    return compileAuthorization(config.authorization, (field) => placeOf(`method.authorization.${field}`));
  }
  const credential = chosen === null ? undefined : integration.credentials?.[chosen];
  const own = credential?.config?.authorization;
  if (own !== undefined) {
    return compileAuthorization(own, (field) =>
      placeOf(`integration.credentials.${chosen}.config.authorization.${field}`),
    );
  }
  return compileAuthorization(integration.authorization ?? [], (field) =>
    placeOf(`integration.authorization.${field}`),
  );
}
