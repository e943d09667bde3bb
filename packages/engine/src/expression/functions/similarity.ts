/** How alike two texts are, by shared pairs of characters (Sørensen-Dice). */

const MAX_LENGTH = 10_000;

/** 0 to 1. */
export function diceCoefficient(left: unknown, right: unknown): unknown {
  if (typeof left !== 'string' || typeof right !== 'string') return undefined;
  return dice(left.toLowerCase(), right.toLowerCase());
}

/** The candidate most like the value, letters and digits compared; the value itself when none reaches `threshold` (0.8 without one). */
export function mostSimilar(value: unknown, candidates: unknown, threshold: unknown): unknown {
  if (typeof value !== 'string' || !Array.isArray(candidates)) return value;
  const wanted = simplified(value);
  let best = { likeness: 0, candidate: value };
  for (const candidate of candidates) {
    if (typeof candidate !== 'string') continue;
    const likeness = dice(wanted, simplified(candidate));
    if (likeness > best.likeness) best = { likeness, candidate };
  }
  return best.likeness >= (typeof threshold === 'number' ? threshold : 0.8) ? best.candidate : value;
}

const simplified = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

function dice(left: string, right: string): number {
  if (left === right) return 1;
  const counts = new Map<string, number>();
  const a = pairsOf(left);
  const b = pairsOf(right);
  for (const pair of a) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  let shared = 0;
  for (const pair of b) {
    const left = counts.get(pair) ?? 0;
    if (left > 0) shared += 1;
    counts.set(pair, left - 1);
  }
  return a.length + b.length === 0 ? 0 : (2 * shared) / (a.length + b.length);
}

function pairsOf(text: string): string[] {
  const cut = text.slice(0, MAX_LENGTH);
  return Array.from({ length: Math.max(0, cut.length - 1) }, (_, index) => cut.slice(index, index + 2));
}
