/** The end of a `get` that the provider answers with success and nothing: there is no such record. Judges no other method. */
import type { FailedOutcome, OkOutcome } from '../terms/index.ts';
import type { MethodPlan } from './integration-plan.ts';

export function isNothing(data: unknown): boolean {
  return data === null || data === undefined || (Array.isArray(data) && data.length === 0);
}

/** Where the answer did hold something, the message names the `response_path` that found nothing in it. */
export function missing(outcome: OkOutcome, { config }: MethodPlan): FailedOutcome {
  const isElsewhere = config.response_path !== undefined && outcome.body !== null && outcome.body !== undefined;
  const message = isElsewhere
    ? `There is no such record: the answer has nothing at response_path \`${config.response_path}\`.`
    : 'There is no such record.';
  return {
    kind: 'remote_error',
    code: 'provider.error',
    status: 404,
    headers: outcome.headers,
    rateLimit: outcome.rateLimit,
    remote: { status: 404, message, code: null },
  };
}
