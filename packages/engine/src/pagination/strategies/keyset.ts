/** Keysets: the next page starts after a key of the last record. There is no way back. */
import type { PageRequest } from '../../terms/index.ts';
import { SluiceError } from '../../terms/index.ts';
import { compileField, compileStatement, readToken } from '../answer.ts';
import { compilePageSize, compilePut, type Draft } from '../draft.ts';
import type { ConfigOf, PlaceOf, Strategy } from '../paginator.ts';
import { judgePage } from '../verdict.ts';

type Position = {
  readonly kind: 'keyset';
  readonly key: string | number | null;
  readonly size: number | null;
  readonly full: number | null;
};

export function keysetStrategy(config: ConfigOf<'keyset'>, placeOf: PlaceOf): Strategy {
  const target = config.key_in ?? 'query';
  const size = compilePageSize(config, target);
  const put = compilePut(config.key_param, target);
  const keyOf = compileField(config.key_field, 'key_field', placeOf);
  const stated = compileStatement(config, placeOf);
  return {
    first(start) {
      const asked = size.ask(start.limit);
      return { kind: 'keyset', key: null, size: asked, full: size.full(asked) };
    },
    request(position): PageRequest {
      const { key, size: asked } = position as Position;
      const draft: Draft = {};
      if (key !== null) put(draft, key);
      size.put(draft, asked);
      if (config.ignore_body === true && key !== null) draft.withoutBody = true;
      return draft;
    },
    next(seen, position) {
      const { key, size: asked, full } = position as Position;
      const { records } = seen;
      const verdict = judgePage({
        count: records.length,
        full,
        before: key === null ? 0 : 1,
        stated: stated(seen.body),
        total: null,
      });
      // Without a record there is no key to go on from, whatever the provider states.
      if (!verdict.hasMore || records.length === 0) return null;
      const next = readToken(keyOf(records.at(-1)), 'key_field', placeOf);
      if (next !== null) return { kind: 'keyset', key: next, size: asked, full: verdict.full };
      const place = placeOf('key_field');
      throw new SluiceError(
        'provider.invalid_response',
        `${place.source}: the last record of the page has no ${config.key_field} (${place.field}), so the next page cannot be asked for.`,
      );
    },
    previous: () => null,
  };
}
