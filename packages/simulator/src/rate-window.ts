/** Requests of one mount in fixed windows: the first request of a window opens it. Given the time, it keeps no clock. */
import type { MountFacts, RateLimitSetting } from './terms.ts';

export type WindowFacts = Omit<MountFacts, 'name' | 'url'>;

export interface RateWindow {
  /** Counts a request; false when the window is full. */
  take(nowMs: number): boolean;
  facts(nowMs: number): WindowFacts;
  reset(): void;
}

export function createRateWindow(setting: RateLimitSetting | null): RateWindow {
  let openedMs = Number.NEGATIVE_INFINITY;
  let used = 0;
  const isOver = (nowMs: number) => setting !== null && nowMs >= openedMs + setting.window_ms;
  return {
    take(nowMs) {
      if (isOver(nowMs)) {
        openedMs = nowMs;
        used = 0;
      }
      used += 1;
      return setting === null || used <= setting.limit;
    },
    facts(nowMs) {
      if (setting === null)
        return {
          limit: null,
          remaining: null,
          used,
          window_ms: null,
          reset_at: null,
          reset_seconds: null,
          reset_ms: null,
        };
      const spent = isOver(nowMs) ? 0 : used;
      const resetAt = isOver(nowMs) ? nowMs + setting.window_ms : openedMs + setting.window_ms;
      return {
        limit: setting.limit,
        remaining: Math.max(0, setting.limit - spent),
        used: spent,
        window_ms: setting.window_ms,
        reset_at: resetAt,
        reset_seconds: Math.ceil((resetAt - nowMs) / 1000),
        reset_ms: resetAt - nowMs,
      };
    },
    reset() {
      openedMs = Number.NEGATIVE_INFINITY;
      used = 0;
    },
  };
}
