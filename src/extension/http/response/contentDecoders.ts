/**
 * The decoders that Node brings along, as generators: deflate with and without its zlib wrapper, br and zstd. Node
 * takes data that is cut for an error and then loses what it had already decoded; here everything is given out
 * first. Used by contentDecoding.ts; gzip, which needs more care, is in gzipMembers.ts.
 */
import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { codeOf } from '../errors/causes.ts';

/** How encoded data ended: with its own end, before it, or with more bytes behind it. */
export type Ending = 'whole' | 'cut' | 'followed';

/** Node's decoders count the bytes that they have taken. */
type Decoder = Transform & { readonly bytesWritten: number };

const chunkSize = 64 * 1024;

/** RFC 9110 means the zlib format, and servers exist that send bare deflate data: the first two bytes tell. */
export async function* inflate(
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, Ending, undefined> {
  const start = await firstBytes(source, 2);
  if (start === undefined) return 'whole';
  const [first = 0, second = 0] = start;
  const wrapped = (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
  const options = { chunkSize };
  return yield* through(
    source,
    start,
    wrapped ? zlib.createInflate(options) : zlib.createInflateRaw(options),
  );
}

export async function* brotli(
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, Ending, undefined> {
  const start = await firstBytes(source, 1);
  if (start === undefined) return 'whole';
  return yield* through(source, start, zlib.createBrotliDecompress({ chunkSize }));
}

export async function* zstd(
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, Ending, undefined> {
  const start = await firstBytes(source, 1);
  if (start === undefined) return 'whole';
  return yield* through(source, start, zlib.createZstdDecompress({ chunkSize }));
}

/** Resolves when the decoder has worked off the piece, or when the data has ended within it. */
export function written(decoder: Transform, piece: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      decoder.removeListener('end', settle);
      decoder.removeListener('close', settle);
      resolve();
    };
    decoder.once('end', settle);
    decoder.once('close', settle);
    decoder.write(piece, settle);
  });
}

/** Everything the decoder makes of the bytes. That they end it hears only when all that it made has been taken. */
async function* through(
  source: AsyncIterator<Uint8Array>,
  start: Uint8Array,
  decoder: Decoder,
): AsyncGenerator<Uint8Array, Ending, undefined> {
  let wake = (): void => undefined;
  let fed: 'all' | 'followed' | { readonly error: unknown } | undefined;
  const feeding = feed(source, start, decoder)
    .catch((error: unknown) => ({ error }))
    .then((result) => {
      fed = result;
      wake();
    });
  for (const event of ['readable', 'end', 'error', 'close']) decoder.on(event, () => wake());
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const piece = decoder.read() as Buffer | null;
      if (piece !== null) {
        yield piece;
      } else if (decoder.readableEnded) {
        return decoder.writableEnded ? 'whole' : 'followed';
      } else if (decoder.errored !== null) {
        await feeding;
        return cutOrThrow(decoder.errored);
      } else if (typeof fed === 'object') {
        throw fed.error;
      } else {
        if (fed === 'all' && !decoder.writableEnded) decoder.end();
        await changed;
      }
    }
  } finally {
    decoder.destroy();
  }
}

function cutOrThrow(error: Error): 'cut' {
  if (codeOf(error) === 'Z_BUF_ERROR') return 'cut';
  throw error;
}

/** Writes until the bytes end (`all`), or the encoded data before them (`followed`). */
async function feed(
  source: AsyncIterator<Uint8Array>,
  start: Uint8Array,
  decoder: Decoder,
): Promise<'all' | 'followed'> {
  let next: IteratorResult<Uint8Array> = { done: false, value: start };
  for (let fed = 0; next.done !== true;) {
    fed += next.value.byteLength;
    await written(decoder, next.value);
    if (decoder.destroyed || decoder.bytesWritten < fed) return 'followed';
    next = await source.next();
  }
  return 'all';
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
