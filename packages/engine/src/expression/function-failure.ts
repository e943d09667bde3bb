/** How an extension function refuses its arguments. The reason names what was wanted and never holds a value that was given. */
export class FunctionFailure {
  readonly code = 'SLUICE';
  readonly reason: string;
  position?: number;
  token?: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}
