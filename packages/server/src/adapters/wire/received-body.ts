/**
 * The body of one answer, from the socket to whoever reads it: whole, in pieces, or not at all. Counts what comes out
 * against the limit, after decompression, and holds back the socket while nobody reads.
 *
 * States: open (bytes may come) -> ended | failed. Uses: unread -> whole | stream | discarded, once.
 */
import { pipeline, Readable } from 'node:stream';
import { SluiceError, type ByteSource } from '@sluice/engine/terms';
import { tooLargeError } from './failure.ts';
import { inflateStream, inflateWhole, type Encoding } from './inflate.ts';

/** What the body may do to the connection it comes from. */
export interface Flow {
  pause(): void;
  resume(): void;
  abort(reason: Error): void;
}

export interface BodyFacts {
  readonly host: string;
  readonly encoding: Encoding | null;
  readonly maxBytes: number;
  /** Called once, when no byte will come any more. */
  readonly over: () => void;
}

/** Unread bytes above which the socket waits. */
const HIGH_WATER = 256 * 1024;
/** A discarded rest up to this size is read off, so that the connection can be used again; a longer one is cut. */
const DRAIN_BYTES = 64 * 1024;

export class ReceivedBody implements ByteSource {
  readonly #flow: Flow;
  readonly #facts: BodyFacts;
  #pieces: Uint8Array[] = [];
  #received = 0;
  #buffered = 0;
  #state: 'open' | 'ended' | 'failed' = 'open';
  #use: 'unread' | 'whole' | 'stream' | 'discarded' = 'unread';
  #failure: Error | null = null;
  #isPaused = false;
  #wake: (() => void) | null = null;

  constructor(flow: Flow, facts: BodyFacts) {
    this.#flow = flow;
    this.#facts = facts;
  }

  /** From the socket: a piece. */
  receive(piece: Uint8Array): void {
    if (this.#state !== 'open') return;
    this.#received += piece.length;
    if (this.#use === 'discarded') {
      if (this.#received > DRAIN_BYTES) this.#flow.abort(new Error('nobody reads the rest of this answer'));
      return;
    }
    // Compressed bytes beyond the limit cannot be fewer when decompressed, but for trickery.
    if (this.#received > this.#facts.maxBytes) {
      this.cut(tooLargeError(this.#facts.maxBytes, this.#facts.host));
      return;
    }
    this.#pieces.push(piece);
    this.#buffered += piece.length;
    if (this.#use === 'whole') return;
    if (this.#buffered > HIGH_WATER && !this.#isPaused) {
      this.#isPaused = true;
      this.#flow.pause();
    }
    this.#wakeUp();
  }

  /** From the socket: the answer is complete. */
  end(): void {
    this.#close('ended');
  }

  /** From the socket: the rest will not come. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#close('failed');
  }

  /** Ends the answer from our side: out of time, too large. */
  cut(error: Error): void {
    this.fail(error);
    this.#flow.abort(error);
  }

  async text(): Promise<string> {
    const bytes = await this.#whole();
    const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    return bytes.toString('utf8', start);
  }

  bytes(): Promise<Uint8Array> {
    return this.#whole();
  }

  stream(): AsyncIterable<Uint8Array> {
    this.#take('stream');
    return this.#facts.encoding === null ? this.#pieceByPiece() : this.#inflated(this.#facts.encoding);
  }

  discard(): void {
    if (this.#use === 'discarded') return;
    this.#use = 'discarded';
    this.#pieces = [];
    if (this.#received > DRAIN_BYTES && this.#state === 'open') this.#flow.abort(new Error('nobody reads this answer'));
    else this.#resume();
  }

  async #whole(): Promise<Buffer> {
    this.#take('whole');
    this.#resume();
    while (this.#state === 'open') await this.#news();
    if (this.#failure !== null) throw this.#failure;
    const pieces = this.#pieces;
    this.#pieces = [];
    const bytes = pieces.length === 1 ? asBuffer(pieces[0]!) : Buffer.concat(pieces);
    const { encoding, maxBytes } = this.#facts;
    if (encoding === null) return bytes;
    try {
      return await inflateWhole(bytes, { encoding, maxBytes });
    } catch (error) {
      throw this.#decodingError(error);
    }
  }

  async *#pieceByPiece(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        const piece = this.#pieces.shift();
        if (piece !== undefined) {
          this.#buffered -= piece.length;
          yield piece;
          continue;
        }
        if (this.#failure !== null) throw this.#failure;
        if (this.#state === 'ended') return;
        this.#resume();
        await this.#news();
      }
    } finally {
      this.discard();
    }
  }

  async *#inflated(encoding: Encoding): AsyncGenerator<Uint8Array, void, undefined> {
    const pieces = this.#pieceByPiece();
    const first = await pieces.next();
    if (first.done) return;
    const inflater = inflateStream(encoding, first.value);
    const source = Readable.from(startingWith(first.value, pieces));
    // Errors of either side reach the reader through the inflater itself.
    pipeline(source, inflater, () => undefined);
    let size = 0;
    try {
      for await (const piece of inflater as AsyncIterable<Uint8Array>) {
        size += piece.length;
        if (size > this.#facts.maxBytes) throw tooLargeError(this.#facts.maxBytes, this.#facts.host);
        yield piece;
      }
    } catch (error) {
      throw this.#decodingError(error);
    } finally {
      this.discard();
    }
  }

  #take(use: 'whole' | 'stream'): void {
    if (this.#use !== 'unread')
      throw new SluiceError('system.bug', `The body of this answer was already ${this.#use}.`);
    this.#use = use;
  }

  #decodingError(error: unknown): SluiceError {
    if (error instanceof SluiceError) return error;
    const { host, encoding, maxBytes } = this.#facts;
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return tooLargeError(maxBytes, host);
    return new SluiceError('provider.invalid_response', `The answer of ${host} is not valid ${encoding}.`, {
      cause: error,
    });
  }

  #close(state: 'ended' | 'failed'): void {
    if (this.#state !== 'open') return;
    this.#state = state;
    this.#facts.over();
    this.#wakeUp();
  }

  #resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#flow.resume();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  #wakeUp(): void {
    this.#wake?.();
    this.#wake = null;
  }
}

async function* startingWith(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield first;
  yield* rest;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
