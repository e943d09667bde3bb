/** Bodies of application/x-www-form-urlencoded. Named and encoded exactly like a query string. */
import { isPlainObject } from '../values/merge.ts';
import { SluiceError } from '../terms/index.ts';
import type { Encoded, EncodeOptions } from './format.ts';
import { encodeQuery } from './query.ts';

const contentType = 'application/x-www-form-urlencoded';

/** Text is sent as it is. A space is `%20`, which every form decoder reads too. Throws `body.invalid_field` on a list or scalar. */
export function encodeForm(value: unknown, { arrayFormat = 'repeat' }: EncodeOptions): Encoded {
  if (value === null) return { body: null, contentType: null };
  if (typeof value === 'string') return { body: value, contentType };
  if (!isPlainObject(value)) throw new SluiceError('body.invalid_field', 'A form body must be an object of fields.');
  return { body: encodeQuery(value, arrayFormat), contentType };
}
