/**
 * Pulls a body from the host page by page as it grows, two pages ahead, in order, and stops at a limit. It keeps what
 * it read, decodes nothing and draws nothing; a new exchange gets a new loader and the old one is closed.
 */

/** One request's length: small enough to answer in a few milliseconds, large enough to keep the wire busy. */
export const pageLength = 64 * 1024;

/** Pages asked for before the first of them has arrived. */
const ahead = 2;

export interface BodyLoaderOptions {
  /** Bytes [offset, offset + length); a shorter answer ends this round. */
  readonly read: (offset: number, length: number) => Promise<ArrayBuffer>;
  /** No byte after this one is asked for; a function is asked each time, because how a body is looked at may change. */
  readonly limit: number | (() => number);
  /** The next bytes, in order. */
  readonly onBytes: (bytes: Uint8Array) => void;
  /** Called once for each failed round; `advance` tries again. */
  readonly onError: (error: unknown) => void;
}

export interface BodyLoader {
  /** Bytes read so far. */
  readonly length: number;
  /** Pages are on their way. */
  readonly busy: boolean;
  /** All that was read, joined. */
  bytes(): Uint8Array<ArrayBuffer>;
  /** Reads on until `available` bytes or the limit are here; resolves then, or when a read failed or it was closed. */
  advance(available: number): Promise<void>;
  close(): void;
}

export function createBodyLoader(options: BodyLoaderOptions): BodyLoader {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let available = 0;
  let closed = false;
  let round: Promise<void> | undefined;
  const limit = (): number => (typeof options.limit === 'number' ? options.limit : options.limit());

  async function readAll(): Promise<void> {
    try {
      await readPages();
    } catch (error) {
      if (!closed) options.onError(error);
    } finally {
      // In the same turn as the last look at `available`, so that no `advance` falls between the two.
      round = undefined;
    }
  }

  async function readPages(): Promise<void> {
    const waiting: { readonly wanted: number; readonly answer: Promise<ArrayBuffer> }[] = [];
    let asked = length;
    for (;;) {
      const end = Math.min(available, limit());
      while (waiting.length < ahead && asked < end) {
        const wanted = Math.min(pageLength, end - asked);
        const answer = options.read(asked, wanted);
        // A later page that fails while an earlier one is awaited is reported when its turn comes.
        answer.catch(() => undefined);
        waiting.push({ wanted, answer });
        asked += wanted;
      }
      const next = waiting.shift();
      if (next === undefined) return;
      const page = new Uint8Array(await next.answer);
      if (closed) return;
      if (page.length > 0) {
        chunks.push(page);
        length += page.length;
        options.onBytes(page);
      }
      // A short page would leave a hole before the next one: the next round goes on from here.
      if (page.length < next.wanted) return;
    }
  }

  return {
    get length() {
      return length;
    },
    get busy() {
      return round !== undefined;
    },
    bytes: () => {
      const all = new Uint8Array(length);
      let at = 0;
      for (const chunk of chunks) {
        all.set(chunk, at);
        at += chunk.length;
      }
      return all;
    },
    advance: (known) => {
      available = Math.max(available, known);
      if (closed) return Promise.resolve();
      if (length >= Math.min(available, limit())) return round ?? Promise.resolve();
      round ??= readAll();
      return round;
    },
    close: () => {
      closed = true;
    },
  };
}
