/**
 * Puts our budget, sequences, regular expressions and instant under one evaluation of the reference package,
 * through the frame hook it calls when an evaluation starts. Nothing else of the reference is changed.
 */
import type { Run } from '../terms/index.ts';
import { Evaluation } from './evaluation.ts';
import { limits } from './limits.ts';
import { RegexRunner } from './regex-runner.ts';

/** The reference's environment frames; only what is used here. The base frame of an evaluation also carries ours. */
export interface Frame {
  bind(name: string | symbol, value: unknown): void;
  lookup(name: string | symbol): unknown;
  timestamp: Date | null;
  depth: number;
  readonly base: Frame;
  evaluation: Evaluation;
  newSequence: (...first: unknown[]) => unknown[];
}

/** What functions registered with the reference get as `this`. */
export interface Focus {
  readonly environment: Frame;
  readonly input: unknown;
  createSequence(...first: unknown[]): unknown[];
}

export const FRAME_HOOK = Symbol.for('jsonata.__createFrame_push');

export const evaluationOf = (focus: Focus): Evaluation => focus.environment.base.evaluation;

/** Lists the reference makes; `sequence` is its own mark. Their `push` charges the evaluation. Results are copied out of them. */
interface Sequence extends Array<unknown> {
  sequence: true;
}

const appendLimits = Object.freeze({ sequence: limits.cells });

function guard(this: Frame): void {
  this.evaluation.step(this.depth);
}

/** Base frames get this prototype: what the reference assigns while it starts an evaluation lands in these setters. */
const baseFrame = Object.create(Object.prototype, {
  guardrails: {
    get: () => guard,
    // The reference's own guard only watches the time; ours calls it now and then.
    set(this: Frame, checkTime: () => void) {
      this.evaluation.checkTime = checkTime;
    },
  },
  options: {
    get: () => appendLimits,
    // Assigned right after the time stamp, which must be the call's instant and not the process's.
    set(this: Frame) {
      this.timestamp = new Date(this.evaluation.run.nowMs);
    },
  },
  createSequence: {
    get(this: Frame) {
      return this.newSequence;
    },
    set() {
      // The reference's own sequences are not wanted.
    },
  },
  RegexEngine: {
    get: () => RegexRunner,
    set() {
      // The reference would compile every literal anew for every evaluation.
    },
  },
});

let opening: Evaluation | null = null;

/** The frame hook. The first frame after `openEvaluation` is the base frame of that evaluation. */
export function enterFrame(_parent: Frame, frame: Frame): void {
  const evaluation = opening;
  if (evaluation === null) return;
  opening = null;
  Object.setPrototypeOf(frame, baseFrame);
  frame.evaluation = evaluation;
  const push = function (this: unknown[], item: unknown): number {
    evaluation.chargeCells(1);
    this[this.length] = item;
    return this.length;
  };
  frame.newSequence = function (...first: unknown[]) {
    const sequence = first as Sequence;
    sequence.sequence = true;
    sequence.push = push;
    return sequence;
  };
}

/** Call right before the reference's `evaluate`, in the same turn. */
export function openEvaluation(run: Run): Evaluation {
  opening = new Evaluation(run);
  return opening;
}
