/**
 * Undoes Content-Encoding while a body streams (rule R111): gzip, deflate with and without its zlib wrapper, br and
 * zstd, and up to five of them on top of each other. Each step gives out at most one small piece at a time, so a
 * bomb costs nothing that is not asked for, and the decoded size is bounded. Used by the adapter for every response.
 */
import zlib from 'node:zlib';
import type { Transform } from 'node:stream';
import { BodyTooLarge, ContentDecodingError, RequestException } from './errors.ts';

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

const decoders: ReadonlyMap<string, (start: Uint8Array) => Transform> = new Map([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', inflate],
  [
    'br',
    () => zlib.createBrotliDecompress({ chunkSize, finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH }),
  ],
  ['zstd', () => zlib.createZstdDecompress({ chunkSize, finishFlush: zlib.constants.ZSTD_e_flush })],
]);

const inflateOptions = { chunkSize, finishFlush: zlib.constants.Z_SYNC_FLUSH };

function gunzip(): Transform {
  return zlib.createGunzip(inflateOptions);
}

/** RFC 9110 means the zlib format, and servers exist that send bare deflate data: the first two bytes tell. */
function inflate([first = 0, second = 0]: Uint8Array): Transform {
  const wrapped = (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
  return wrapped ? zlib.createInflate(inflateOptions) : zlib.createInflateRaw(inflateOptions);
}

async function* decodeOnce(
  pieces: AsyncIterable<Uint8Array>,
  coding: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const source = pieces[Symbol.asyncIterator]();
  const start = await firstBytes(source, coding === 'deflate' ? 2 : 1);
  if (start === undefined) return;
  const decoder = decoders.get(coding)?.(start);
  if (decoder === undefined) return;
  let broken: { readonly error: unknown } | undefined;
  const feeding = feed(source, start, decoder).catch((error: unknown) => {
    broken = { error };
    // What had arrived is decoded to its end before the failure is reported.
    decoder.end();
  });
  try {
    for await (const piece of decoder) yield piece as Uint8Array;
    await feeding;
  } catch (error) {
    if (broken === undefined) throw decodingError(error, coding);
  } finally {
    decoder.destroy();
    await source.return?.();
  }
  if (broken !== undefined) throw broken.error;
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

async function feed(source: AsyncIterator<Uint8Array>, start: Uint8Array, decoder: Transform): Promise<void> {
  let next: IteratorResult<Uint8Array> = { done: false, value: start };
  while (next.done !== true) {
    if (!decoder.write(next.value)) await writable(decoder);
    if (decoder.destroyed) return;
    next = await source.next();
  }
  decoder.end();
}

function writable(stream: Transform): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      stream.removeListener('drain', settle);
      stream.removeListener('close', settle);
      resolve();
    };
    stream.once('drain', settle);
    stream.once('close', settle);
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
