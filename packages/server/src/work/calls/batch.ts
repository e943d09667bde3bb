/**
 * The batch request: several lists and calls of one account in dependency order, children once per parent record, lists to
 * their end. What fails is an error under its own name; the rest goes on. Keeps nothing after the answer.
 */
import {
  compileTemplateTree,
  reasonOf,
  SluiceError,
  type CallAnswer,
  type JsonObject,
  type TemplateTree,
} from '@sluice/engine';
import type { Authentication } from '../caller.ts';
import { readBatch, type Batch, type BatchNode } from './batch-shape.ts';
import { callProxy, callUnified } from './call.ts';
import type { CallDeps } from './callable.ts';

export interface BatchInput {
  readonly authentication: Authentication;
  readonly requestId: string;
  readonly body: unknown;
}

export interface BatchAnswer {
  readonly result: Readonly<Record<string, readonly unknown[]>>;
  readonly errors: Readonly<Record<string, readonly unknown[]>>;
}

/** Largest number of records one resource of a batch may gather; more is an error under its name. */
const MAX_RECORDS = 10_000;
/** Children under way at once. */
const CONCURRENCY = 4;

interface Gathered {
  readonly result: Record<string, unknown[]>;
  readonly errors: Record<string, unknown[]>;
}

/** Throws `request.invalid_body` for a batch that cannot be ordered; everything else is inside the answer. */
export async function callBatch(deps: CallDeps, input: BatchInput): Promise<BatchAnswer> {
  const batch = readBatch(input.body);
  const gathered: Gathered = { result: {}, errors: {} };
  for (const node of batch.nodes) {
    gathered.result[node.name] = [];
    const template = compileTemplateTree(
      { id: node.id, query: node.query ?? {}, body: node.body },
      { level: 'account', source: 'batch request', field: `resources.${node.name}` },
    );
    const scopes = scopesOf(batch, { node, gathered });
    for (let start = 0; start < scopes.length; start += CONCURRENCY) {
      const some = scopes.slice(start, start + CONCURRENCY);
      await Promise.all(some.map((scope) => runOnce(deps, { input, batch, node, template, scope, gathered })));
    }
  }
  return gathered;
}

/** One scope for each record of the parent the node speaks of; a single one where it speaks of none. */
function scopesOf({ args }: Batch, { node, gathered }: { node: BatchNode; gathered: Gathered }): JsonObject[] {
  const { forEach } = node;
  if (forEach === null) return [{ args }];
  return gathered.result[forEach.name]!.map((record) => ({ args, resources: nested(forEach.resource, record) }));
}

function nested(resource: string, record: unknown): JsonObject {
  return resource.split('/').reduceRight<unknown>((inner, key) => ({ [key]: inner }), record) as JsonObject;
}

function invalid(node: BatchNode, problem: string): SluiceError {
  return new SluiceError('request.invalid_body', `"${node.name}" ${problem}`, { details: { name: node.name } });
}

interface Running {
  readonly input: BatchInput;
  readonly batch: Batch;
  readonly node: BatchNode;
  readonly template: TemplateTree;
  readonly scope: JsonObject;
  readonly gathered: Gathered;
}

async function runOnce(deps: CallDeps, running: Running): Promise<void> {
  const { node, gathered } = running;
  const fail = (error: unknown): void => void (gathered.errors[node.name] ??= []).push(error);
  try {
    const rendered = running.template.render(running.scope) as { id?: unknown; query?: JsonObject; body?: unknown };
    let cursor: string | null = null;
    do {
      const answer = await callNode(deps, { ...running, rendered, cursor });
      if (answer.status >= 400) return fail(answer.body);
      cursor = gather(running, answer.body);
      if (gathered.result[node.name]!.length > MAX_RECORDS)
        throw invalid(node, `has more than ${MAX_RECORDS} records; list it page by page.`);
    } while (cursor !== null);
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    const { status, message, code, details } = error;
    fail({ statusCode: status, error: reasonOf(status), message, code, ...(details === undefined ? {} : { details }) });
  }
}

/** Gives the cursor of the next page. */
function gather({ node, gathered }: Running, body: unknown): string | null {
  const found = gathered.result[node.name]!;
  if (node.method !== 'list') {
    found.push(body);
    return null;
  }
  const page = body as { result: readonly unknown[]; next_cursor: string | null };
  found.push(...page.result);
  return page.next_cursor;
}

function callNode(
  deps: CallDeps,
  {
    input,
    batch,
    node,
    rendered,
    cursor,
  }: Running & { rendered: { id?: unknown; query?: JsonObject; body?: unknown }; cursor: string | null },
): Promise<CallAnswer> {
  const { authentication, requestId } = input;
  const format = node.response_format === undefined ? {} : { truto_response_format: node.response_format };
  const account = batch.accountId === null ? {} : { integrated_account_id: batch.accountId };
  const query = { ...rendered.query, ...format, ...account, ...(cursor === null ? {} : { next_cursor: cursor }) };
  const id = rendered.id === undefined || rendered.id === null ? undefined : String(rendered.id);
  const shared = { authentication, requestId, query, method: node.method, id, body: rendered.body };
  const [model, resource] = node.resource.split('/');
  if (resource === undefined) return callProxy(deps, { ...shared, resource: node.resource });
  return callUnified(deps, { ...shared, model: model!, resource });
}
