/** Statements of table `api_token`. Only keyed hashes are kept; a secret cannot be read back. */
import { rowsOf } from './rows.ts';
import type { ApiTokenRow, Database } from './tables.ts';

export const apiTokens = (db: Database) => ({
  ...rowsOf(db, 'api_token', 'own'),
  findByHash(hash: Buffer): Promise<ApiTokenRow | undefined> {
    return db.selectFrom('api_token').selectAll().where('token_hash', '=', hash).executeTakeFirst();
  },
});
