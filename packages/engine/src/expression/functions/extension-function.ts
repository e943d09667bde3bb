/** What an extension function is to the table, the engine and the docs. Functions are pure; what they need of a call comes as its Run. */
import type { Run } from '../../terms/index.ts';

interface About {
  /** JSONata signature: checked before the call; `-` takes the context for a missing argument. */
  readonly signature: string;
  readonly doc: string;
  readonly example: string;
  /** A list of one result stands for the result itself, as with built-in `$each`. */
  readonly unwrapsSingles?: true;
}

export type ExtensionFunction =
  | (About & { readonly call: (...args: never[]) => unknown })
  | (About & { readonly callWithRun: (run: Run, ...args: never[]) => unknown });
