/** The version of the config language, and the steps that bring older documents up to it. */

/** Grows when a document that was accepted would be read differently. */
export const languageVersion = 1;

export interface Migration {
  /** The version the step leads to. */
  readonly to: number;
  /** Why the language changed, one sentence. */
  readonly reason: string;
  /** Takes and gives a canonical document; never changes its input. */
  migrate(document: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/** In order, one a version, from 2 on. None yet. */
export const migrations: readonly Migration[] = [];
