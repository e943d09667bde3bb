/** What the loaders behind the caches are given. */
import type { Statements } from '../../adapters/store/statements.ts';
import type { Vault } from '../../adapters/vault/vault.ts';

export interface LoadDeps {
  readonly statements: Statements;
  readonly vault: Vault;
  /** One copy in memory of a document, however many environments see it; the key names its revision. */
  readonly intern: <Document extends object>(key: string, make: () => Document) => Document;
}
