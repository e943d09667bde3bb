/** The body of an answer by response_path and pagination, for routes without an `answer` of their own. */
import type { Route } from '../blueprint/route.ts';
import { writeAt } from '../record-paths.ts';
import type { Draftable, PageFacts } from '../terms.ts';

export function shapeList(route: Route, records: readonly unknown[], page: PageFacts): unknown {
  if (route.responsePath === null) return records;
  const body: Draftable = {};
  writeAt(body, route.responsePath, records);
  route.format.tellBody(body, page);
  return body;
}

export function shapeRecord(route: Route, record: unknown): unknown {
  if (route.responsePath === null) return record;
  const body: Draftable = {};
  writeAt(body, route.responsePath, record);
  return body;
}
