/** Writes an answer: JSON as text, a passed-through body as it arrives. */
import { Readable } from 'node:stream';
import { isByteSource } from '@sluice/engine';
import type { FastifyReply } from 'fastify';
import type { Outgoing } from './route.ts';

export function send(reply: FastifyReply, outgoing: Outgoing): FastifyReply {
  reply.code(outgoing.status);
  if (outgoing.headers !== undefined) reply.headers(outgoing.headers);
  if (isByteSource(outgoing.body)) {
    if (!reply.hasHeader('content-type')) reply.header('content-type', 'application/octet-stream');
    return reply.send(Readable.from(outgoing.body.stream(), { objectMode: false }));
  }
  if (typeof outgoing.body === 'string' && reply.hasHeader('content-type')) return reply.send(outgoing.body);
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(outgoing.body ?? null));
}
