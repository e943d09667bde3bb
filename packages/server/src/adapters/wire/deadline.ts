/** The time one exchange with a provider may take, reading included. One timer; tells whoever is at work when it is over. */
import type { SluiceError } from '@sluice/engine/terms';
import { timeoutError } from './failure.ts';

export interface Deadline {
  clear(): void;
}

export interface DeadlineInput {
  /** What is left of the call's time. */
  readonly leftMs: number;
  /** The call's whole time and the host, for the message. */
  readonly timeoutMs: number;
  readonly host: string;
}

export function startDeadline(
  { leftMs, timeoutMs, host }: DeadlineInput,
  expire: (error: SluiceError) => void,
): Deadline {
  const timer = setTimeout(() => expire(timeoutError(timeoutMs, host)), leftMs);
  return { clear: () => clearTimeout(timer) };
}
