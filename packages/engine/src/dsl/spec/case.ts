/** Catalog cases (`cases/*.yaml`): a call, recorded-shape answers, and what must come out. Run by CI and by every user. */
import { z } from 'zod';
import { field, text } from '../field.ts';

const answer = z.strictObject({
  status: field(z.number().int(), { description: 'HTTP status; 200 without it.' }).optional(),
  headers: field(z.record(z.string(), z.string()), { description: 'Headers of the answer.' }).optional(),
  body: field(z.json(), { description: 'Body as JSON.' }).optional(),
  text: field(z.string(), { description: 'Body as text, instead of `body`.' }).optional(),
  fails: field(z.enum(['unreachable', 'timeout']), { description: 'The provider cannot be reached.' }).optional(),
});

const expectedRequest = z.strictObject({
  method: z.string().optional(),
  url: text('Whole URL; query order does not matter.').optional(),
  headers: field(z.record(z.string(), z.string().nullable()), {
    description: 'Headers that must be there; null means must not.',
  }).optional(),
  body: z.json().optional(),
});

export const caseSpec = z.strictObject({
  name: text('What is shown.'),
  given: z.strictObject({
    call: z.strictObject({
      api: z.enum(['unified', 'proxy', 'custom']),
      model: z.string().optional(),
      resource: z.string().optional(),
      method: z.string().optional(),
      path: z.string().optional(),
      id: z.string().optional(),
      query: z.record(z.string(), z.json()).optional(),
      body: z.json().optional(),
    }),
    account: field(
      z.strictObject({
        authentication_method: z.string().optional(),
        context: z.record(z.string(), z.json()).optional(),
        credentials: z.record(z.string(), z.json()).optional(),
        integration_override: z.record(z.string(), z.json()).optional(),
        unified_model_override: z.record(z.string(), z.json()).optional(),
      }),
      { description: 'The account the call is for; invented values.' },
    ).optional(),
    now: text("ISO time of the call's clock.").optional(),
    answers: field(z.array(answer), { description: 'What the provider answers, in order.' }),
  }),
  gives_request: field(z.union([expectedRequest, z.array(expectedRequest)]), {
    description: 'The request sent (or all of them, in order).',
  }).optional(),
  gives_response: field(z.json(), {
    description: 'The answer; keys not named here are not compared inside `remote_data` only.',
  }).optional(),
  gives_outcome: field(z.record(z.string(), z.json()), {
    description: 'Fields of the outcome: kind, status, rateLimit...',
  }).optional(),
  gives_error: field(z.record(z.string(), z.json()), { description: 'code and whatever else must hold.' }).optional(),
});

export const caseFileSpec = z.array(caseSpec);
export type Case = z.infer<typeof caseSpec>;
