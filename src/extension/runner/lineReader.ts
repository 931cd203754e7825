/**
 * Reads lines of a body by their numbers, and finds the line of a byte, with a line index. Lines come as bytes, not
 * decoded, the long ones cut; no answer is larger than asked for, however long the lines are. The panel calls it for
 * each page of rows that somebody looks at.
 */
import type { BodyReader } from './bodyStore.ts';
import { bytesApart, createLineIndex, type LineBreaks, type LineIndex, type LinePlace } from './lineIndex.ts';

/** Some lines that follow each other. */
export interface LineRange {
  /** The number of the first of them, 0-based. */
  readonly first: number;
  /** Where each begins, in bytes. */
  readonly starts: readonly number[];
  /** Where each ends, its break left out. */
  readonly ends: readonly number[];
  /** How many bytes of each are in `bytes`; fewer than it has when it is cut. */
  readonly lengths: readonly number[];
  /** The lines' bytes, one after the other, breaks left out. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface LineWish {
  readonly first: number;
  readonly count: number;
  /** Bytes of one line at most. */
  readonly cutAt: number;
  /** Bytes of all together at most; the first line is always there. */
  readonly maxBytes: number;
}

const blockLength = 64 * 1024;

/** Fewer lines than wished for at the end of the body, and when they do not fit; none behind the end. */
export async function readLines(reader: BodyReader, index: LineIndex, wish: LineWish): Promise<LineRange> {
  const place = index.beforeLine(wish.first);
  const walk = new Walk(reader, index, place);
  while (walk.line < wish.first && (await walk.skip()));
  const starts: number[] = [];
  const ends: number[] = [];
  const pieces: Uint8Array[] = [];
  let total = 0;
  while (starts.length < wish.count && walk.line === wish.first + starts.length) {
    const next = await walk.take(wish.cutAt);
    if (next === undefined || (starts.length > 0 && total + next.bytes.length > wish.maxBytes)) break;
    starts.push(next.start);
    ends.push(next.end);
    pieces.push(next.bytes);
    total += next.bytes.length;
  }
  return {
    first: wish.first,
    starts,
    ends,
    lengths: pieces.map(({ length }) => length),
    bytes: joined(pieces, total),
  };
}

/** The line that holds a byte; the last line for a byte behind the end. */
export async function lineAtOffset(reader: BodyReader, index: LineIndex, offset: number): Promise<LinePlace> {
  const wanted = Math.max(0, Math.min(offset, index.length - 1));
  let { line, offset: start } = index.beforeOffset(wanted);
  // No line begins later than so behind a kept place, or it would be kept itself.
  const end = Math.min(wanted, start + bytesApart);
  const unit = unitOf(index.breaks);
  for (let at = start; at < end; at += blockLength) {
    const block = await reader.read(at, Math.min(blockLength, end - at));
    for (
      let found = breakIn(block, 0, index.breaks);
      found !== -1;
      found = breakIn(block, found + unit, index.breaks)
    ) {
      line++;
      start = at + found + unit;
    }
  }
  return { line, offset: start };
}

/** An index of a body that came without one, such as a stored one: it reads everything once, in small pieces. */
export async function indexLines(
  reader: BodyReader,
  options: { readonly charset?: string; readonly signal?: AbortSignal } = {},
): Promise<LineIndex> {
  const index = createLineIndex(options.charset);
  while (index.length < reader.length && options.signal?.aborted !== true) {
    const block = await reader.read(index.length, 4 * blockLength);
    if (block.length === 0) break;
    index.push(block);
  }
  return index;
}

interface TakenLine {
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
}

/** Goes from line to line, reading blocks as it needs them. */
class Walk {
  line: number;
  readonly #reader: BodyReader;
  readonly #index: LineIndex;
  readonly #unit: number;
  #offset: number;
  #block: Uint8Array = new Uint8Array(0);
  #blockAt = 0;

  constructor(reader: BodyReader, index: LineIndex, { line, offset }: LinePlace) {
    this.line = line;
    this.#reader = reader;
    this.#index = index;
    this.#offset = offset;
    this.#unit = unitOf(index.breaks);
  }

  /** Goes behind this line; false at the end. */
  async skip(): Promise<boolean> {
    return (await this.take(0)) !== undefined;
  }

  async take(cutAt: number): Promise<TakenLine | undefined> {
    const start = this.#offset;
    if (start >= this.#index.length) return undefined;
    const next = await this.#nextLine(start);
    const end = next === undefined ? this.#index.length : next - this.#unit;
    const bytes = await this.#bytes(start, Math.min(end, start + cutAt));
    const isWhole = bytes.length === end - start;
    const shown = isWhole ? withoutReturn(bytes, this.#index.breaks) : bytes;
    this.#offset = next ?? this.#index.length;
    this.line++;
    return { start, end: isWhole ? start + shown.length : end, bytes: shown };
  }

  /** Where the line after the one that begins at `start` begins; undefined when there is none. */
  async #nextLine(start: number): Promise<number | undefined> {
    const limit = Math.min(this.#index.length, start + bytesApart + blockLength);
    for (let at = start; at < limit;) {
      await this.#load(at);
      const found = breakIn(this.#block, at - this.#blockAt, this.#index.breaks);
      if (found !== -1) return this.#blockAt + found + this.#unit;
      const end = this.#blockAt + this.#block.length;
      if (end <= at) return undefined;
      at = end;
    }
    // What follows so long a line has a place in the index.
    return this.#index.afterOffset(start)?.offset;
  }

  async #bytes(start: number, end: number): Promise<Uint8Array> {
    if (end <= start) return new Uint8Array(0);
    const from = start - this.#blockAt;
    if (from >= 0 && end <= this.#blockAt + this.#block.length) {
      return this.#block.subarray(from, end - this.#blockAt);
    }
    return this.#reader.read(start, end - start);
  }

  async #load(at: number): Promise<void> {
    if (at >= this.#blockAt && at < this.#blockAt + this.#block.length) return;
    this.#blockAt = at;
    // What came after the index looked is left for the next time.
    this.#block = await this.#reader.read(at, Math.min(blockLength, this.#index.length - at));
  }
}

/** Where the first break at or behind `from` begins, -1 for none. Blocks begin at whole units. */
function breakIn(bytes: Uint8Array, from: number, breaks: LineBreaks): number {
  if (breaks === 'byte') return bytes.indexOf(0x0a, from);
  const shift = breaks === 'utf-16le' ? 0 : 1;
  for (let at = bytes.indexOf(0x0a, from); at !== -1; at = bytes.indexOf(0x0a, at + 1)) {
    const unit = at - shift;
    if ((unit & 1) === 0 && unit >= from && bytes[unit + 1 - shift] === 0) return unit;
  }
  return -1;
}

function withoutReturn(bytes: Uint8Array, breaks: LineBreaks): Uint8Array {
  const { length } = bytes;
  switch (breaks) {
    case 'byte':
      return bytes[length - 1] === 0x0d ? bytes.subarray(0, length - 1) : bytes;
    case 'utf-16le':
      return bytes[length - 2] === 0x0d && bytes[length - 1] === 0 ? bytes.subarray(0, length - 2) : bytes;
    case 'utf-16be':
      return bytes[length - 2] === 0 && bytes[length - 1] === 0x0d ? bytes.subarray(0, length - 2) : bytes;
  }
}

function unitOf(breaks: LineBreaks): number {
  return breaks === 'byte' ? 1 : 2;
}

function joined(pieces: readonly Uint8Array[], total: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
