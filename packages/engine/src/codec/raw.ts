/** A body that is sent as it is. Never says a content-type: only the document knows it. */
import { SluiceError } from '../terms/index.ts';
import type { Encoded } from './format.ts';

/** Text or bytes; numbers and booleans as text. Throws `body.invalid_field` on an object or a list. */
export function encodeRaw(value: unknown): Encoded {
  if (value === null) return { body: null, contentType: null };
  if (typeof value === 'string' || value instanceof Uint8Array) return { body: value, contentType: null };
  if (typeof value === 'number' || typeof value === 'boolean') return { body: String(value), contentType: null };
  throw new SluiceError('body.invalid_field', 'A raw body must be text or bytes, not an object or a list.');
}
