/** The three calls the edge offers, each a few lines: open the account, hand over to the engine. */
import * as engine from '@sluice/engine';
import type { CallAnswer, HttpMethod, JsonObject } from '@sluice/engine';
import { mappingOf, type Callable, type CallDeps, type CallFor } from './callable.ts';
import { conduct } from './conduct.ts';
import { onceOf } from './idempotency.ts';
import { readSwitches, type SwitchedQuery } from './switches.ts';

interface AnyCall extends Omit<CallFor, 'accountId'> {
  /** The query as parsed; `integrated_account_id` and the switches are taken out here. */
  readonly query: JsonObject;
  readonly body?: unknown;
  readonly contentType?: string;
  /** The caller's headers that mappings may see, `idempotency-key` among them; never the API token. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface UnifiedInput extends AnyCall {
  readonly model: string;
  readonly resource: string;
  readonly method: string;
  readonly id?: string;
}

export interface ProxyInput extends AnyCall {
  readonly resource: string;
  readonly method: string;
  readonly id?: string;
}

export interface CustomInput extends AnyCall {
  readonly verb: HttpMethod;
  readonly path: string;
}

/** Throws `account.*`, `unified.*`, `filter.unsupported`, `cursor.*`, `body.*` and config errors; provider ends are answers. */
export function callUnified(deps: CallDeps, input: UnifiedInput): Promise<CallAnswer> {
  const { model, resource, method, id } = input;
  const switched = readSwitches(input.query, 'unified');
  const subject = { api: 'unified', model, resource, method } as const;
  return conduct(deps, {
    wanted: wantedOf(input, switched),
    subject,
    once: onceOf(input.headers, subject, id),
    call: async (callable, ports) => {
      const mapping = mappingOf(deps, callable, { model, resource, method });
      return engine.callUnified(ports, { ...shared(deps, input, { callable, switched }), mapping, id });
    },
  });
}

export function callProxy(deps: CallDeps, input: ProxyInput): Promise<CallAnswer> {
  const { resource, method, id } = input;
  const switched = readSwitches(input.query, 'proxy');
  const subject = { api: 'proxy', model: null, resource, method } as const;
  return conduct(deps, {
    wanted: wantedOf(input, switched),
    subject,
    once: onceOf(input.headers, subject, id),
    call: async (callable, ports) =>
      engine.callProxy(ports, { ...shared(deps, input, { callable, switched }), resource, method, id }),
  });
}

export function callCustom(deps: CallDeps, input: CustomInput): Promise<CallAnswer> {
  const { verb, path } = input;
  const switched = readSwitches(input.query, 'custom');
  const subject = { api: 'custom', model: null, resource: null, method: verb.toLowerCase() } as const;
  return conduct(deps, {
    wanted: wantedOf(input, switched),
    subject,
    once: onceOf(input.headers, subject, path),
    call: async (callable, ports) =>
      engine.callCustom(ports, { ...shared(deps, input, { callable, switched }), verb, path }),
  });
}

function wantedOf({ authentication, requestId }: AnyCall, { accountId }: SwitchedQuery): CallFor {
  return { authentication, accountId, requestId };
}

function shared(
  { limits }: CallDeps,
  { body, contentType, headers }: AnyCall,
  opened: { callable: Callable; switched: SwitchedQuery },
) {
  const { open, environment, integration } = opened.callable;
  const { switches, query } = opened.switched;
  return {
    account: open.account,
    env: environment.env,
    integration,
    query,
    body,
    contentType,
    headers,
    switches,
    limits,
  };
}
