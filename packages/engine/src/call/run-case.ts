/** Runs one catalog case: the given call against the given answers through the very interpreter that serves production. */
import type { Case } from '../dsl/spec/case.ts';
import {
  SluiceError,
  type Account,
  type ByteSource,
  type HttpMethod,
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
  type Level,
  type Ports,
} from '../terms/index.ts';
import { callCustom } from './custom.ts';
import { createIntegrationPlan } from './integration-plan.ts';
import { createMappingPlan, type ModelSet } from './mapping-plan.ts';
import { differences } from './match.ts';
import { callProxy } from './proxy.ts';
import type { CallAnswer } from './types.ts';
import { callUnified } from './unified.ts';

export interface CaseSubject {
  readonly slug: string;
  readonly integration: JsonObject;
  /** Model -> the mapping document's `resources`. */
  readonly mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, JsonObject>>>>>>;
  readonly models: ModelSet;
}

export interface CaseResult {
  readonly name: string;
  readonly passes: boolean;
  /** One line for each difference; config and invented values only. */
  readonly differences: readonly string[];
}

type End = {
  readonly answer: CallAnswer | null;
  readonly error: SluiceError | null;
  readonly requests: readonly HttpRequest[];
};

export async function runCase(subject: CaseSubject, wanted: Case): Promise<CaseResult> {
  const end = await play(subject, wanted);
  const found = [
    ...compareRequests(wanted, end.requests),
    ...compareResponse(wanted, end),
    ...(wanted.gives_outcome === undefined
      ? []
      : differences(wanted.gives_outcome, end.answer?.outcome ?? null, 'named_keys', 'outcome')),
    ...compareError(wanted, end),
  ];
  return { name: wanted.name, passes: found.length === 0, differences: found };
}

async function play(subject: CaseSubject, { given }: Case): Promise<End> {
  const requests: HttpRequest[] = [];
  const answers = [...given.answers];
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    requests.push(request);
    const answer = answers.shift();
    if (answer === undefined)
      throw new SluiceError('system.bug', `The case has no answer left for ${request.method} ${request.url}.`);
    if (answer.fails !== undefined)
      throw new SluiceError(
        answer.fails === 'timeout' ? 'provider.timeout' : 'provider.unreachable',
        `The provider ${answer.fails}.`,
      );
    const text = answer.text ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
    const headers: Record<string, string> = Object.fromEntries(
      Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    );
    if (answer.text === undefined && text !== '') headers['content-type'] ??= 'application/json';
    return { status: answer.status ?? 200, headers, body: bodyOf(text) };
  };
  const ports: Ports = {
    send,
    clock: () => Date.parse(given.now ?? '2026-01-01T00:00:00Z'),
    random: () => 0.5,
    cursors: { seal: (text) => text, open: (text) => text },
  };
  try {
    return { answer: await call(ports, subject, given), error: null, requests };
  } catch (error) {
    if (error instanceof SluiceError) return { answer: null, error, requests };
    throw error;
  }
}

function bodyOf(text: string): ByteSource {
  const bytes = () => new TextEncoder().encode(text);
  return {
    text: async () => text,
    bytes: async () => bytes(),
    async *stream() {
      yield bytes();
    },
    discard: () => undefined,
  };
}

const base = (source: string, document: JsonObject): Level<JsonObject> => ({
  level: 'base',
  revision: 1,
  source,
  document,
});
const account = (document: JsonObject): Level<JsonObject> => ({
  level: 'account',
  revision: 1,
  source: 'account override',
  document,
});

