/** A body that can be read once: whole or piece by piece. Never read twice, never kept. */
export interface ByteSource {
  /** The whole body as UTF-8 text. Rejects with `provider.response_too_large`, `provider.timeout` or `provider.unreachable`. */
  text(): Promise<string>;
  /** The whole body as bytes; rejects like `text`. */
  bytes(): Promise<Uint8Array>;
  /** The body in pieces as they arrive, for answers that are passed through. */
  stream(): AsyncIterable<Uint8Array>;
  /** Lets go of a body nobody will read, so that the connection is free again. */
  discard(): void;
}
