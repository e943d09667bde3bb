/** A regular expression literal of an expression: compiled once, with a position of its own for every use. */
import { limits, OverBudget } from './limits.ts';

export class RegexRunner {
  lastIndex = 0;
  private readonly pattern: RegExp;

  /** The reference passes the literal; after its copying of `??` operands that may be an empty object. */
  constructor(literal: unknown) {
    this.pattern = literal instanceof RegExp ? literal : new RegExp(String(literal), 'g');
  }

  exec(text: string): RegExpExecArray | null {
    if (text?.length > limits.regexSubject) throw new OverBudget('regexSubject');
    this.pattern.lastIndex = this.lastIndex;
    const match = this.pattern.exec(text);
    this.lastIndex = this.pattern.lastIndex;
    return match;
  }
}
