/** One provider answer as it came off the wire: judged by `response/`, never by the wire. */
import type { ByteSource } from './byte-source.ts';

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ByteSource;
}
