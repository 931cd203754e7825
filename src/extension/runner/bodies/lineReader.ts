/**
 * Reads lines of a body by their numbers, and finds the line of a byte, with a line index. Lines come as bytes, not
 * decoded, the long ones cut; no answer is larger than asked for, however long the lines are. The panel calls it for
 * each page of rows that somebody looks at.
 */
import type { BodyReader } from './bodyStore.ts';
import { bytesApart, createLineIndex, type LineBreaks, type LineIndex, type LinePlace } from './lineIndex.ts';

/** Some lines. */
export interface LineRange {
  /** Their numbers in the body, 0-based. */
  readonly numbers: readonly number[];
  /** Where each begins, in bytes. */
  readonly starts: readonly number[];
  /** Where each ends, its break left out. */
  readonly ends: readonly number[];
  /** How many bytes of each are in `bytes`; fewer than it has when it is cut. */
  readonly lengths: readonly number[];
  /** The lines' bytes, one after the other, breaks left out. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface LineLimits {
  /** Bytes of one line at most. */
  readonly cutAt: number;
  /** Bytes of all together at most; the first line is always there. */
  readonly maxBytes: number;
}

export interface LineWish extends LineLimits {
  readonly first: number;
  readonly count: number;
}

const blockLength = 64 * 1024;

/** Lines that follow each other: fewer than wished for at the end of the body, and when they do not fit; none behind the end. */
export async function readLines(reader: BodyReader, index: LineIndex, wish: LineWish): Promise<LineRange> {
  const walk = new Walk(reader, index);
  walk.go(index.beforeLine(wish.first));
  while (walk.line < wish.first && (await walk.skip()));
  const taken = new Taken(wish);
  while (taken.count < wish.count && walk.line === wish.first + taken.count) {
    const { line } = walk;
    if (!taken.add(line, await walk.take(wish.cutAt))) break;
  }
  return taken.range();
}

/** Lines that begin at these bytes, which rise; fewer when they do not fit. */
export async function readLinesAt(
  reader: BodyReader,
  index: LineIndex,
  wish: LineLimits & { readonly starts: readonly number[] },
): Promise<LineRange> {
  const walk = new Walk(reader, index);
  const taken = new Taken(wish);
  for (const start of wish.starts) {
    const place = index.beforeOffset(start);
    if (walk.offset < place.offset || walk.offset > start) walk.go(place);
    while (walk.offset < start && (await walk.skip()));
    const { line } = walk;
    if (!taken.add(line, await walk.take(wish.cutAt))) break;
  }
  return taken.range();
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

/** Lines as they are collected. */
class Taken {
  readonly #maxBytes: number;
  readonly #numbers: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #pieces: Uint8Array[] = [];
  #total = 0;

  constructor({ maxBytes }: LineLimits) {
    this.#maxBytes = maxBytes;
  }

  get count(): number {
    return this.#starts.length;
  }

  /** False when there is no line, or no room for it. */
  add(line: number, taken: TakenLine | undefined): boolean {
    if (taken === undefined) return false;
    if (this.count > 0 && this.#total + taken.bytes.length > this.#maxBytes) return false;
    this.#numbers.push(line);
    this.#starts.push(taken.start);
    this.#ends.push(taken.end);
    this.#pieces.push(taken.bytes);
    this.#total += taken.bytes.length;
    return true;
  }

  range(): LineRange {
    return {
      numbers: this.#numbers,
      starts: this.#starts,
      ends: this.#ends,
      lengths: this.#pieces.map(({ length }) => length),
      bytes: joined(this.#pieces, this.#total),
    };
  }
}

/** Goes from line to line, reading blocks as it needs them. */
class Walk {
  line = 0;
  readonly #reader: BodyReader;
  readonly #index: LineIndex;
  readonly #unit: number;
  #offset = 0;
  #block: Uint8Array = new Uint8Array(0);
  #blockAt = 0;

  constructor(reader: BodyReader, index: LineIndex) {
    this.#reader = reader;
    this.#index = index;
    this.#unit = unitOf(index.breaks);
  }

  get offset(): number {
    return this.#offset;
  }

  go({ line, offset }: LinePlace): void {
    this.line = line;
    this.#offset = offset;
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
