/**
 * A bounded cache in front of one look-up. A value is served without asking the database until it is dropped.
 * Never keeps what was loaded before the latest drop.
 */
import { LRUCache } from 'lru-cache';

export interface Cache<Value> {
  /** The value at once when it is cached; rejections are never kept. */
  get(key: string): Value | Promise<Value>;
  drop(key: string): void;
  dropWhere(matches: (value: Value) => boolean): void;
  clear(): void;
}

export interface CacheInput<Value> {
  readonly max: number;
  load(key: string): Promise<Value>;
}

export function createCache<Value>({ max, load }: CacheInput<Value>): Cache<Value> {
  const entries = new LRUCache<string, { readonly value: Value }>({ max });
  const pending = new Map<string, Promise<Value>>();

  const fetch = (key: string): Promise<Value> => {
    const running = pending.get(key);
    if (running !== undefined) return running;
    const loading: Promise<Value> = load(key).then(
      (value) => {
        // A load that a drop overtook is no longer in `pending`: its value may be old and is not kept.
        if (pending.get(key) === loading) {
          pending.delete(key);
          entries.set(key, { value });
        }
        return value;
      },
      (error: unknown) => {
        if (pending.get(key) === loading) pending.delete(key);
        throw error;
      },
    );
    pending.set(key, loading);
    return loading;
  };

  return {
    get(key) {
      const entry = entries.get(key);
      return entry === undefined ? fetch(key) : entry.value;
    },
    drop(key) {
      entries.delete(key);
      pending.delete(key);
    },
    dropWhere(matches) {
      for (const [key, { value }] of entries.entries()) if (matches(value)) entries.delete(key);
      pending.clear();
    },
    clear() {
      entries.clear();
      pending.clear();
    },
  };
}
