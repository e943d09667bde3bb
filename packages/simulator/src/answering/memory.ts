/** Answers to reads, kept so that a client asking the same thing again and again costs little. Bounded; the oldest go first. */
import type { Written } from '../terms.ts';

export interface AnswerMemory {
  recall(key: string): Written | undefined;
  keep(key: string, written: Written): void;
  clear(): void;
}

const mostAnswers = 16;
const longestBody = 1024 * 1024;

export function createAnswerMemory(): AnswerMemory {
  const kept = new Map<string, Written>();
  return {
    recall: (key) => kept.get(key),
    keep(key, written) {
      if (written.body.length > longestBody) return;
      if (kept.size >= mostAnswers) kept.delete(kept.keys().next().value!);
      kept.set(key, written);
    },
    clear: () => kept.clear(),
  };
}
