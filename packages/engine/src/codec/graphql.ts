/** A GraphQL request body: document, variables and operation name, as JSON. Never parses the document. */
import { isPlainObject } from '../values/merge.ts';
import { SluiceError } from '../terms/index.ts';
import type { Encoded } from './format.ts';
import { encodeJson } from './json.ts';

/** `{query, variables?, operationName?}`; GraphQL over HTTP section 5.4. Throws `body.invalid_field` without a document. */
export function encodeGraphql(value: unknown): Encoded {
  if (!isPlainObject(value) || typeof value['query'] !== 'string') {
    throw new SluiceError(
      'body.invalid_field',
      'A GraphQL body must be an object with the document as text in `query`.',
      {
        details: { field: 'query' },
      },
    );
  }
  const { query, variables, operationName } = value;
  return encodeJson({ query, variables, operationName });
}
