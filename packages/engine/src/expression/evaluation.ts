/** The books of one evaluation: its Run, and what it has used. Counting only; knows no engine. */
import type { Run } from '../terms/index.ts';
import { limits, OverBudget } from './limits.ts';

/** Steps between two looks at the clock. */
const CLOCK_MASK = 0x1ff;

export class Evaluation {
  readonly run: Run;
  private steps = 0;
  private cells = 0;
  private characters = 0;
  private isStopped = false;
  /** Throws when time is up. The engine sets it, since the clock is its own. */
  checkTime: (() => void) | null = null;

  constructor(run: Run) {
    this.run = run;
  }

  /** One visit of a tree node, with `depth` evaluations begun and not ended. */
  step(depth: number): void {
    this.steps += 1;
    if ((this.steps & CLOCK_MASK) === 0) this.checkTime?.();
    if (this.steps > limits.steps || this.isStopped) throw new OverBudget('steps');
    if (depth > limits.depth) throw new OverBudget('depth');
  }

  /** Charge before allocating. */
  chargeCells(count: number): void {
    this.cells += count;
    if (this.cells > limits.cells) throw new OverBudget('cells');
  }

  /** Charge before allocating. */
  chargeText(length: number): void {
    if (length > limits.stringLength) throw new OverBudget('stringLength');
    this.characters += length;
    if (this.characters > limits.characters) throw new OverBudget('characters');
  }

  /** Ends branches that still run side by side after one of them failed. */
  stop(): void {
    this.isStopped = true;
  }
}