async function call(ports: Ports, subject: CaseSubject, given: Case['given']): Promise<CallAnswer> {
  const { slug } = subject;
  const { api, model = '', resource = '', method = 'list', path = '/', id, query = {}, body } = given.call;
  const held: Account = {
    id: 'case-account',
    environmentId: 'case',
    tenantId: 'case-tenant',
    integration: slug,
    status: 'active',
    authenticationMethod: given.account?.authentication_method ?? null,
    context: (given.account?.context ?? {}) as JsonObject,
    credentials: (given.account?.credentials ?? {}) as JsonObject,
    version: 1,
  };
  const levels = [base(`catalog/integrations/${slug}/integration.yaml`, subject.integration)];
  if (given.account?.integration_override !== undefined)
    levels.push(account(given.account.integration_override as JsonObject));
  const integration = createIntegrationPlan({ slug, levels });
  const switches = { responseFormat: 'unified', ignoreRemoteData: false, excludeFields: [], explain: false } as const;
  const common = {
    account: held,
    env: {},
    integration,
    id,
    query: query as JsonObject,
    body,
    switches,
    limits: { timeoutMs: 30_000, maxResponseBytes: 64 * 1024 * 1024 },
  };
  if (api === 'proxy') return callProxy(ports, { ...common, resource, method });
  if (api === 'custom') return callCustom(ports, { ...common, verb: method.toUpperCase() as HttpMethod, path });
  const mapped = subject.mappings[model]?.[resource]?.[method];
  const own = (
    (given.account?.unified_model_override ?? {}) as Record<string, Record<string, Record<string, JsonObject>>>
  )[model]?.[resource]?.[method];
  const mappingLevels = [
    ...(mapped === undefined ? [] : [base(`catalog/integrations/${slug}/mappings/${model}.yaml`, mapped)]),
    ...(own === undefined ? [] : [account(own)]),
  ];
  const mapping = createMappingPlan({
    models: subject.models,
    model,
    resource,
    method,
    integration: slug,
    levels: mappingLevels,
  });
  return callUnified(ports, { ...common, mapping });
}

function compareRequests(wanted: Case, requests: readonly HttpRequest[]): string[] {
  if (wanted.gives_request === undefined) return [];
  const expected = Array.isArray(wanted.gives_request) ? wanted.gives_request : [wanted.gives_request];
  if (expected.length !== requests.length) return [`requests: expected ${expected.length}, found ${requests.length}`];
  return expected.flatMap((want, index) => {
    const found = requests[index]!;
    const at = `requests[${index}]`;
    return [
      ...(want.method === undefined || want.method.toUpperCase() === found.method
        ? []
        : [`${at}.method: expected ${want.method}, found ${found.method}`]),
      ...(want.url === undefined || sameUrl(want.url, found.url)
        ? []
        : [`${at}.url: expected ${want.url}, found ${found.url}`]),
      ...Object.entries(want.headers ?? {}).flatMap(([name, value]) => {
        const got = found.headers[name.toLowerCase()] ?? null;
        return got === value ? [] : [`${at}.headers.${name}: expected ${value ?? 'none'}, found ${got ?? 'none'}`];
      }),
      ...(want.body === undefined ? [] : differences(want.body, readSent(found.body), 'exact', `${at}.body`)),
    ];
  });
}

/** The order of query parameters says nothing; everything else about a URL does. */
function sameUrl(a: string, b: string): boolean {
  const split = (url: string): [string, string] => {
    const at = url.indexOf('?');
    return at === -1
      ? [url, '']
      : [
          url.slice(0, at),
          url
            .slice(at + 1)
            .split('&')
            .map((part) => decodeURIComponent(part.replace(/\+/g, ' ')))
            .sort()
            .join('&'),
        ];
  };
  const [pathA, queryA] = split(a);
  const [pathB, queryB] = split(b);
  return pathA === pathB && queryA === queryB;
}

function readSent(body: HttpRequest['body']): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return body;
    throw error;
  }
}

function compareResponse(wanted: Case, { answer, error }: End): string[] {
  if (wanted.gives_response === undefined)
    return wanted.gives_error === undefined && error !== null ? [`threw ${error.code}: ${error.message}`] : [];
  if (answer === null) return [`response: expected one, but it threw ${error?.code}: ${error?.message}`];
  return differences(wanted.gives_response, JSON.parse(JSON.stringify(answer.body)), 'exact', 'response');
}

function compareError(wanted: Case, { answer, error }: End): string[] {
  if (wanted.gives_error === undefined) return [];
  const found =
    error === null
      ? (answer?.body ?? null)
      : { code: error.code, statusCode: error.status, message: error.message, details: error.details };
  return differences(wanted.gives_error, found, 'named_keys', 'error');
}
