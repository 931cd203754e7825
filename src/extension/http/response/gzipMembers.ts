/**
 * Undoes gzip (RFC 1952), member by member. Node's own Gunzip fails on bytes after the last member and then loses
 * output that it already had; servers pad and concatenate, and browsers and `requests` put up with it (rule R111).
 * Used by contentDecoding.ts.
 */
import zlib from 'node:zlib';
import type { InflateRaw } from 'node:zlib';
import { written } from './contentDecoders.ts';
import type { Ending } from './contentDecoders.ts';

const chunkSize = 64 * 1024;
const magic = [0x1f, 0x8b, 8];

/** Where bytes come from; what was read too much can be put back. */
class ByteSource {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #unread: Uint8Array | undefined;

  constructor(pieces: AsyncIterator<Uint8Array>) {
    this.#pieces = pieces;
  }

  /** The next bytes, however many; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    const held = this.#unread;
    this.#unread = undefined;
    if (held !== undefined && held.byteLength > 0) return held;
    for (;;) {
      const next = await this.#pieces.next();
      if (next.done === true) return undefined;
      if (next.value.byteLength > 0) return next.value;
    }
  }

  unread(bytes: Uint8Array): void {
    this.#unread = this.#unread === undefined ? bytes : Buffer.concat([bytes, this.#unread]);
  }

  /** Exactly `count` bytes, or fewer at the end. */
  async take(count: number): Promise<Uint8Array> {
    let bytes: Uint8Array = new Uint8Array();
    while (bytes.byteLength < count) {
      const piece = await this.next();
      if (piece === undefined) break;
      bytes = bytes.byteLength === 0 ? piece : Buffer.concat([bytes, piece]);
    }
    if (bytes.byteLength > count) this.unread(bytes.subarray(count));
    return bytes.subarray(0, count);
  }
}

/** The decoded pieces of all members; bytes that start no member end it. Throws when the first is no gzip. */
export async function* gunzipMembers(
  pieces: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, Ending, undefined> {
  const source = new ByteSource(pieces);
  for (let first = true; ; first = false) {
    const header = await skipHeader(source);
    if (header === 'end') return 'whole';
    if (header === 'cut') return first ? 'cut' : 'followed';
    if (header === 'other') {
      if (first) throw new Error('incorrect header check');
      return 'followed';
    }
    if ((yield* member(source)) === 'cut') return 'cut';
  }
}

async function* member(source: ByteSource): AsyncGenerator<Uint8Array, 'whole' | 'cut', undefined> {
  const inflate = zlib.createInflateRaw({ chunkSize, finishFlush: zlib.constants.Z_SYNC_FLUSH });
  const feeding = feed(source, inflate);
  // It is awaited below; until then a failure must not count as unhandled.
  feeding.catch(() => inflate.end());
  let checksum = 0;
  let size = 0;
  try {
    for await (const piece of inflate as AsyncIterable<Uint8Array>) {
      checksum = zlib.crc32(piece, checksum);
      size += piece.byteLength;
      yield piece;
    }
    const { fed, last } = await feeding;
    source.unread(last.subarray(last.byteLength - (fed - inflate.bytesWritten)));
  } finally {
    inflate.destroy();
  }
  const trailer = await source.take(8);
  if (trailer.byteLength < 8) return 'cut';
  const view = new DataView(trailer.buffer, trailer.byteOffset, 8);
  if (view.getUint32(0, true) !== checksum) throw new Error('incorrect data check');
  if (view.getUint32(4, true) !== size % 2 ** 32) throw new Error('incorrect length check');
  return 'whole';
}

interface Fed {
  readonly fed: number;
  /** The piece in which the deflate data ended: what is behind its end was read too much. */
  readonly last: Uint8Array;
}

async function feed(source: ByteSource, inflate: InflateRaw): Promise<Fed> {
  let fed = 0;
  let last: Uint8Array = new Uint8Array();
  while (!inflate.destroyed) {
    const piece = await source.next();
    if (piece === undefined) {
      inflate.end();
      break;
    }
    last = piece;
    fed += piece.byteLength;
    await written(inflate, piece);
    // What is not taken is behind the end of the deflate data; its 'end' comes by itself.
    if (inflate.bytesWritten < fed) break;
  }
  return { fed, last };
}

/** Reads past a member's header: fixed part, extra field, name, comment, header checksum. */
async function skipHeader(source: ByteSource): Promise<'member' | 'other' | 'end' | 'cut'> {
  const fixed = await source.take(10);
  if (fixed.byteLength === 0) return 'end';
  if (magic.some((byte, at) => at < fixed.byteLength && fixed[at] !== byte)) return 'other';
  if (fixed.byteLength < 10) return 'cut';
  const flags = fixed[3] ?? 0;
  if ((flags & 4) !== 0) {
    const [low = 0, high = 0] = await source.take(2);
    await source.take(low + high * 256);
  }
  if ((flags & 8) !== 0) await skipText(source);
  if ((flags & 16) !== 0) await skipText(source);
  if ((flags & 2) !== 0) await source.take(2);
  return 'member';
}

async function skipText(source: ByteSource): Promise<void> {
  for (;;) {
    const piece = await source.next();
    if (piece === undefined) return;
    const end = piece.indexOf(0);
    if (end !== -1) {
      source.unread(piece.subarray(end + 1));
      return;
    }
  }
}
