/** The body of a request: the method's template or the caller's own, with what a page adds, encoded. Never logged. */
import { encodeBody, type BodyFormat, type Encoded } from '../codec/body.ts';
import type { ArrayFormat } from '../codec/query.ts';
import { encodeXmlText } from '../codec/xml-text.ts';
import type { Method } from '../dsl/spec/method.ts';
import { compileTemplate, compileTemplateTree } from '../expression/template.ts';
import { SluiceError, type JsonObject, type PageRequest, type Place, type Scope } from '../terms/index.ts';
import { isPlainObject, mergeResults } from '../values/merge.ts';
import { compileGraphqlBody, intoGraphqlBody } from './graphql.ts';

export interface BodyInput {
  readonly body?: unknown;
  readonly query?: JsonObject;
  readonly page?: PageRequest | null;
  readonly bodyBoundary?: string;
}

export interface RequestBody {
  /** Throws `template.unresolved`, `body.invalid_field`, and `config.invalid` where a page's values have no object to go to. */
  render(scope: Scope, input: BodyInput): Encoded;
}

const noBody: Encoded = { body: null, contentType: null };
const wholePlaceholder = /^\s*\{\{[^{}]*\}\}\s*$/;

/** A GET or HEAD has no body (RFC 9110 section 9.3.1). Throws `config.invalid` where one has a GraphQL document. */
export function compileBody(
  config: { method: Method; arrayFormat: ArrayFormat },
  placeOf: (field: string) => Place,
): RequestBody {
  const { method, arrayFormat } = config;
  const verb = method.method ?? 'get';
  const isBodiless = verb === 'get' || verb === 'head';
  if (isBodiless && method.document !== undefined)
    throw unsuitable('A GraphQL document is sent with `method: post`', placeOf('method.document'));
  if (isBodiless || method.ignore_body === true) return { render: () => noBody };
  const format: BodyFormat = method.body_format ?? (method.document === undefined ? 'json' : 'graphql');
  const own = compileOwn(method, format, placeOf);
  const merge = format === 'graphql' ? intoGraphqlBody : intoObject;
  const fixed =
    own.isStatic && format !== 'multipart' ? encodeBody(format, own.render({}, undefined), { arrayFormat }) : null;

  return {
    render(scope, { body, query, page, bodyBoundary }) {
      const added = method.add_query_to_body === true ? query : undefined;
      if (fixed !== null && added === undefined && !page?.withoutBody && page?.body === undefined) return fixed;
      let value = page?.withoutBody ? undefined : own.render(scope, body ?? undefined);
      if (added !== undefined && !page?.withoutBody) {
        // A body the caller wrote is more deliberate than its query; a template holds defaults.
        const isCallers = method.body === undefined && format !== 'graphql' && isPlainObject(value);
        value = isCallers ? mergeResults(added, value) : merge(value, added, placeOf);
      }
      if (page?.body !== undefined) value = merge(value, page.body, placeOf);
      return value === undefined ? noBody : encodeBody(format, value, { arrayFormat, boundary: bodyBoundary });
    },
  };
}

interface OwnBody {
  /** True when neither scope nor caller changes it. */
  readonly isStatic: boolean;
  render(scope: Scope, caller: unknown): unknown;
}

function compileOwn(method: Method, format: BodyFormat, placeOf: (field: string) => Place): OwnBody {
  if (format === 'graphql' && method.document !== undefined)
    return compileGraphqlBody(method.document, method.variables, placeOf);
  if (method.body === undefined) return { isStatic: false, render: (_scope, caller) => caller };
  const place = placeOf('method.body');
  if (format === 'xml' && typeof method.body === 'string' && !wholePlaceholder.test(method.body)) {
    // Values in an envelope are text, whatever signs they hold.
    const envelope = compileTemplate(method.body, place);
    return { isStatic: envelope.isStatic, render: (scope) => envelope.renderText(scope, encodeXmlText) };
  }
  const tree = compileTemplateTree(method.body, place);
  return { isStatic: tree.isStatic, render: (scope) => tree.render(scope) ?? undefined };
}

function intoObject(value: unknown, added: JsonObject, placeOf: (field: string) => Place): unknown {
  if (value === undefined) return added;
  if (isPlainObject(value)) return mergeResults(value, added);
  throw unsuitable('Paging values cannot go into a body that is not an object', placeOf('method.body'));
}

function unsuitable(problem: string, { level, source, field }: Place): SluiceError {
  return new SluiceError('config.invalid', `${problem} (${level} level, ${source}, ${field}).`);
}
