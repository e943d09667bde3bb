/**
 * Writes the request log in batches: metadata of calls, never a payload. A call never waits for it, and a row that cannot
 * be kept is counted and told to the log.
 */
import type { QueryExecutorProvider } from 'kysely';
import type { CallRecord } from './call-record.ts';
import { insertCalls } from './insert-calls.ts';
import { keepPartitions } from './partitions.ts';

export type { CallApi, CallRecord } from './call-record.ts';

export interface CallRecorder {
  /** Takes the row into the buffer and returns at once. */
  record(entry: CallRecord): void;
  /** Writes what is buffered and stops. */
  close(): Promise<void>;
}

export interface RecorderLog {
  warn(fields: object, message: string): void;
}

export interface RecorderOptions {
  readonly retentionDays: number;
  readonly log: RecorderLog;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Rows written at once, and the number that makes writing start before the second is over. */
  readonly batchRows?: number;
  /** Rows kept while the database is away; further ones are dropped and counted. */
  readonly maxBufferedRows?: number;
}

const FLUSH_MS = 1_000;
const PARTITION_CHECK_MS = 3_600_000;

/** Partitions for today and the next days exist when it resolves. */
export async function createCallRecorder(
  store: { readonly db: QueryExecutorProvider },
  options: RecorderOptions,
): Promise<CallRecorder> {
  const { retentionDays, log, clock, batchRows = 500, maxBufferedRows = 20_000 } = options;
  let buffer: CallRecord[] = [];
  let dropped = 0;
  let writing: Promise<void> | null = null;

  const keep = (): Promise<void> => keepPartitions(store.db, { nowMs: clock(), retentionDays });
  await keep();

  function write(): Promise<void> {
    writing ??= writeAll().finally(() => (writing = null));
    return writing;
  }

  async function writeAll(): Promise<void> {
    while (buffer.length > 0) {
      const batch = buffer.slice(0, batchRows);
      try {
        dropped += await insertCalls(store.db, { batch, keep });
      } catch (error) {
        // The database is away: the rows stay where they are until the next attempt.
        log.warn({ code: codeOf(error), buffered: buffer.length }, 'request log cannot be written');
        return;
      }
      buffer = buffer.slice(batch.length);
    }
    if (dropped > 0) {
      log.warn({ dropped }, 'request log rows were dropped');
      dropped = 0;
    }
  }

  const flushTimer = setInterval(() => void write(), FLUSH_MS).unref();
  const partitionTimer = setInterval(() => {
    keep().catch((error: unknown) => log.warn({ code: codeOf(error) }, 'request log partitions cannot be kept'));
  }, PARTITION_CHECK_MS).unref();

  return {
    record(entry) {
      if (buffer.length >= maxBufferedRows) {
        dropped += 1;
        return;
      }
      buffer.push(entry);
      if (buffer.length === batchRows) void write();
    },
    async close() {
      clearInterval(flushTimer);
      clearInterval(partitionTimer);
      await write();
      // A write that was under way may have begun before the last rows came in.
      if (buffer.length > 0) await write();
      if (buffer.length > 0 || dropped > 0)
        log.warn({ dropped: dropped + buffer.length }, 'request log rows were lost');
    },
  };
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? (error as Error).name;
}
