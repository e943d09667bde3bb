/** The simulation document (`simulation.yaml`): seed records and the few things a fake provider needs that the integration does not say. */
import { z } from 'zod';
import { expression, field, text } from '../field.ts';

const awkward = z.strictObject({
  at: field(z.array(z.number().int().min(0)), {
    description: 'Numbers of the records it applies to; the first record is 0.',
  }).optional(),
  every: field(z.number().int().positive(), {
    description: 'Or every n-th record: those whose number is a multiple of it.',
  }).optional(),
  set: field(z.record(z.string(), z.json()), { description: 'Dotted path -> value.' }).optional(),
  set_expression: expression('simulation', 'Object deep-merged into the record; sees `n` and `record`.').optional(),
  remove: field(z.array(z.string()), { description: 'Dotted paths taken out.' }).optional(),
});

const collection = z.strictObject({
  count: field(z.number().int().min(0), { description: 'Seed records.', example: 1200 }),
  id_field: text('Path of the id. Ids are compared as text.', { example: 'id' }),
  updated_field: text('Path of the last change; set anew on every write.').optional(),
  created_field: text('Path of the creation time; set on create.').optional(),
  time_format: field(z.enum(['iso', 'iso_offset', 'iso_seconds', 'epoch_ms', 'epoch_seconds']), {
    description:
      'How those times are written: iso `2026-05-01T10:00:00.000Z` (without it), iso_offset `2026-05-01T10:00:00.000+0000`, iso_seconds `2026-05-01T10:00:00Z`, or numbers.',
  }).optional(),
  record: expression(
    'simulation',
    "Record number `n` (0 to count - 1), made the same way every time; sees `n` and `now` (epoch ms of the simulator's start). Inside `[...]` names are the item's: write `$$.n` there, or bind it first.",
  ),
  new_id: expression(
    'simulation',
    'Id of a created record; sees `n` (a running number that starts at count) and `body`. The largest number plus one, or `new-<n>`, without it.',
  ).optional(),
  awkward: field(z.array(awkward), {
    description: 'Nulls, missing keys, empty lists, long texts among the seed records; applied in order.',
  }).optional(),
});

const route = z.strictObject({
  collection: text('Collection it reads or writes; the one named like the resource without it.').optional(),
  action: field(z.enum(['list', 'get', 'create', 'update', 'replace', 'delete', 'fixed']), {
    description: "What the route does; by the method's name without it. `fixed` only answers.",
  }).optional(),
  when: expression('simulation', 'The route is taken only when true (several methods on one URL).').optional(),
  select: expression(
    'simulation',
    'What a list shows: {where: [{field, op, value} or {any: [[...], [...]]}], order_by, fields, limit, page_size, offset, cursor}. ' +
      'ops: eq ne gt gte lt lte in not_in like contains starts_with exists; times compare as instants. order_by: a field, `-field` for descending, or a list of them. ' +
      'fields: paths shown. limit: records listed in all. page_size, offset, cursor: where the request carries them in a way the pagination section does not tell (`dynamic`).',
  ).optional(),
  id: expression('simulation', 'Id of the record, where it is not {{id}} of the path.').optional(),
  show: expression('simulation', 'Record as this route shows it; sees `record`, `query`, `body`.').optional(),
  accept: expression(
    'simulation',
    'Body of a write -> partial record; sees `body`, `id`, `record` (as it was), `query`. The body itself without it.',
  ).optional(),
  require: expression(
    'simulation',
    'Error answer {status, body, headers} when the write lacks something; null or nothing lets it through.',
  ).optional(),
  answer: expression(
    'simulation',
    'Body of the answer; sees `records`, `record`, `page` ({total, count, offset, size, number, pages, has_more, next, next_url, next_path, previous, previous_url}; `next` is the next cursor, page number, offset or key). ' +
      'By response_path and pagination without it.',
  ).optional(),
  link: field(z.enum(['absolute', 'relative']), {
    description: 'How a cursor that is a URL is written without `answer`; absolute without it.',
  }).optional(),
  status: field(z.number().int(), {
    description: 'Status of a success; 201 for create, 204 for delete without an answer, else 200.',
  }).optional(),
  headers: field(z.record(z.string(), z.string()), { description: 'Headers of the answer.' }).optional(),
});

const errorShape = z.strictObject({
  status: z.number().int(),
  headers: field(z.record(z.string(), z.string()), {
    description: 'Headers; `{{mount.reset_seconds}}` and the other variables of the mount are filled in.',
  }).optional(),
  body: z.json().optional(),
  text: z.string().optional(),
});

export const simulationSpec = z.strictObject({
  base_path: text('Path of base_url after the host, where base_url is a template that hides it.', {
    example: '/services/data/v63.0',
  }).optional(),
  collections: field(z.record(z.string(), collection), { description: 'Seed records by name.' }),
  routes: field(z.record(z.string(), route), {
    description:
      '`resource.method` of the integration -> how it is played. A method not named is played on the collection named like its resource; without one a list is empty and anything else is `errors.not_found`.',
  }),
  headers: field(z.record(z.string(), expression('simulation', 'Header value; left out when null.')), {
    description:
      'Headers on every answer; sees `page`, `now` (epoch ms) and `mount`: {name, url, limit, remaining, used, window_ms, reset_at (epoch ms), reset_seconds, reset_ms}.',
  }).optional(),
  rate_limit: field(z.strictObject({ limit: z.number().int().positive(), window_ms: z.number().int().positive() }), {
    description: 'Requests a mount takes in a window before it answers `errors.rate_limited`.',
  }).optional(),
  errors: field(
    z.partialRecord(
      z.enum(['unauthorized', 'forbidden', 'not_found', 'rate_limited', 'server_error', 'bad_request', 'gone']),
      errorShape,
    ),
    {
      description: "The provider's own error shapes; the keys left out get a plain one.",
    },
  ).optional(),
});

export type Simulation = z.infer<typeof simulationSpec>;
export type SimulatedCollection = z.infer<typeof collection>;
export type SimulatedRoute = z.infer<typeof route>;
