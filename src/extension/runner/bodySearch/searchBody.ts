/**
 * Searches a body in a thread of its own: reads it in pieces, keeps where matches are, and tells how far it is. The
 * thread is ended when the search is over, stopped, or takes too long over one piece, as an expression may. Works on
 * any body that can be read, also on one that still arrives: then it ends with what was there.
 */
import { Worker } from 'node:worker_threads';
import type { BodyReader } from '../bodies/bodyStore.ts';
import type { LineBreaks } from '../bodies/lineIndex.ts';
import { createBodyMatcher, type BodyQuery, type FoundMatches } from './bodyMatcher.ts';
import type { SearchPiece } from './worker.ts';

export type BodySearchState = 'running' | 'done' | 'stopped' | 'tooSlow' | 'failed';

/** Grows while it runs. */
export interface BodySearch {
  readonly state: BodySearchState;
  /** All of them; only the first `maxKept` have places. */
  readonly matches: number;
  /** Lines with matches whose beginnings are kept. */
  readonly lineStarts: readonly number[];
  /** Bytes looked at. */
  readonly scanned: number;
  /** Resolves when it is no longer running; never rejects. */
  readonly finished: Promise<void>;
  /** The first match at or behind a byte, or the last before it, going round; undefined when there is none so far. */
  find(offset: number, backwards: boolean): FoundMatch | undefined;
  /** The matches that begin between two bytes, at most `limit`. */
  between(from: number, to: number, limit: number): readonly FoundMatch[];
  /** Ends it at once; what was found stays. */
  stop(): void;
}

export interface FoundMatch {
  readonly index: number;
  /** In bytes. */
  readonly offset: number;
  readonly length: number;
  readonly lineStart: number;
}

export interface SearchBodyOptions {
  readonly query: BodyQuery;
  readonly charset: string;
  readonly breaks: LineBreaks;
  /** The worker's file: a path, or a URL in tests. */
  readonly worker: string | URL;
  readonly onDidChange: () => void;
  /** Milliseconds for one piece; 3,000 by default. */
  readonly patience?: number;
}

/** Places of more matches are not kept; they are still counted. */
export const maxKept = 500_000;

const pieceLength = 1024 * 1024;

/** Begins at once. Throws a SyntaxError for an expression that is none. */
export function searchBody(reader: BodyReader, options: SearchBodyOptions): BodySearch {
  // The thread would fail with it, where nobody waits for an answer.
  createBodyMatcher(options);
  return new Search(reader, options);
}

class Search implements BodySearch {
  readonly finished: Promise<void>;
  readonly lineStarts: number[] = [];
  readonly #reader: BodyReader;
  readonly #options: SearchBodyOptions;
  readonly #worker: Worker;
  readonly #offsets: number[] = [];
  readonly #lengths: number[] = [];
  readonly #matchLines: number[] = [];
  /** Takes the thread's answer to the piece it has; undefined when it has ended. */
  #answer: (found: FoundMatches | undefined) => void = () => undefined;
  #state: BodySearchState = 'running';
  #matches = 0;
  #scanned = 0;

  constructor(reader: BodyReader, options: SearchBodyOptions) {
    this.#reader = reader;
    this.#options = options;
    const { query, charset, breaks } = options;
    this.#worker = new Worker(options.worker, {
      workerData: { query, charset, breaks },
      stdin: false,
      env: {},
    });
    this.#worker.unref();
    this.#worker.on('message', (found: FoundMatches) => this.#answer(found));
    for (const end of ['exit', 'error'] as const) this.#worker.on(end, () => this.#answer(undefined));
    this.finished = this.#run();
  }

  get state(): BodySearchState {
    return this.#state;
  }

  get matches(): number {
    return this.#matches;
  }

  get scanned(): number {
    return this.#scanned;
  }

  find(offset: number, backwards: boolean): FoundMatch | undefined {
    const { length } = this.#offsets;
    if (length === 0) return undefined;
    const at = firstAtLeast(this.#offsets, offset);
    return this.#match(backwards ? (at + length - 1) % length : at % length);
  }

  between(from: number, to: number, limit: number): readonly FoundMatch[] {
    const found: FoundMatch[] = [];
    for (
      let at = firstAtLeast(this.#offsets, from);
      at < this.#offsets.length && found.length < limit;
      at++
    ) {
      const match = this.#match(at);
      if (match.offset >= to) break;
      found.push(match);
    }
    return found;
  }

  stop(): void {
    this.#end('stopped');
  }

  async #run(): Promise<void> {
    try {
      await this.#scan();
      this.#end('done');
    } catch {
      this.#end('failed');
    }
    await this.#worker.terminate();
  }

  async #scan(): Promise<void> {
    let next = this.#read(0);
    for (;;) {
      const bytes = await next;
      if (!this.#isRunning()) return;
      // Before the bytes are handed over, after which they have no length here.
      const end = this.#scanned + bytes.length;
      const isLast = end >= this.#reader.length || bytes.length === 0;
      // The next piece is read while this one is looked at.
      if (!isLast) next = this.#read(end);
      const found = await this.#look({ bytes, isLast });
      if (!this.#isRunning()) return;
      if (found === undefined) throw new Error('The thread has ended.');
      this.#keep(found);
      this.#scanned = end;
      this.#options.onDidChange();
      if (isLast) return;
    }
  }

  async #look(piece: SearchPiece): Promise<FoundMatches | undefined> {
    const { buffer, byteLength } = piece.bytes;
    const answer = new Promise<FoundMatches | undefined>((resolve) => (this.#answer = resolve));
    // A buffer of its own is handed over; a part of another one is copied.
    this.#worker.postMessage(
      piece,
      buffer instanceof ArrayBuffer && byteLength === buffer.byteLength ? [buffer] : [],
    );
    const tooSlow = setTimeout(() => this.#end('tooSlow'), this.#options.patience ?? 3000);
    try {
      return await answer;
    } finally {
      clearTimeout(tooSlow);
    }
  }

  #keep({ offsets, lengths, lineStarts }: FoundMatches): void {
    this.#matches += offsets.length;
    for (const [at, offset] of offsets.entries()) {
      if (this.#offsets.length >= maxKept) return;
      const lineStart = lineStarts[at] ?? 0;
      this.#offsets.push(offset);
      this.#lengths.push(lengths[at] ?? 0);
      this.#matchLines.push(lineStart);
      if (this.lineStarts.at(-1) !== lineStart) this.lineStarts.push(lineStart);
    }
  }

  #end(state: BodySearchState): void {
    if (!this.#isRunning()) return;
    this.#state = state;
    void this.#worker.terminate();
    this.#options.onDidChange();
  }

  /** A getter would be believed to stay what it was. */
  #isRunning(): boolean {
    return this.#state === 'running';
  }

  #read(offset: number): Promise<Uint8Array> {
    const read = this.#reader.read(offset, pieceLength);
    // It may fail while nobody waits for it yet.
    read.catch(() => undefined);
    return read;
  }

  #match(index: number): FoundMatch {
    return {
      index,
      offset: this.#offsets[index] ?? 0,
      length: this.#lengths[index] ?? 0,
      lineStart: this.#matchLines[index] ?? 0,
    };
  }
}

/** The index of the first value that is at least the wanted one; values rise. */
function firstAtLeast(values: readonly number[], wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
