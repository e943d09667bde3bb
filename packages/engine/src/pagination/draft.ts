/** Puts single values where the config says: query, body or header. Builds the page's share of a request; never the request. */
import type { PageRequest } from '../terms/index.ts';
import { parsePath, withPath } from '../values/path.ts';
import type { SizeConfig } from './paginator.ts';

export type Target = 'query' | 'body' | 'header';

/** A page request in the making. */
export type Draft = { -readonly [Key in keyof PageRequest]: PageRequest[Key] };

export type Put = (draft: Draft, value: string | number) => void;

/** Query names are literal (`page[after]`); body names are dotted paths (`pagination.starting_after`). */
export function compilePut(name: string, target: Target): Put {
  if (target === 'body') {
    const path = parsePath(name);
    return (draft, value) => {
      draft.body = withPath(draft.body, path, value) as Record<string, unknown>;
    };
  }
  if (target === 'header') {
    const header = name.toLowerCase();
    return (draft, value) => {
      draft.headers = { ...draft.headers, [header]: String(value) };
    };
  }
  return (draft, value) => {
    draft.query = { ...draft.query, [name]: value };
  };
}

export interface PageSize {
  /** Records to ask for: the caller's limit, else the default, never above the maximum; null leaves it to the provider. */
  ask(limit: number | null): number | null;
  /** Records of a page that counts as full; null until the first page shows it. */
  full(asked: number | null): number | null;
  put(draft: Draft, size: number | null): void;
}

/**
 * `full`: a size the config vouches for (`max_page_size`, `default_page_size`) is believed, so a shorter page is the last one.
 * A larger size the caller asked for may be lowered silently by the provider, so the first page shows what a full page is.
 */
export function compilePageSize(config: SizeConfig, target: Target): PageSize {
  const { max_page_size: max, default_page_size: usual, page_size_param: name, page_size_prefix: prefix } = config;
  const where = config.page_size_in ?? target;
  const put = name === undefined ? null : compilePut(name, where);
  const isText = where === 'body' && config.page_size_type === 'string';
  const vouched = max ?? usual ?? 0;
  return {
    ask(limit) {
      const wanted =
        limit === null || config.ignore_limit === true || put === null
          ? (usual ?? null)
          : Math.max(1, Math.floor(limit));
      return wanted !== null && max !== undefined && wanted > max ? max : wanted;
    },
    full: (asked) => (asked !== null && asked <= vouched ? asked : null),
    put(draft, size) {
      if (put === null || size === null) return;
      put(draft, prefix !== undefined ? `${prefix}${size}` : isText ? String(size) : size);
    },
  };
}
