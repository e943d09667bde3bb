/** Tells the operator how the start goes: one line a phase, with its milliseconds. Prints to people; the log is for machines. */
export interface Phases {
  /** Runs a phase; what `note` says of its result stands behind the time. Prints nothing if it fails. */
  run<Result>(name: string, work: () => Promise<Result> | Result, note?: (result: Result) => string): Promise<Result>;
}

export interface PhasesInput {
  readonly print: (line: string) => void;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  /** Asked before every phase; throws when the start is to end. */
  readonly checkpoint: () => void;
}

export function createPhases({ print, now, checkpoint }: PhasesInput): Phases {
  return {
    async run(name, work, note) {
      checkpoint();
      const startedMs = now();
      const result = await work();
      const took = `${Math.round(now() - startedMs)} ms`;
      print(`  ${name.padEnd(12)}${took.padStart(8)}   ${note?.(result) ?? ''}`.trimEnd());
      return result;
    },
  };
}
