/** Calling functions written in an expression. They may answer at once or later, so every use goes through here. */

export type Callback = ((...args: unknown[]) => unknown) & { readonly arity?: number };

export const isCallback = (value: unknown): value is Callback => typeof value === 'function';

/** Passes only as many arguments as the function takes: a function with a signature refuses more. */
export function applyCallback(callback: Callback, args: readonly unknown[]): unknown {
  const arity = callback.arity ?? callback.length;
  return callback(...args.slice(0, Math.max(1, arity)));
}

/** Calls `ask` for every item in turn, then `finish` with the answers; a promise only when an answer is one. */
export function askEach<Item, Result>(
  items: readonly Item[],
  ask: (item: Item, index: number) => unknown,
  finish: (answers: unknown[]) => Result,
): Result | Promise<Result> {
  const answers: unknown[] = [];
  for (let index = 0; index < items.length; index += 1) {
    const answer = ask(items[index]!, index);
    if (answer instanceof Promise) return askRest(answer, { items, ask, answers, index }).then(finish);
    answers.push(answer);
  }
  return finish(answers);
}

async function askRest<Item>(
  first: Promise<unknown>,
  rest: { items: readonly Item[]; ask: (item: Item, index: number) => unknown; answers: unknown[]; index: number },
): Promise<unknown[]> {
  rest.answers.push(await first);
  // One after the other: side by side they would cost more, and count as recursion.
  for (let index = rest.index + 1; index < rest.items.length; index += 1)
    rest.answers.push(await rest.ask(rest.items[index]!, index));
  return rest.answers;
}

/** True as JSONata's `$boolean` has it: empty texts, lists and objects, zero, null and functions are false. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isTrue);
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return typeof value !== 'function' && Boolean(value);
}
