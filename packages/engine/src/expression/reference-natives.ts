/** Opens the reference package: its parser, and the definitions of its built-in functions. No other file imports the package but the engine. */
import jsonata from 'jsonata';
import { FRAME_HOOK, type Frame } from './reference-frame.ts';
import type { TreeNode } from './syntax-tree.ts';

/** How the reference keeps a function. */
export interface Definition {
  readonly _jsonata_function: true;
  readonly implementation: (...args: never[]) => unknown;
  readonly signature?: unknown;
  readonly arity?: number;
}

/** Throws what the reference throws: plain objects with `code`, `position`, `token`; or a bare SyntaxError or RangeError. */
export function parseTree(text: string): TreeNode {
  return jsonata(text).ast() as unknown as TreeNode;
}

const probe = jsonata('1');
const library = openLibrary();

function openLibrary(): Frame {
  let frame: Frame | null = null;
  probe.assign(FRAME_HOOK as unknown as string, (parent: Frame) => {
    frame ??= parent;
  });
  // The hook runs before the first await, so the frame is there when evaluate returns; the result is of no interest.
  void probe.evaluate(null);
  if (frame === null) throw new TypeError('The jsonata package no longer calls its frame hook');
  return frame;
}

export function nativeOf(name: string): Definition {
  return library.lookup(name) as Definition;
}

/** A definition that can be bound in any number of expressions; the signature is parsed once. */
export function defineFunction(
  implementation: (...args: never[]) => unknown,
  signature: string,
  arity?: number,
): Definition {
  probe.registerFunction(' defined', implementation as (...args: unknown[]) => unknown, signature);
  const definition = library.lookup(' defined') as Definition;
  return arity === undefined ? definition : { ...definition, arity };
}

/** Our implementation under a built-in's own signature and arity: callbacks are given as many arguments as the built-in takes. */
export function overrideNative(name: string, implementation: (...args: never[]) => unknown): Definition {
  const native = nativeOf(name);
  return { ...native, implementation, arity: native.implementation.length };
}
