/** Checks a unified body against what model and provider need, and lays the caller's `remote_data` over the provider's body. */
import { SluiceError, type JsonObject } from '../terms/index.ts';
import { isPlainObject, mergeResults } from '../values/merge.ts';
import type { Coercer, Misfit } from './coerce.ts';

export interface BodyRules {
  readonly required: readonly string[];
  /** Top-level fields the mapping writes to the provider; `''` among them means all. */
  readonly writable: readonly string[];
  readonly coerce: Coercer;
}

/** Fields a provider sets itself: a record that was read may be sent back as it is. */
export const readOnlyFields: ReadonlySet<string> = new Set([
  'id',
  'created_at',
  'updated_at',
  'created_by',
  'updated_by',
  'remote_url',
  'is_deleted',
  'etag',
  'last_activity_at',
]);

/**
 * Throws `body.missing_field`, `body.unsupported_field` or `body.invalid_field`, each naming all fields at fault. Returns the
 * body in the model's types.
 */
export function checkBody(body: JsonObject, about: BodyRules): JsonObject {
  const missing = about.required.filter((field) => body[field] === undefined || body[field] === null);
  if (missing.length > 0) {
    throw new SluiceError('body.missing_field', `The body lacks ${missing.map((field) => `"${field}"`).join(', ')}.`, {
      details: { missing_required_body_fields: missing },
    });
  }
  const lost = Object.keys(body).filter((field) => !isWritable(field, about.writable));
  if (lost.length > 0) {
    const list = lost.map((field) => `"${field}"`).join(', ');
    throw new SluiceError('body.unsupported_field', `The provider cannot take ${list} here.`, {
      details: { found: lost, allowed: about.writable },
    });
  }
  const misfits: Misfit[] = [];
  const { remote_data: remoteData, ...fields } = body;
  const fitted = about.coerce(fields, '', misfits) as JsonObject;
  if (misfits.length > 0) {
    const list = misfits.map(({ path, expected, found }) => `"${path}" is ${found}, expected ${expected}`).join('; ');
    throw new SluiceError('body.invalid_field', `The body does not fit the model: ${list}.`, {
      details: { invalid_body_fields: misfits },
    });
  }
  return remoteData === undefined ? fitted : { ...fitted, remote_data: remoteData };
}

/** Raw siblings of enums (`status_raw`) come with what was read; they are written by mappings that read them. */
function isWritable(field: string, writable: readonly string[]): boolean {
  if (field === 'remote_data' || readOnlyFields.has(field) || field.endsWith('_raw')) return true;
  return writable.includes('') || writable.includes(field);
}

/** Last word on the provider's body: `remote_data` deep-merged over what the mapping built. */
export function withRemoteData(built: unknown, remoteData: unknown): unknown {
  if (remoteData === undefined || remoteData === null) return built;
  return isPlainObject(built) ? mergeResults(built, remoteData) : (built ?? remoteData);
}
