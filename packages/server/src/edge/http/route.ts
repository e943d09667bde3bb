/** What a route is: a row of a table, not a registration. The server, the OpenAPI document and the reference read the same rows. */
import type { JsonObject } from '@sluice/engine';
import type { Authentication, TokenScope } from '../../work/caller.ts';

export interface Incoming {
  readonly requestId: string;
  /** Null on routes that need no token. */
  readonly caller: Authentication | null;
  readonly params: Readonly<Record<string, string>>;
  /** Nested as written: `updated_at[gt]=x` is `{updated_at: {gt: 'x'}}`. */
  readonly query: JsonObject;
  /** Parsed JSON, or the bytes as they came where the content type is another one. */
  readonly body: unknown;
  readonly contentType: string | undefined;
  /** Lower-case names, the API token left out. */
  readonly headers: Readonly<Record<string, string>>;
  readonly verb: string;
}

export interface Outgoing {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or a `ByteSource` that is passed through. */
  readonly body: unknown;
}

export type Verb = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Parameter {
  readonly name: string;
  /** `query` without it. */
  readonly in?: 'query' | 'header';
  readonly means: string;
  readonly isRequired?: boolean;
}

export interface Route {
  readonly verbs: readonly Verb[];
  /** With `:name` segments; a trailing `*` takes the rest. */
  readonly path: string;
  /** Null where no token is needed. */
  readonly scope: TokenScope | null;
  readonly tag: string;
  readonly summary: string;
  readonly query?: readonly Parameter[];
  /** Only where the method writes: shown on POST, PUT, PATCH and DELETE. */
  readonly writeHeaders?: readonly Parameter[];
  /** JSON Schema of the body. */
  readonly body?: JsonObject;
  /** JSON Schema of a success. */
  readonly answer?: JsonObject;
  readonly run: (incoming: Incoming) => Promise<Outgoing>;
}
