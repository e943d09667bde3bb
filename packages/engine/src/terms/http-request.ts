/** One outbound request, complete: nothing is added to it after the credentials are on. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';

export const httpMethods: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

export interface HttpRequest {
  readonly method: HttpMethod;
  /** Absolute, query string included, already encoded. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array> | null;
  /** From the first byte sent to the last byte read. */
  readonly timeoutMs: number;
  /** Largest decoded answer accepted; a longer one ends as `provider.response_too_large`. */
  readonly maxResponseBytes: number;
}
