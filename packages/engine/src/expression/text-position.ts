/** From an offset in an expression's text to the line and column an editor shows, both counted from 1. */

export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

export function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, Math.max(0, Math.min(offset, text.length)));
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - lineStart + 1 };
}

/**
 * Where a token starts, given the offset the parser reports, which lies behind the token
 * (and, for a function call, behind its opening bracket).
 */
export function startOfToken(text: string, end: number, token: unknown): number {
  if (typeof token !== 'string' || token === '') return Math.max(0, end - 1);
  const found = text.lastIndexOf(token, end - token.length);
  if (found < 0 || end - found - token.length > 2) return Math.max(0, end - 1);
  const opener = text[found - 1];
  return opener === '$' || opener === '`' ? found - 1 : found;
}
