/** Collects what each level says for one mapping expression: levels add to one another unless one replaces. */
import type { JsonObject, Level, Origin } from '../terms/index.ts';

export interface LevelledExpression {
  readonly text: string;
  readonly origin: Origin;
}

/**
 * Lowest level first. A string is added, `{$replace}` drops what is below it, null drops everything so far.
 * `field` is a key of a mapping method.
 */
export function collectExpressions(levels: readonly Level<JsonObject>[], field: string): readonly LevelledExpression[] {
  let collected: LevelledExpression[] = [];
  for (const { document, level, revision, source } of levels) {
    const value = document[field];
    if (value === undefined) continue;
    const origin: Origin = { level, revision, source };
    if (value === null) collected = [];
    else if (typeof value === 'string') collected.push({ text: value, origin });
    else collected = [{ text: (value as { $replace: string }).$replace, origin }];
  }
  return collected;
}
