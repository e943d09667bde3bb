/** What admin work is given: instances made in main.ts. Types only; nothing is constructed here. */
import type { Statements } from '../adapters/store/statements.ts';
import type { Vault } from '../adapters/vault/vault.ts';

/** Structured log lines: metadata only, never a payload, a secret or a record. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface AdminDeps {
  readonly statements: Statements;
  readonly vault: Vault;
  readonly newId: () => string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** That many random bytes, fit for secrets. */
  readonly random: (bytes: number) => Uint8Array;
}
