/** Paging described by expressions: first values, next values (nothing or no value ends), and optionally the cursor (nothing ends as well). */
import { SluiceError, type JsonObject, type PagePosition, type PageRequest, type Run } from '../../terms/index.ts';
import { withoutBigIntegers } from '../../codec/big-integer.ts';
import { compileExpression } from '../../expression/expression.ts';
import { isPlainObject } from '../../values/merge.ts';
import { compileStatement } from '../answer.ts';
import { compilePageSize, type Draft } from '../draft.ts';
import type { ConfigOf, PageSeen, PageStart, PlaceOf, Strategy } from '../paginator.ts';

type Position = {
  readonly kind: 'dynamic';
  readonly values: JsonObject;
  readonly size: number | null;
  readonly isLater: boolean;
};

/**
 * The expressions see `query`, `url`, `context` and `requestOptions` ({url, query, limit}); after a page also `body` and
 * `response` (the decoded answer), `headers` and `paginationValues`. The values are kept whole in the position, so the
 * cursor expression only says whether the listing goes on.
 */
export function dynamicStrategy(config: ConfigOf<'dynamic'>, placeOf: PlaceOf): Strategy {
  const compile = (key: keyof typeof config & `get_${string}`, text: string) => compileExpression(text, placeOf(key));
  const initial = compile('get_initial_pagination_values_expression', config.get_initial_pagination_values_expression);
  const following = compile('get_pagination_values_expression', config.get_pagination_values_expression);
  const cursorText = config.get_cursor_from_response_expression;
  const cursor = cursorText === undefined ? null : compile('get_cursor_from_response_expression', cursorText);
  const where = config.values_in ?? 'query';
  const size = compilePageSize(config, where === 'request' || where === 'header' ? 'query' : where);
  const stated = compileStatement(config, placeOf);

  const scopeOf = (start: PageStart, asked: number | null) => ({
    query: start.query,
    url: start.url,
    context: start.context,
    requestOptions: { url: start.url, query: start.query, limit: asked },
  });
  const valuesOf = (found: unknown, key: string): JsonObject => {
    if (isPlainObject(found)) return found;
    const place = placeOf(key);
    throw new SluiceError('mapping.invalid_result', `${place.source}: ${place.field} must give an object of values.`);
  };
  return {
    async first(start: PageStart, run: Run): Promise<PagePosition> {
      const asked = size.ask(start.limit);
      const found = (await initial.evaluate(scopeOf(start, asked), run)) ?? {};
      return {
        kind: 'dynamic',
        values: valuesOf(found, 'get_initial_pagination_values_expression'),
        size: asked,
        isLater: false,
      };
    },
    request(position): PageRequest {
      const { values, size: asked, isLater } = position as Position;
      const draft = asRequest(values, where);
      if (draft.isVerbatim !== true) size.put(draft, asked);
      if (config.ignore_body === true && isLater) draft.withoutBody = true;
      return draft;
    },
    async next(seen: PageSeen, position: PagePosition, run: Run): Promise<PagePosition | null> {
      const { values, size: asked } = position as Position;
      if (stated(seen.body) === false) return null;
      const { headers } = seen;
      const body = withoutBigIntegers(seen.body);
      const scope = { ...scopeOf(seen.start, asked), body, response: body, headers, paginationValues: values };
      const found = await following.evaluate(scope, run);
      if (found === undefined || found === null) return null;
      if (cursor !== null && isNothing(await cursor.evaluate(scope, run))) return null;
      const followingValues = valuesOf(found, 'get_pagination_values_expression');
      if (saysNothing(followingValues)) return null;
      return {
        kind: 'dynamic',
        values: followingValues,
        size: asked,
        isLater: true,
      };
    },
    previous: () => null,
  };
}

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === '' || value === false;

/** `{"cursor": body.next}` is `{}` or `{"cursor": null}` where `next` is missing or null: taken at its word it would ask for the first page again. */
function saysNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return isPlainObject(value) && Object.values(value).every(saysNothing);
}

function asRequest(values: JsonObject, where: NonNullable<ConfigOf<'dynamic'>['values_in']>): Draft {
  if (where === 'query') return { query: values };
  if (where === 'body') return { body: values };
  if (where === 'header') return { headers: texts(values) };
  const draft: Draft = {};
  const { query, body, headers, path, url } = values;
  if (isPlainObject(query)) draft.query = query;
  if (isPlainObject(body)) draft.body = body;
  if (isPlainObject(headers)) draft.headers = texts(headers);
  if (typeof path === 'string') draft.path = path;
  if (typeof url === 'string') draft.url = url;
  return draft;
}

function texts(values: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
