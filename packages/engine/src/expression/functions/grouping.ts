/** Grouping and ordering lists by a function or a dotted path. */
import { askEach } from './callback.ts';
import { emptyRecord, listOf, valueSelector } from './selector.ts';

/** Key -> all its items. */
export function groupBy(list: unknown, selector: unknown): unknown {
  const items = listOf(list);
  if (items === undefined) return undefined;
  return askEach(items, valueSelector(selector, items), (keys) => {
    const groups = emptyRecord();
    items.forEach((item, index) => {
      const key = String(keys[index]);
      const group = groups[key] as unknown[] | undefined;
      if (group === undefined) groups[key] = [item];
      else group.push(item);
    });
    return groups;
  });
}

/** Key -> its last item. */
export function keyBy(list: unknown, selector: unknown): unknown {
  const items = listOf(list);
  if (items === undefined) return undefined;
  return askEach(items, valueSelector(selector, items), (keys) => {
    const result = emptyRecord();
    items.forEach((item, index) => {
      result[String(keys[index])] = item;
    });
    return result;
  });
}

/** Sorted by one or several selectors, each `asc` or `desc`; equal items keep their order. Null and missing values come last when ascending. */
export function orderBy(list: unknown, selectors: unknown, orders: unknown): unknown {
  const items = listOf(list);
  if (items === undefined) return undefined;
  const asks = (Array.isArray(selectors) ? selectors : [selectors]).map((selector) => valueSelector(selector, items));
  const signs = asks.map((_, index) => ((Array.isArray(orders) ? orders[index] : orders) === 'desc' ? -1 : 1));
  const questions = items.flatMap((item, index) => asks.map((ask) => ({ item, index, ask })));
  return askEach(
    questions,
    ({ item, index, ask }) => ask(item, index),
    (answers) => {
      const rows = items.map((item, index) => ({
        item,
        keys: answers.slice(index * asks.length, (index + 1) * asks.length),
      }));
      rows.sort((a, b) => {
        for (let at = 0; at < signs.length; at += 1) {
          const order = compare(a.keys[at], b.keys[at]);
          if (order !== 0) return order * signs[at]!;
        }
        return 0;
      });
      return rows.map((row) => row.item);
    },
  );
}

const rankOf = (value: unknown): number => (value === undefined ? 2 : value === null ? 1 : 0);

function compare(a: unknown, b: unknown): number {
  const byRank = rankOf(a) - rankOf(b);
  if (byRank !== 0) return byRank;
  if (a === b || a === null || a === undefined) return 0;
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}
