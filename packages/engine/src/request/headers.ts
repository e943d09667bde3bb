/** The headers of a request, names in lower case: integration, method, caller, page, later ones win. Never credentials. */
import { checkHeaderValue } from '../codec/header-value.ts';
import { scalarText } from '../codec/query.ts';
import type { ResponseFormat } from '../codec/format.ts';
import type { Integration } from '../dsl/spec/integration.ts';
import type { Method } from '../dsl/spec/method.ts';
import { compileTemplate, type Template } from '../expression/template.ts';
import { SluiceError, type Place, type Scope } from '../terms/index.ts';

export type HeaderLayer = Readonly<Record<string, string | null>> | undefined;
type Headers = Readonly<Record<string, string>>;

export interface RequestHeaders {
  /** Null removes a header. Throws `template.unresolved`, and `config.invalid` on a value no header can carry. */
  render(scope: Scope, caller: HeaderLayer, page: HeaderLayer): Headers;
}

const acceptOf: Readonly<Record<ResponseFormat, string>> = {
  json: 'application/json',
  xml: 'application/xml, text/xml',
  csv: 'text/csv',
  text: 'text/*, */*;q=0.5',
  binary: '*/*',
};
const acceptAny = 'application/json, */*;q=0.5';

/** Connection matters: only the wire knows them. Left out wherever they come from. */
const ownedByWire = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
  'expect',
]);

interface DynamicHeader {
  readonly name: string;
  readonly template: Template;
  readonly place: Place;
}

export function compileHeaders(
  config: { integration: Integration; method: Method },
  placeOf: (field: string) => Place,
): RequestHeaders {
  const { fixed, dynamic } = compileDeclared(config, placeOf);
  Object.freeze(fixed);

  const declared = (scope: Scope): Headers => {
    if (dynamic.length === 0) return fixed;
    const headers = { ...fixed };
    for (const { name, template, place } of dynamic) {
      const text = textOf(template.render(scope), name);
      if (text !== null) headers[name] = checkHeaderValue(name, text, place);
    }
    return headers;
  };

  return {
    render(scope, caller, page) {
      const headers = declared(scope);
      return caller === undefined && page === undefined ? headers : withLayers(headers, [caller, page]);
    },
  };
}

function compileDeclared(
  { integration, method }: { integration: Integration; method: Method },
  placeOf: (field: string) => Place,
) {
  const declared = new Map<string, { readonly value: string | number | boolean | null; readonly place: Place }>();
  const accept = method.response_format === undefined ? acceptAny : acceptOf[method.response_format];
  declared.set('accept', { value: accept, place: placeOf('method.response_format') });
  for (const [owner, headers] of [
    ['integration', integration.headers],
    ['method', method.headers],
  ] as const) {
    for (const [name, value] of Object.entries(headers ?? {})) {
      declared.set(name.toLowerCase(), { value, place: placeOf(`${owner}.headers.${name}`) });
    }
  }
  const fixed: Record<string, string> = {};
  const dynamic: DynamicHeader[] = [];
  for (const [name, { value, place }] of declared) {
    if (value === null || ownedByWire.has(name)) continue;
    const template = compileTemplate(String(value), place);
    if (template.isStatic) fixed[name] = checkHeaderValue(name, template.renderText({}), place);
    else dynamic.push({ name, template, place });
  }
  return { fixed, dynamic };
}

/** Null for a placeholder that may be missing and is. */
function textOf(value: unknown, name: string): string | null {
  if (value === undefined || value === null) return null;
  const text = scalarText(value);
  if (text === null)
    throw new SluiceError('config.invalid', `The value for header ${name} must be a text, number or boolean.`);
  return text;
}

function withLayers(headers: Headers, layers: readonly HeaderLayer[]): Headers {
  const upper = new Map<string, string | null>();
  for (const layer of layers) {
    for (const name of Object.keys(layer ?? {})) {
      const value = layer![name];
      const lowerName = name.toLowerCase();
      if (value !== undefined && !ownedByWire.has(lowerName)) upper.set(lowerName, textOf(value, lowerName));
    }
  }
  const merged: Record<string, string> = {};
  for (const name of Object.keys(headers)) if (!upper.has(name)) merged[name] = headers[name]!;
  for (const [name, value] of upper) if (value !== null) merged[name] = checkHeaderValue(name, value, null);
  return merged;
}
