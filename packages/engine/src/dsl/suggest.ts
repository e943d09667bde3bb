/** "Did you mean": the nearest of the allowed words. Knows nothing of documents. */

/** The candidate at the smallest edit distance, or null when none is near (about a third of the letters). */
export function closest(word: string, candidates: Iterable<string>): string | null {
  const wanted = simplify(word);
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate === word) continue;
    const distance = editDistance(wanted, simplify(candidate));
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** A hint for an unknown word: the nearest one, the only one that begins with it, or else all that are allowed (at most 30 of them). */
export function hintFor(word: string, allowed: Iterable<string>): string | null {
  const words = [...allowed];
  const near = closest(word, words);
  if (near !== null) return `did you mean "${near}"?`;
  if (words.length === 0) return null;
  const begun = words.filter((candidate) => simplify(candidate).startsWith(simplify(word)));
  if (begun.length === 1 && simplify(word).length >= 3) return `did you mean "${begun[0]}"?`;
  return `allowed: ${words.slice(0, 30).join(', ')}${words.length > 30 ? ', ...' : ''}`;
}

/** `cursorField`, `cursor-field` and `cursor_field` are one word. */
function simplify(word: string): string {
  return word.toLowerCase().replace(/[_\-\s]/g, '');
}

/** Optimal string alignment distance: insert, remove, replace, swap two neighbours. */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const cost = from[row - 1] === to[column - 1] ? 0 : 1;
      let distance = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + cost);
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (isSwap) distance = Math.min(distance, beforeLast[column - 2]! + 1);
      current.push(distance);
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length]!;
}
