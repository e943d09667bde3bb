/** Cross-origin headers for the origins the operator names; none by default. */
import type { FastifyReply, FastifyRequest } from 'fastify';

const exposed = [
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'retry-after',
  'x-ratelimit-reset-at',
  'x-request-id',
].join(', ');

export function allowOrigins(origins: readonly string[], request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers;
  if (origins.length === 0) return;
  reply.header('vary', 'origin');
  if (origin === undefined || !origins.includes(origin)) return;
  reply
    .header('access-control-allow-origin', origin)
    .header('access-control-expose-headers', exposed)
    .header('cross-origin-resource-policy', 'cross-origin');
  if (request.method !== 'OPTIONS') return;
  reply
    .header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
    .header('access-control-allow-headers', 'authorization, content-type, idempotency-key, x-environment-id')
    .header('access-control-max-age', '600');
}
