/** Section `credentials`: what a customer is asked for, per credential format. Canonical form is the map format -> credential. */
import { z } from 'zod';
import { field, template, text } from '../field.ts';
import { authorizationSpec } from './authorization.ts';

const option = z.strictObject({
  label: text('Shown to the customer.'),
  value: field(z.union([z.string(), z.number(), z.boolean()]), { description: 'Stored value.' }),
});

export const credentialFieldSpec = z
  .strictObject({
    name: text('Variable the answer is stored under.', { example: 'subdomain' }),
    label: text('Shown to the customer.', { example: 'Subdomain' }),
    type: field(z.enum(['text', 'password', 'single_select', 'hidden']), {
      description: 'Kind of input; `password` is sealed at rest.',
    }).optional(),
    required: field(z.boolean(), { description: 'Whether an answer is needed.' }).optional(),
    default: field(z.union([z.string(), z.number(), z.boolean()]), {
      description: 'Used when the customer gives nothing.',
    }).optional(),
    format: text('email, number, uuid or url.').optional(),
    pattern: text('Regular expression the answer must match.', { kind: 'regex' }).optional(),
    transform: field(z.enum(['lowercase', 'uppercase', 'trim', 'sha256']), {
      description: 'Applied to the answer before it is stored.',
    }).optional(),
    placeholder: text('Example shown in the empty input.').optional(),
    help_text: text('Sentence below the input: where the customer finds the value.').optional(),
    options: field(z.array(option), { description: 'Choices of a `single_select`.' }).optional(),
  })
  .meta({ id: 'credential_field' });

const shared = {
  label: text('Name of this way to connect, where several are offered.').optional(),
  fields: field(z.array(credentialFieldSpec), { description: 'Asked before connecting.' }).optional(),
  documentation_link: text('Provider page that explains the credential.').optional(),
  permissions_text: text('What the credential must be allowed to do.').optional(),
  authorization: field(authorizationSpec, {
    description: "Replaces the integration's authorization for accounts connected this way.",
    aliases: ['auth_scheme'],
  }).optional(),
};

/** Settings of the OAuth family: read by the token lifecycle, accepted here so that documents are whole. */
const oauth = {
  client_id: template('Client id of the OAuth app.', { example: '{{env.CLIENT_ID}}' }).optional(),
  client_secret: template('Client secret of the OAuth app.', {
    secret: true,
    example: '{{env.CLIENT_SECRET}}',
  }).optional(),
  client: field(z.strictObject({ id: z.string().optional(), secret: z.string().optional() }), {
    description: 'Client id and secret, published spelling.',
  }).optional(),
  auth: field(z.record(z.string(), z.string()), {
    description: 'authorize_url, token_url, refresh_url, revoke_url, or host and path pairs.',
  }).optional(),
  options: field(z.record(z.string(), z.unknown()), {
    description: 'Published spelling of the options below.',
  }).optional(),
  scope: field(z.union([z.string(), z.array(z.string())]), { description: 'Scopes asked for.' }).optional(),
  scope_separator: text('Between scopes; a space by default.').optional(),
  client_auth: field(z.enum(['header', 'body']), {
    description: 'How the client authenticates at the token endpoint.',
  }).optional(),
  body_format: field(z.enum(['form', 'json']), { description: 'Body of the token request.' }).optional(),
  pkce: field(z.boolean(), { description: 'Off only where the provider refuses it.' }).optional(),
  authorize_params: field(z.record(z.string(), z.unknown()), {
    description: 'Extra parameters of the authorize URL.',
    aliases: ['params', 'authorizeParams'],
  }).optional(),
  token_params: field(z.record(z.string(), z.unknown()), {
    description: 'Extra parameters of the token request.',
    aliases: ['tokenParams'],
  }).optional(),
  refresh_params: field(z.record(z.string(), z.unknown()), {
    description: 'Extra parameters of the refresh request.',
    aliases: ['refreshParams'],
  }).optional(),
  token_mapping: text('JSONata from a token answer to {access_token, refresh_token, expires_in, extra}.').optional(),
  default_expires_in: field(z.number().int().positive(), {
    description: 'Seconds a token lives where the provider does not say.',
    aliases: ['tokenExpiryDuration'],
  }).optional(),
};

const settings = field(z.record(z.string(), z.unknown()), { description: 'Settings of the format.' });

export const credentialSpec = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal('api_key'), config: z.strictObject(shared).optional() }),
  z.strictObject({ format: z.literal('basic'), config: z.strictObject(shared).optional() }),
  z.strictObject({ format: z.literal('oauth2'), config: z.strictObject({ ...shared, ...oauth }).optional() }),
  z.strictObject({
    format: z.literal('oauth2_client_credentials'),
    config: z.strictObject({ ...shared, ...oauth }).optional(),
  }),
  z.strictObject({
    format: z.literal('oauth2_jwt_bearer'),
    config: z.strictObject({ ...shared, ...oauth, settings: settings.optional() }).optional(),
  }),
  z.strictObject({ format: z.literal('oauth2_password'), config: z.strictObject({ ...shared, ...oauth }).optional() }),
  z.strictObject({
    format: z.literal('oauth1'),
    config: z.strictObject({ ...shared, settings: settings.optional() }).optional(),
  }),
  z.strictObject({
    format: z.literal('session'),
    config: z.strictObject({ ...shared, settings: settings.optional() }).optional(),
  }),
  z.strictObject({
    format: z.literal('mtls'),
    config: z.strictObject({ ...shared, settings: settings.optional() }).optional(),
  }),
  z.strictObject({
    format: z.literal('wsse'),
    config: z.strictObject({ ...shared, settings: settings.optional() }).optional(),
  }),
  z.strictObject({
    format: z.literal('jwt'),
    config: z.strictObject({ ...shared, settings: settings.optional() }).optional(),
  }),
]);

export const credentialsSpec = z.record(z.string(), credentialSpec);

export type Credential = z.infer<typeof credentialSpec>;
export type Credentials = z.infer<typeof credentialsSpec>;
