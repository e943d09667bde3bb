/**
 * Nonces for AES-GCM that do not repeat under one key: 8 random bytes a process and a counter. Purely random ones would
 * reach the limit of 2^32 seals a key (NIST SP 800-38D, 8.3) within weeks of busy listing. Never keeps anything.
 */
import { randomBytes } from 'node:crypto';

export interface Nonces {
  /** 12 bytes, never given before by this process. */
  next(): Buffer;
}

export function createNonces(): Nonces {
  let prefix = randomBytes(8);
  let counter = 0;
  return {
    next() {
      if (counter > 0xff_ff_ff_ff) {
        prefix = randomBytes(8);
        counter = 0;
      }
      const nonce = Buffer.allocUnsafe(12);
      prefix.copy(nonce);
      nonce.writeUInt32BE(counter, 8);
      counter += 1;
      return nonce;
    },
  };
}
