/** Section `rate_limit`: how a provider says "slow down" and how much is left, in whatever unit it uses. */
import { z } from 'zod';
import { expression, field, text } from '../field.ts';

export const resetUnits = [
  'seconds_left',
  'ms_left',
  'epoch_seconds',
  'epoch_ms',
  'iso_time',
  'http_date',
  'local_time',
  'window_seconds',
  'window_ms',
] as const;

/** A header, read as a number unless a unit says otherwise. */
const reading = z.strictObject({
  header: text('Header name, any case.', { example: 'X-RateLimit-Remaining' }).optional(),
  pattern: text('Regular expression; its first group is the value.', {
    kind: 'regex',
    example: 'remaining=(\\d+)',
  }).optional(),
  expression: expression(
    'header',
    'JSONata over `headers` (lower-case names), `status` and `now` (epoch ms), instead of a header.',
  ).optional(),
  value: field(z.number().min(0), {
    description: "A number from the provider's documentation, taken where the answer does not tell.",
    example: 60,
  }).optional(),
});

const instant = reading.extend({
  unit: field(z.enum(resetUnits), {
    description:
      'How the value tells a time; seconds left without it. `window_*` is the length of the window, an upper bound for the reset.',
  }).optional(),
  time_zone: text('IANA zone of a `local_time` that names no offset; UTC without it.', {
    example: 'America/Los_Angeles',
  }).optional(),
});

export const rateLimitSpec = z
  .strictObject({
    is_rate_limited: expression('response', 'True when the answer means "slow down"; `status = 429` without it.', {
      example: 'status = 403 and data[0].errorCode = "REQUEST_LIMIT_EXCEEDED"',
    }).optional(),
    limit: field(reading, { description: 'Requests allowed in the window.' }).optional(),
    remaining: field(reading, { description: 'Requests left in the window.' }).optional(),
    used: field(reading, {
      description: 'Requests used in the window: `remaining` is `limit` less this, where the provider tells it so.',
    }).optional(),
    reset: field(instant, { description: 'When the window resets.' }).optional(),
    retry_after: field(instant, {
      description: 'How long to wait; the `retry-after` header (seconds or HTTP date) without it.',
    }).optional(),
    retry_after_header_expression: expression(
      'header',
      'Published spelling: JSONata (or a bare header name) that gives seconds to wait.',
    ).optional(),
    rate_limit_header_expression: expression(
      'header',
      'Published spelling: JSONata that gives {limit, remaining, reset} or an epoch in seconds.',
    ).optional(),
  })
  .meta({ id: 'rate_limit' });

export type RateLimitConfig = z.infer<typeof rateLimitSpec>;
export type RateLimitReading = z.infer<typeof instant>;
