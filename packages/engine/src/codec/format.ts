/** The shapes every format's file shares: what an encoder gets and gives, what a decoder gets and gives. No logic. */

export type BodyFormat = 'json' | 'form' | 'multipart' | 'raw' | 'xml' | 'graphql';
export type ResponseFormat = 'json' | 'xml' | 'csv' | 'text' | 'binary';

/** How a list is written: `a=1,2`, `a[]=1&a[]=2`, `a[0]=1&a[1]=2`, `a=1&a=2`. */
export type ArrayFormat = 'comma' | 'brackets' | 'indices' | 'repeat';

export interface Encoded {
  readonly body: string | Uint8Array | null;
  /** For the content-type header; null where the format has none of its own. */
  readonly contentType: string | null;
}

export interface EncodeOptions {
  /** How lists are named in form and multipart bodies; `repeat` without it. */
  readonly arrayFormat?: ArrayFormat;
  /** Unguessable text between the parts of a multipart body; the engine has no randomness of its own. */
  readonly boundary?: string;
}

/** Never called with `undefined`. Throws `body.invalid_field` on a value the format cannot carry. */
export type Encode = (value: unknown, options: EncodeOptions) => Encoded;

/** `problem` says in words of ours what is wrong: parsers' own messages quote the content. */
export type DecodedText =
  | { readonly kind: 'value'; readonly value: unknown; readonly hasBigIntegers: boolean }
  | { readonly kind: 'unfit'; readonly problem: string };

/** Gets text without a byte order mark, never blank. */
export type Decode = (text: string) => DecodedText;
