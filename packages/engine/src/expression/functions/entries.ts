/** Built-in `$each` and `$sift`, which also take null: then the result is missing instead of an error. */
import { FunctionFailure } from '../function-failure.ts';
import { applyCallback, askEach, isCallback, isTrue } from './callback.ts';
import { emptyRecord } from './selector.ts';

/** What the function gives for every entry (value, key, whole), without missing results. */
export function each(record: unknown, callback: unknown): unknown {
  if (!isRecord(record)) return undefined;
  return askEach(Object.keys(record), askEntry(record, callback), (answers) =>
    answers.filter((answer) => answer !== undefined),
  );
}

/** The entries the function says yes to; missing when there are none. */
export function sift(record: unknown, callback: unknown): unknown {
  if (!isRecord(record)) return undefined;
  const keys = Object.keys(record);
  return askEach(keys, askEntry(record, callback), (answers) => {
    const result = emptyRecord();
    let isEmpty = true;
    for (let index = 0; index < keys.length; index += 1) {
      if (!isTrue(answers[index])) continue;
      isEmpty = false;
      result[keys[index]!] = record[keys[index]!];
    }
    return isEmpty ? undefined : result;
  });
}

function askEntry(record: Record<string, unknown>, callback: unknown): (key: string) => unknown {
  if (!isCallback(callback)) throw new FunctionFailure('a function is needed as the last argument');
  return (key) => applyCallback(callback, [record[key], key, record]);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
