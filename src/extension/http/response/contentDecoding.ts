/**
 * Undoes Content-Encoding while a body streams (rule R111): gzip, deflate with and without its zlib wrapper, br and
 * zstd, and a few of them on top of each other. Each step gives out at most one small piece at a time, so a
 * bomb costs nothing that is not asked for, and the decoded size is bounded. Used by the adapter for every response.
 */
import type { Undecodable } from '../transport/adapter.ts';
import { brotli, inflate, zstd } from './contentDecoders.ts';
import type { Ending } from './contentDecoders.ts';
import { BodyTooLarge, ContentDecodingError, RequestException } from '../errors/errors.ts';
import { cancellation } from '../session/cancellation.ts';
import { gunzipMembers } from './gzipMembers.ts';
import type { Notice } from './notices.ts';

/** Bytes kept until something is decoded: any format gives out something long before. */
const maxKept = 1024 * 1024;
const maxDrained = 64 * 1024;

/** The known codings of a Content-Encoding value in the order in which they were applied. */
export function codingsOf(contentEncoding: string | undefined, limit = 5): readonly string[] {
  if (contentEncoding === undefined) return [];
  const listed = contentEncoding.split(',').map((coding) => coding.trim().toLowerCase());
  if (listed.length > limit) {
    throw new ContentDecodingError(
      `The body is encoded ${listed.length} times over; the limit is ${limit} (limits.encodings).`,
      'TooManyEncodings',
      { phase: 'decode', limit: 'limits.encodings' },
    );
  }
  return listed.filter((coding) => decoders.has(coding));
}

export interface DecodeOptions {
  /** Decoded bytes at most. */
  readonly limit: number;
  /** Codings on top of each other at most; 5 when left out. */
  readonly encodings?: number | undefined;
  /** For a body that is not what its label says: `fail` (the default), or `raw` to give its bytes as they came. */
  readonly undecodable?: Undecodable | undefined;
  /** Ends it between two pieces: a few bytes may decode to very many. */
  readonly signal?: AbortSignal | undefined;
  readonly onNotice?: ((notice: Notice) => void) | undefined;
  /** Takes the bytes of an encoded body before they are decoded. */
  readonly onRaw?: ((bytes: Uint8Array) => Promise<void>) | undefined;
}

/**
 * The decoded pieces of a body. Data that ends too early gives what there is, data after the end is ignored, and a
 * notice says so. Rejects with ContentDecodingError for data of another format, with its bytes as `received` when
 * nothing could be decoded, and with BodyTooLarge beyond `limit` bytes; what was decoded before has been yielded by
 * then.
 */
export function decodeBody(
  pieces: AsyncIterable<Uint8Array>,
  contentEncoding: string | undefined,
  options: DecodeOptions,
): AsyncIterable<Uint8Array> {
  const codings = codingsOf(contentEncoding, options.encodings);
  const { onRaw } = options;
  // What comes without end and decodes to nothing would never reach the limit on decoded bytes.
  const received =
    codings.length === 0 || options.limit === Infinity ? pieces : limited(pieces, options.limit);
  let decoded = codings.length === 0 || onRaw === undefined ? received : tapped(received, onRaw);
  let told = false;
  const onNotice = (notice: Notice): void => {
    // What was cut in one coding is cut in those below it too; the first notice says it all.
    if (!told) options.onNotice?.(notice);
    told = true;
  };
  for (const coding of codings.toReversed()) {
    decoded = decodeOnce(decoded, coding, { ...options, onNotice });
  }
  return options.limit === Infinity ? decoded : limited(decoded, options.limit);
}

type Decoder = (pieces: AsyncIterator<Uint8Array>) => AsyncGenerator<Uint8Array, Ending, undefined>;

const decoders: ReadonlyMap<string, Decoder> = new Map([
  ['gzip', gunzipMembers],
  ['x-gzip', gunzipMembers],
  ['deflate', inflate],
  ['br', brotli],
  ['zstd', zstd],
]);

