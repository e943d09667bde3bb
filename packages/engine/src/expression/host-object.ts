/**
 * Values of an expression that have methods, such as instants. Only the methods of their table can be called;
 * the object behind and its prototypes stay out of reach. A host object that is returned becomes its text.
 */
import { FunctionFailure } from './function-failure.ts';

export type HostMethods = ReadonlyMap<string, (target: never, ...args: unknown[]) => unknown>;

export class HostObject {
  readonly #target: unknown;
  readonly #methods: HostMethods;
  readonly #text: () => unknown;

  /** `fields` are copied onto the object and can be read as fields; `text` is what it becomes when returned. */
  constructor(
    target: unknown,
    kind: { methods: HostMethods; text: () => unknown; fields: Readonly<Record<string, number | boolean>> },
  ) {
    this.#target = target;
    this.#methods = kind.methods;
    this.#text = kind.text;
    Object.assign(this, kind.fields);
  }

  /** Plain value it stands for. */
  toJSON(): unknown {
    return this.#text();
  }

  static call(host: HostObject, method: string, args: unknown[]): unknown {
    const implementation = host.#methods.get(method);
    if (implementation === undefined)
      throw new FunctionFailure(
        `there is no method \`${method}\` here; there are ${[...host.#methods.keys()].join(', ')}`,
      );
    return implementation(host.#target as never, ...args);
  }

  static targetOf(value: unknown): unknown {
    return value instanceof HostObject ? value.#target : undefined;
  }
}
