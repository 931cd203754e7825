/**
 * Undoes Content-Encoding while a body streams (rule R111): gzip, deflate with and without its zlib wrapper, br and
 * zstd, and up to five of them on top of each other. Each step gives out at most one small piece at a time, so a
 * bomb costs nothing that is not asked for, and the decoded size is bounded. Used by the adapter for every response.
 */
import zlib from 'node:zlib';
import type { Transform } from 'node:stream';
import { BodyTooLarge, ContentDecodingError, RequestException } from './errors.ts';
import { gunzipMembers } from './gzipMembers.ts';

const maxLinks = 5;
const chunkSize = 64 * 1024;

/** The known codings of a Content-Encoding value in the order in which they were applied. */
export function codingsOf(contentEncoding: string | undefined): readonly string[] {
  if (contentEncoding === undefined) return [];
  const listed = contentEncoding.split(',').map((coding) => coding.trim().toLowerCase());
  if (listed.length > maxLinks) {
    throw new ContentDecodingError(
      `The body is encoded ${listed.length} times over; the limit is ${maxLinks}.`,
      'TooManyEncodings',
      { phase: 'decode' },
    );
  }
  return listed.filter((coding) => decoders.has(coding));
}

/**
 * The decoded pieces of a body. Data that ends too early gives what there is, data after the end is ignored.
 * Rejects with ContentDecodingError for data of another format and with BodyTooLarge beyond `limit` bytes; what
 * was decoded before has been yielded by then.
 */
export function decodeBody(
  pieces: AsyncIterable<Uint8Array>,
  contentEncoding: string | undefined,
  limit: number,
): AsyncIterable<Uint8Array> {
  let decoded = pieces;
  for (const coding of codingsOf(contentEncoding).toReversed()) decoded = decodeOnce(decoded, coding);
  return limit === Infinity ? decoded : limited(decoded, limit);
}

const decoders: ReadonlyMap<string, (pieces: AsyncIterator<Uint8Array>) => AsyncIterable<Uint8Array>> =
  new Map([
    ['gzip', gunzipMembers],
    ['x-gzip', gunzipMembers],
    ['deflate', inflate],
    ['br', brotli],
    ['zstd', zstd],
  ]);

async function* decodeOnce(
  pieces: AsyncIterable<Uint8Array>,
  coding: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const source = new Watched(pieces[Symbol.asyncIterator]());
  const decode = decoders.get(coding);
  try {
    if (decode !== undefined) yield* decode(source);
  } catch (error) {
    // What went wrong on the way here is not the decoder's fault.
    throw source.failure === undefined ? decodingError(error, coding) : source.failure.error;
  } finally {
    await source.return();
  }
}

/** Remembers whether the bytes themselves failed to arrive: they end there, and what had come is decoded first. */
class Watched implements AsyncIterator<Uint8Array> {
  readonly #source: AsyncIterator<Uint8Array>;
  failure: { readonly error: unknown } | undefined;

  constructor(source: AsyncIterator<Uint8Array>) {
    this.#source = source;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    try {
      return await this.#source.next();
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    await this.#source.return?.();
    return { done: true, value: undefined };
  }
}

/** RFC 9110 means the zlib format, and servers exist that send bare deflate data: the first two bytes tell. */
async function* inflate(source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const start = await firstBytes(source, 2);
  if (start === undefined) return;
  const [first = 0, second = 0] = start;
  const wrapped = (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
  const options = { chunkSize, finishFlush: zlib.constants.Z_SYNC_FLUSH };
  yield* through(source, start, wrapped ? zlib.createInflate(options) : zlib.createInflateRaw(options));
}

async function* brotli(source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const start = await firstBytes(source, 1);
  if (start === undefined) return;
  const finishFlush = zlib.constants.BROTLI_OPERATION_FLUSH;
  yield* through(source, start, zlib.createBrotliDecompress({ chunkSize, finishFlush }));
}

async function* zstd(source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const start = await firstBytes(source, 1);
  if (start === undefined) return;
  const finishFlush = zlib.constants.ZSTD_e_flush;
  yield* through(source, start, zlib.createZstdDecompress({ chunkSize, finishFlush }));
}

async function* through(
  source: AsyncIterator<Uint8Array>,
  start: Uint8Array,
  decoder: Transform,
): AsyncGenerator<Uint8Array, void, undefined> {
  const feeding = feed(source, start, decoder);
  // It is awaited below; until then a failure must not count as unhandled.
  feeding.catch(() => decoder.end());
  try {
    yield* decoder as AsyncIterable<Uint8Array>;
    await feeding;
  } finally {
    decoder.destroy();
  }
}

/** At least `count` bytes from the start of a body, or all there are; undefined when there are none. */
async function firstBytes(source: AsyncIterator<Uint8Array>, count: number): Promise<Uint8Array | undefined> {
  let bytes: Uint8Array = new Uint8Array();
  while (bytes.byteLength < count) {
    const next = await source.next();
    if (next.done === true) break;
    bytes = bytes.byteLength === 0 ? next.value : Buffer.concat([bytes, next.value]);
  }
  return bytes.byteLength === 0 ? undefined : bytes;
}

/** Writes until the bytes or the encoded data end; bytes behind that end are read and dropped. */
async function feed(source: AsyncIterator<Uint8Array>, start: Uint8Array, decoder: Transform): Promise<void> {
  let next: IteratorResult<Uint8Array> = { done: false, value: start };
  while (next.done !== true) {
    if (decoder.destroyed || decoder.readableEnded) return;
    if (!decoder.write(next.value)) await writable(decoder);
    next = await source.next();
  }
  decoder.end();
}

function writable(stream: Transform): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      for (const event of ['drain', 'end', 'close']) stream.removeListener(event, settle);
      resolve();
    };
    for (const event of ['drain', 'end', 'close']) stream.once(event, settle);
  });
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
    throw new BodyTooLarge(`The decoded body is larger than the limit of ${limit} bytes.`, {
      phase: 'decode',
      hint: 'Raise the limit, or save the body to a file.',
    });
  }
}

function decodingError(cause: unknown, coding: string): RequestException {
  if (cause instanceof RequestException) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  return new ContentDecodingError(`The body is labelled ${coding} but is not: ${said}.`, 'DecodeFailed', {
    cause,
    phase: 'decode',
    hint: 'The server labels its body wrongly; ask it for identity with Accept-Encoding.',
  });
}
