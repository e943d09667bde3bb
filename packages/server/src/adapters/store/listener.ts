/**
 * One connection that listens for notifications, watched by a heartbeat and opened again when it breaks. It never claims
 * to have heard everything: whoever listens is told whenever something may have been missed.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import pg from 'pg';

export interface Hearing {
  heard(payload: string): void;
  /** Notifications may have been missed; everything learned from them is to be checked again. */
  lost(): void;
}

export interface Listener {
  /** Rejects if the database cannot be reached at the first attempt; later breaks are repaired without an end. */
  listen(channel: string, hearing: Hearing): Promise<void>;
  close(): Promise<void>;
}

/** A dead connection is noticed after one to two of these. */
const BEAT_MS = 1_000;
const OPEN_LIMIT_MS = 5_000;

export function createListener(connection: pg.ClientConfig): Listener {
  const hearings = new Map<string, Hearing[]>();
  let client: pg.Client | null = null;
  let opening: Promise<pg.Client> | null = null;
  /** The connection whose latest heartbeat is not answered yet. */
  let unanswered: pg.Client | null = null;
  let isClosed = false;

  const tellLost = (): void => {
    for (const list of hearings.values()) for (const hearing of list) hearing.lost();
  };

  async function open(): Promise<pg.Client> {
    const fresh = new pg.Client({
      application_name: 'sluice listener',
      keepAlive: true,
      connectionTimeoutMillis: OPEN_LIMIT_MS,
      query_timeout: OPEN_LIMIT_MS,
      ...connection,
    });
    fresh.on('notification', ({ channel, payload }) => {
      for (const hearing of hearings.get(channel) ?? []) hearing.heard(payload ?? '');
    });
    // 'end' follows every break and is where it is dealt with; without a listener an 'error' would end the process.
    fresh.on('error', () => undefined);
    fresh.once('end', () => forget(fresh));
    try {
      await fresh.connect();
      for (const channel of hearings.keys()) await fresh.query(`listen ${fresh.escapeIdentifier(channel)}`);
    } catch (error) {
      await fresh.end();
      throw error;
    }
    client = fresh;
    return fresh;
  }

  function forget(gone: pg.Client): void {
    if (client !== gone) return;
    client = null;
    if (!isClosed) tellLost();
  }

  function connect(): Promise<pg.Client> {
    opening ??= open().finally(() => (opening = null));
    return opening;
  }

  /** A connection may be dead without a word (a cable pulled): a heartbeat still unanswered at the next beat says so. */
  async function beat(): Promise<void> {
    if (hearings.size === 0) return;
    const asked = client;
    if (asked === null) {
      tellLost();
      return reconnect();
    }
    if (unanswered === asked) {
      // The answer may have come while this process was busy: it is read before the connection is judged.
      await nextTurn();
      if (unanswered === asked && client === asked) await replace(asked);
      return;
    }
    unanswered = asked;
    await asked.query('select 1').then(() => {
      if (unanswered === asked) unanswered = null;
    }, ignoreUntilNextBeat);
  }

  async function replace(dead: pg.Client): Promise<void> {
    forget(dead);
    void dead.end().catch(ignoreUntilNextBeat);
    await reconnect();
  }

  async function reconnect(): Promise<void> {
    if (opening === null && !isClosed) await connect().then(tellLost, ignoreUntilNextBeat);
  }
  const timer = setInterval(() => void beat(), BEAT_MS).unref();

  return {
    async listen(channel, hearing) {
      hearings.set(channel, [...(hearings.get(channel) ?? []), hearing]);
      try {
        const ready = client ?? (await connect());
        // Asked again even if opening did it already: it may have begun before the channel was known. Twice does no harm.
        await ready.query(`listen ${ready.escapeIdentifier(channel)}`);
      } catch (error) {
        hearings.set(
          channel,
          (hearings.get(channel) ?? []).filter((known) => known !== hearing),
        );
        throw error;
      }
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      await opening?.catch(ignoreUntilNextBeat);
      await client?.end();
    },
  };
}

/** The connection is down: those who listen know it, and the next beat tries again. */
function ignoreUntilNextBeat(): void {}
