/** Makes UUIDs of version 7 (RFC 9562, section 5.7): they sort by time, so keyset pages come in order of creation. */

/** `random` gives that many random bytes. */
export function createIds(input: { clock: () => number; random: (bytes: number) => Uint8Array }): () => string {
  return () => {
    const bytes = input.random(16);
    let time = input.clock();
    for (let index = 5; index >= 0; index -= 1) {
      bytes[index] = time % 256;
      time = Math.floor(time / 256);
    }
    bytes[6] = (bytes[6]! & 0x0f) | 0x70;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const hex = Buffer.from(bytes).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}
