/** Page tokens: opaque for clients, the place in the listing for us. State is in the token, so it survives a restart of the simulator. */

export interface Spot {
  readonly offset: number;
  readonly size: number;
  readonly anchor: number | null;
}

/** Letters that stay as they are in a URL; with `isUrlEncoded` two that do not, as some providers send them. */
export function writeToken(spot: Spot, isUrlEncoded = false): string {
  const token = Buffer.from(JSON.stringify([spot.offset, spot.size, spot.anchor])).toString('base64url');
  return isUrlEncoded ? encodeURIComponent(`${token}==`) : token;
}

/** Null when the text is no token of ours. */
export function readToken(text: string): Spot | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text.replace(/(?:=|%3D)+$/i, ''), 'base64url').toString());
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (!Array.isArray(parsed) || parsed.length !== 3) return null;
  const [offset, size, anchor] = parsed as unknown[];
  if (!isCount(offset) || !isCount(size) || !(anchor === null || isCount(anchor))) return null;
  return { offset, size, anchor };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}
