/** The integration document: one provider's API, described. */
import { z } from 'zod';
import { expression, field, template, templateMap, text } from '../field.ts';
import { authorizationSpec } from './authorization.ts';
import { credentialsSpec } from './credentials.ts';
import { arrayFormats, methodSpec } from './method.ts';
import { paginationSpec } from './pagination.ts';
import { rateLimitSpec } from './rate-limit.ts';
import { stepsSpec } from './steps.ts';

export const actionSpec = z.strictObject({ steps: stepsSpec, description: z.string().optional() });

export const integrationSpec = z.strictObject({
  name: text("Slug; lower case, digits and dashes. The folder's name where left out.", {
    example: 'blue-desk',
  }).optional(),
  label: text('Name shown to people.').optional(),
  category: text('Kind of system: crm, hris, ats, accounting, ticketing...').optional(),
  logo: text('URL or data URI of the logo.', { aliases: ['icon'] }).optional(),
  api_version: text("Version of the provider's API the document is written for.").optional(),
  sunset_at: text('Date the provider ends that version, YYYY-MM-DD.').optional(),
  docs_url: text("Provider's API documentation.").optional(),
  base_url: template('Start of every URL.', { example: 'https://{{subdomain}}.example.com/api' }),
  headers: templateMap('Default headers; null removes one.').optional(),
  query: field(z.record(z.string(), z.json()), {
    description: 'Default query parameters.',
    kind: 'template',
    sees: 'request',
  }).optional(),
  query_array_format: field(z.enum(arrayFormats), {
    description: 'How lists are written into query strings.',
    default: 'repeat',
  }).optional(),
  credentials: field(credentialsSpec, {
    description: 'What a customer is asked for, per credential format.',
  }).optional(),
  authorization: field(authorizationSpec, {
    description: 'How credentials get on a request.',
    aliases: ['auth'],
  }).optional(),
  pagination: field(paginationSpec.nullable(), { description: 'Default for every list.' }).optional(),
  rate_limit: field(rateLimitSpec.nullable(), { description: 'Default for every method.' }).optional(),
  error_expression: expression('response', 'Default for every method: truthy means failure.').nullable().optional(),
  resources: field(z.record(z.string(), z.record(z.string(), methodSpec)), {
    description: 'Resource -> method -> how it is called.',
  }).optional(),
  actions: field(z.record(z.string(), actionSpec), {
    description: 'validation, post_install, refresh_token, post_connect_user_form, pre_disconnect, or named.',
  }).optional(),
  webhook: field(z.record(z.string(), z.unknown()), {
    description: 'Inbound webhooks; a document of its own (`webhook.yaml`) is preferred.',
  }).optional(),
  tool_tags: field(z.record(z.string(), z.array(z.string())), {
    description: 'Resource -> tags for tool selection.',
  }).optional(),
});

export type Integration = z.infer<typeof integrationSpec>;
export type Action = z.infer<typeof actionSpec>;
