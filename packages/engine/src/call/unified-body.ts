/** Reads the caller's unified body: an object, with the model's required fields, in the model's types. */
import { withoutBigIntegers } from '../codec/big-integer.ts';
import { checkBody } from '../mapping/body.ts';
import { SluiceError, type JsonObject } from '../terms/index.ts';
import { isPlainObject, mergeResults } from '../values/merge.ts';
import type { UnifiedCall } from './types.ts';

/** Throws `request.invalid_body`, `body.missing_field` or `body.invalid_field`. Undefined where no body is needed or given. */
export function readBody({ mapping, body }: UnifiedCall): JsonObject | undefined {
  const rules = { required: mapping.requiredBody, writable: mapping.bodyReads, coerce: mapping.coerce };
  const isWrite = mapping.method === 'create' || mapping.method === 'update';
  if (body === undefined || body === null) {
    if (!isWrite) return undefined;
    return checkBody({}, rules);
  }
  if (!isPlainObject(body))
    throw new SluiceError('request.invalid_body', 'The body must be a JSON object.', {
      details: { found: Array.isArray(body) ? 'array' : typeof body },
    });
  // Expressions cannot read raw big integers; what goes to the provider as it is keeps them.
  const { remote_data: remoteData, ...fields } = body;
  const readable = withoutBigIntegers(fields) as JsonObject;
  const given = remoteData === undefined ? readable : { ...readable, remote_data: remoteData };
  const { default_body: defaults } = mapping.config;
  const whole = defaults === undefined ? given : (mergeResults(defaults, given) as JsonObject);
  return isWrite ? checkBody(whole, rules) : whole;
}
