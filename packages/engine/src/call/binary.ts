/** Bodies that flow through unread: how to tell one, and which of the provider's headers go with it. */
import type { ByteSource } from '../terms/index.ts';

export function isByteSource(value: unknown): value is ByteSource {
  return typeof value === 'object' && value !== null && 'stream' in value && typeof value.stream === 'function';
}

const kept = ['content-type', 'content-length', 'content-disposition', 'etag', 'last-modified'];

/** The length is kept only where the body was not decoded on the way, otherwise it would be wrong. */
export function passThroughHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const isEncoded = headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity';
  const names = isEncoded ? kept.filter((name) => name !== 'content-length') : kept;
  return Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
}