async function* decodeOnce(
  pieces: AsyncIterable<Uint8Array>,
  coding: string,
  { undecodable, signal, onNotice }: DecodeOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const source = new Watched(pieces[Symbol.asyncIterator]());
  const decoding = (decoders.get(coding) ?? gunzipMembers)(source);
  try {
    let next = await decoding.next();
    for (; next.done !== true; next = await decoding.next()) {
      source.forget();
      if (signal?.aborted === true) {
        throw cancellation(signal, 'The request was cancelled.', { phase: 'decode' });
      }
      yield next.value;
    }
    // Nothing came of it: not so much cut as never encoded.
    if (next.value === 'cut' && undecodable === 'raw' && source.received !== undefined) {
      throw new Error('unexpected end');
    }
    const notice = endNotice(next.value, coding);
    if (notice !== undefined) onNotice?.(notice);
    if (next.value === 'followed') await drain(source);
  } catch (error) {
    // What went wrong on the way here is not the decoder's fault.
    if (source.failure !== undefined) throw source.failure.error;
    const received = source.received;
    if (undecodable !== 'raw' || received === undefined)
      throw decodingError(error, coding, { received, hasBegun: source.isUnderstood });
    onNotice?.({
      name: 'DecodeFailed',
      coding,
      kept: 'raw',
      message: `The body is labelled ${coding} but is not; it is left as it came.`,
    });
    yield received;
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  } finally {
    await decoding.return('cut');
    await source.return();
  }
}

async function* tapped(
  pieces: AsyncIterable<Uint8Array>,
  onRaw: (bytes: Uint8Array) => Promise<void>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    await onRaw(piece);
    yield piece;
  }
}

function endNotice(ending: Ending, coding: string): Notice | undefined {
  if (ending === 'whole') return undefined;
  if (ending === 'followed') {
    const message = `Bytes after the end of the ${coding} data were ignored.`;
    return { name: 'ExtraBytes', message, bytes: undefined };
  }
  const message = `The ${coding} data ends early; the body is what could be decoded of it.`;
  return { name: 'DecodeFailed', coding, kept: 'decoded', message };
}

/** Reads a little of what nobody wants, so that the connection can be used again. */
async function drain(source: AsyncIterator<Uint8Array>): Promise<void> {
  for (let total = 0; total < maxDrained;) {
    const next = await source.next();
    if (next.done === true) return;
    total += next.value.byteLength;
  }
}

/**
 * Remembers whether the bytes themselves failed to arrive (they end there, and what had come is decoded first), and
 * which ones came until something could be decoded.
 */
class Watched implements AsyncIterator<Uint8Array> {
  readonly #source: AsyncIterator<Uint8Array>;
  failure: { readonly error: unknown } | undefined;
  /** Whether something was decoded of them. */
  isUnderstood = false;
  #seen: Uint8Array[] | undefined = [];
  #seenBytes = 0;

  constructor(source: AsyncIterator<Uint8Array>) {
    this.#source = source;
  }

  /** All bytes that came; undefined when something was decoded of them, or they are too many. */
  get received(): Uint8Array | undefined {
    return this.#seen === undefined ? undefined : Buffer.concat(this.#seen);
  }

  /** They have been understood. */
  forget(): void {
    this.#seen = undefined;
    this.isUnderstood = true;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    try {
      const next = await this.#source.next();
      if (next.done !== true && this.#seen !== undefined) this.#keep(next.value);
      return next;
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  #keep(piece: Uint8Array): void {
    this.#seen?.push(piece);
    this.#seenBytes += piece.byteLength;
    if (this.#seenBytes > maxKept) this.#seen = undefined;
  }
}

async function* limited(
  pieces: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let total = 0;
  for await (const piece of pieces) {
    const room = limit - total;
    total += piece.byteLength;
    if (total <= limit) {
      yield piece;
      continue;
    }
    if (room > 0) yield piece.subarray(0, room);
    throw new BodyTooLarge(`The body is larger than ${limit} bytes (limits.bodyBytes).`, {
      phase: 'decode',
      limit: 'limits.bodyBytes',
    });
  }
}

function decodingError(
  cause: unknown,
  coding: string,
  { received, hasBegun }: { readonly received: Uint8Array | undefined; readonly hasBegun: boolean },
): RequestException {
  if (cause instanceof RequestException) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  const message = hasBegun
    ? `The ${coding} data of the body is damaged (${said}); what could be decoded before that is kept.`
    : `The body is labelled ${coding} but is not: ${said}.`;
  const hint = hasBegun
    ? 'Send it again; if it happens again, ask the server for identity with Accept-Encoding.'
    : 'The server labels its body wrongly; ask it for identity with Accept-Encoding.';
  return new ContentDecodingError(message, 'DecodeFailed', { cause, received, phase: 'decode', hint });
}
