/**
 * Knows where the lines of a body begin, while it still arrives: it is shown every byte once, in order, and keeps
 * one place for each 1,024 lines or 256 KiB. That is enough to find any line by reading at most 256 KiB, and small
 * enough (16 bytes a place) for bodies of many gigabytes. It keeps no bytes and reads none; `lineReader.ts` does.
 */

/** The beginning of a line. */
export interface LinePlace {
  /** 0-based. */
  readonly line: number;
  /** In bytes. */
  readonly offset: number;
}

/** How a line ends: U+000A as one byte, or as two in either order. A return before it belongs to the break. */
export type LineBreaks = 'byte' | 'utf-16le' | 'utf-16be';

/** What readers may ask; more lines may come at any time. */
export interface LineIndex {
  /** Lines begun so far; what follows the last break is a line when it has bytes. */
  readonly lines: number;
  /** Bytes looked at. */
  readonly length: number;
  readonly breaks: LineBreaks;
  /** The nearest kept place at or before a line. */
  beforeLine(line: number): LinePlace;
  /** The nearest kept place at or before a byte. */
  beforeOffset(offset: number): LinePlace;
  /** The first kept place behind a byte. */
  afterOffset(offset: number): LinePlace | undefined;
}

export interface GrowingLineIndex extends LineIndex {
  /** The next bytes; they are not kept. */
  push(bytes: Uint8Array): void;
}

/** Between two kept places are at most so many lines … */
const linesApart = 1024;

/** … and less than so many bytes before the last line that begins there. */
export const bytesApart = 256 * 1024;

/** Bytes of a line from which on it pays to search for its end. */
const longLine = 64;

/** `charset` is what the body is said to be in: UTF-16 breaks its lines with two bytes. A byte order mark has the last word. */
export function createLineIndex(charset = ''): GrowingLineIndex {
  return new Places(breaksOf(charset));
}

function breaksOf(charset: string): LineBreaks {
  const name = charset.toLowerCase();
  if (name === 'utf-16be') return 'utf-16be';
  // As the WHATWG encoding standard reads these names.
  return /^(?:utf-16(?:le)?|unicode|ucs-2|csunicode|iso-10646-ucs-2)$/.test(name) ? 'utf-16le' : 'byte';
}

class Places implements GrowingLineIndex {
  readonly #lineNumbers: number[] = [0];
  readonly #offsets: number[] = [0];
  #breaks: LineBreaks;
  #length = 0;
  /** Breaks seen so far, which is the number of the line that is open. */
  #open = 0;
  /** Where the open line began. */
  #openedAt = 0;
  #lastLine = 0;
  #lastOffset = 0;
  /** The byte before this piece, for a break or a mark that two pieces share. */
  #previous = -1;

  constructor(breaks: LineBreaks) {
    this.#breaks = breaks;
  }

  get lines(): number {
    return this.#open + (this.#length > this.#openedAt ? 1 : 0);
  }

  get length(): number {
    return this.#length;
  }

  get breaks(): LineBreaks {
    return this.#breaks;
  }

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#length < 2) this.#heedMark(bytes);
    if (this.#breaks === 'byte') this.#pushBytes(bytes);
    else this.#pushUnits(bytes);
    this.#length += bytes.length;
    this.#previous = bytes[bytes.length - 1] ?? -1;
  }

  beforeLine(line: number): LinePlace {
    return this.#place(lastAtMost(this.#lineNumbers, line));
  }

  beforeOffset(offset: number): LinePlace {
    return this.#place(lastAtMost(this.#offsets, offset));
  }

  afterOffset(offset: number): LinePlace | undefined {
    const at = lastAtMost(this.#offsets, offset) + 1;
    return at < this.#offsets.length ? this.#place(at) : undefined;
  }

  #place(at: number): LinePlace {
    return { line: this.#lineNumbers[at] ?? 0, offset: this.#offsets[at] ?? 0 };
  }

  #heedMark(bytes: Uint8Array): void {
    const [first, second] = this.#length === 0 ? [bytes[0], bytes[1]] : [this.#previous, bytes[0]];
    if (first === 0xff && second === 0xfe) this.#breaks = 'utf-16le';
    if (first === 0xfe && second === 0xff) this.#breaks = 'utf-16be';
  }

  #pushBytes(bytes: Uint8Array): void {
    // A call for each line is faster where lines are long; looking at every byte where they are short.
    if (this.#open * longLine < this.#length) this.#pushLongLines(bytes);
    else this.#pushShortLines(bytes);
  }

  #pushLongLines(bytes: Uint8Array): void {
    for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) {
      this.#begin(this.#length + at + 1);
    }
  }

  #pushShortLines(bytes: Uint8Array): void {
    const { length } = bytes;
    for (let at = 0; at < length; at++) {
      if (bytes[at] === 0x0a) this.#begin(this.#length + at + 1);
    }
  }

  #pushUnits(bytes: Uint8Array): void {
    const newline = this.#breaks === 'utf-16le' ? 0x0a : 0x00;
    const other = 0x0a - newline;
    let first = this.#previous;
    for (let at = 0; at < bytes.length; at++) {
      const second = bytes[at] ?? 0;
      const isUnit = ((this.#length + at) & 1) === 1;
      if (isUnit && first === newline && second === other) this.#begin(this.#length + at + 1);
      first = second;
    }
  }

  #begin(offset: number): void {
    this.#open++;
    this.#openedAt = offset;
    if (this.#open - this.#lastLine < linesApart && offset - this.#lastOffset < bytesApart) return;
    this.#lineNumbers.push((this.#lastLine = this.#open));
    this.#offsets.push((this.#lastOffset = offset));
  }
}

/** The index of the last value that is not above the wanted one; values rise, and the first is 0. */
function lastAtMost(values: readonly number[], wanted: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((values[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where the line begins that holds the byte at `end`; undefined when no line begins in these bytes. They begin at a whole unit. */
export function lastLineStart(bytes: Uint8Array, end: number, breaks: LineBreaks): number | undefined {
  if (end <= 0) return undefined;
  if (breaks === 'byte') {
    const at = bytes.lastIndexOf(0x0a, end - 1);
    return at === -1 ? undefined : at + 1;
  }
  const shift = breaks === 'utf-16le' ? 0 : 1;
  for (
    let at = bytes.lastIndexOf(0x0a, end - 1);
    at > -1;
    at = at === 0 ? -1 : bytes.lastIndexOf(0x0a, at - 1)
  ) {
    const unit = at - shift;
    if (unit >= 0 && (unit & 1) === 0 && unit + 2 <= end && bytes[unit + 1 - shift] === 0) return unit + 2;
  }
  return undefined;
}
