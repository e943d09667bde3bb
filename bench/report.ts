/** Numbers as text, and the table. */
import type { Ratio, Spread } from './measure.ts';
import type { Row } from './sections/section.ts';

export const usText = ({ median, min, max }: Spread): string =>
  `${median.toFixed(0)} µs CPU (${min.toFixed(0)}-${max.toFixed(0)})`;

export const ratioText = ({ median, min, max, best }: Ratio): string =>
  `**${median.toFixed(2)}x** (${min.toFixed(2)}-${max.toFixed(2)}; fastest rounds ${best.toFixed(2)}x)`;

export const msText = ({ median, min, max }: Spread): string =>
  `${median.toFixed(2)} ms (${min.toFixed(2)} to ${max.toFixed(2)})`;

export const mbText = (mb: number): string => `${mb.toFixed(0)} MB`;

export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ what, found, goal, isMet }) => {
    const mark = isMet === null ? '' : isMet ? ', met' : ', **not met**';
    return `| ${what} | ${found} | ${goal}${mark} |`;
  });
  return ['| what | found: median (min-max) | goal |', '|---|---|---|', ...lines].join('\n');
}
