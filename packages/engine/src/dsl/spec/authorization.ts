/** Section `authorization`: how credentials get on a request. One scheme, or a list applied in order. */
import { z } from 'zod';
import { expression, field, template, text } from '../field.ts';

const bearer = z.strictObject({
  path: text("Path of the token in the account's context.", {
    default: 'oauth.token.access_token',
    aliases: ['token_path'],
  }).optional(),
  token: template('The token as a template, instead of `path`.', { example: '{{api_key}}' }).optional(),
  prefix: text('Word before the token.', { default: 'Bearer' }).optional(),
});

const header = z.strictObject({
  header_name: text('Header that carries the credential.', { example: 'X-Api-Key' }).optional(),
  header_value: template('Its value.', { example: '{{api_key}}' }).optional(),
  expression: expression('authorization', 'JSONata that returns an object of headers, for request signing.').optional(),
});

const query = z.strictObject({
  name: text('Query parameter that carries the credential.', { example: 'api_key' }),
  value: template('Its value.', { example: '{{api_key}}' }),
});

const basic = z.strictObject({
  username: template('User name.', { example: '{{email}}/token' }).optional(),
  password: template('Password; may be empty.', { example: '{{api_key}}' }).optional(),
});

/** Schemes that exchange, sign or present something; their settings come with the work on connecting accounts. */
const later = field(z.record(z.string(), z.unknown()), { description: 'Settings of the scheme.' });

export const authorizationSchemeSpec = z
  .discriminatedUnion('format', [
    z.strictObject({ format: z.literal('bearer'), config: bearer.optional() }),
    z.strictObject({ format: z.literal('header'), config: header }),
    z.strictObject({ format: z.literal('query'), config: query }),
    z.strictObject({ format: z.literal('basic'), config: basic }),
    z.strictObject({ format: z.literal('none'), config: z.strictObject({}).optional() }),
    z.strictObject({ format: z.literal('oauth1'), config: later.optional() }),
    z.strictObject({ format: z.literal('wsse'), config: later.optional() }),
    z.strictObject({ format: z.literal('mtls'), config: later.optional() }),
    z.strictObject({ format: z.literal('jwt'), config: later.optional() }),
  ])
  .meta({ id: 'authorization_scheme' });

/** Canonical form is always the list; the alias stage wraps a single scheme. */
export const authorizationSpec = z.array(authorizationSchemeSpec);

export type AuthorizationScheme = z.infer<typeof authorizationSchemeSpec>;
export type Authorization = z.infer<typeof authorizationSpec>;
