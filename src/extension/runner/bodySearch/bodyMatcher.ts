/**
 * Finds a text or an expression in bytes that come in pieces: each piece is shown to it once, in order, and it answers
 * with what was found in it. Plain text is sought among the bytes; what needs characters (an expression, letters of
 * either case) is decoded line by line. Runs in the worker; it knows nothing of threads or files.
 */
import { lastLineStart, type LineBreaks } from '../bodies/lineIndex.ts';

export interface BodyQuery {
  readonly text: string;
  readonly matchCase: boolean;
  readonly regexp: boolean;
  /** The text is pairs of hex digits: these bytes are looked for. */
  readonly hex?: boolean | undefined;
}

/** What one piece brought; the lists have one entry for each match, in bytes. */
export interface FoundMatches {
  readonly offsets: number[];
  readonly lengths: number[];
  /** Where the line of each begins. */
  readonly lineStarts: number[];
}

export interface BodyMatcher {
  /** `isLast` says that nothing follows, so that what was held back is looked at, too. */
  push(bytes: Uint8Array, isLast: boolean): FoundMatches;
}

export interface MatcherOptions {
  readonly query: BodyQuery;
  /** A label of the WHATWG encoding standard; unknown ones are read as UTF-8. */
  readonly charset: string;
  readonly breaks: LineBreaks;
}

/** A line that is longer than this is looked at in parts, which share their ends. */
const longestPart = 4 * 1024 * 1024;

/** What two parts of one line share: a match that is longer may be missed there. */
const shared = 4096;

/** Throws a SyntaxError for an expression that is none, and for bytes that are none. */
export function createBodyMatcher({ query, charset, breaks }: MatcherOptions): BodyMatcher {
  if (query.hex === true) return new ByteMatcher(bytesOf(query.text), 'byte');
  const coding = codingOf(charset, breaks);
  const isAscii = /^[\u0000-\u007f]*$/.test(query.text);
  if (!query.regexp && query.matchCase) {
    const needle = encode(query.text, coding, isAscii);
    if (needle !== undefined) return new ByteMatcher(needle, breaks);
  }
  const pattern = new RegExp(query.regexp ? query.text : escaped(query.text), query.matchCase ? 'gm' : 'gim');
  // Byte for character: no other way of reading is as fast, and places need no working out.
  const asBytes = !query.regexp && isAscii && (coding === 'utf-8' || coding === 'single');
  return new TextMatcher(pattern, asBytes ? byteText : textOf(charset, breaks), breaks);
}

/** How characters stand in bytes, as far as it matters here. */
type Coding = 'utf-8' | 'single' | 'utf-16le' | 'utf-16be' | 'other';

function codingOf(charset: string, breaks: LineBreaks): Coding {
  if (breaks !== 'byte') return breaks;
  const { encoding } = decoderOf(charset);
  if (encoding === 'utf-8') return 'utf-8';
  return /^(?:windows-|iso-8859|ibm866|koi8|macintosh|x-mac)/.test(encoding) ? 'single' : 'other';
}

function encode(text: string, coding: Coding, isAscii: boolean): Buffer | undefined {
  switch (coding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'single':
      return isAscii ? Buffer.from(text) : undefined;
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'other':
      return undefined;
  }
}

class ByteMatcher implements BodyMatcher {
  readonly #needle: Buffer;
  readonly #breaks: LineBreaks;
  /** Where the next piece begins. */
  #at = 0;
  #held = Buffer.alloc(0);
  #lineStart = 0;

  constructor(needle: Buffer, breaks: LineBreaks) {
    this.#needle = needle;
    this.#breaks = breaks;
  }

  push(bytes: Uint8Array): FoundMatches {
    const found = noMatches();
    const piece = this.#held.length === 0 ? asBuffer(bytes) : Buffer.concat([this.#held, bytes]);
    const start = this.#at - this.#held.length;
    const step = this.#breaks === 'byte' ? 1 : 2;
    let before = 0;
    let line = this.#lineStart;
    for (let at = piece.indexOf(this.#needle); at !== -1; at = piece.indexOf(this.#needle, at)) {
      if (step === 2 && ((start + at) & 1) === 1) {
        at++;
        continue;
      }
      // Only from the last match on, so that many matches in one long line do not look at it again and again.
      const lineAt = lastLineStart(piece.subarray(before), at - before, this.#breaks);
      if (lineAt !== undefined) line = start + before + lineAt;
      before = at;
      add(found, start + at, this.#needle.length, line);
      at += this.#needle.length;
    }
    const lastLine = lastLineStart(piece, piece.length, this.#breaks);
    if (lastLine !== undefined) this.#lineStart = start + lastLine;
    this.#at += bytes.length;
    // Not a whole match, so that none is found twice; whole units, so that breaks stay where they are.
    const keep = Math.min(piece.length, this.#needle.length - 1);
    const from = piece.length - keep;
    this.#held = Buffer.from(piece.subarray(step === 2 ? from & ~1 : from));
    this.#dropFound(found, start + piece.length);
    return found;
  }

  /** What belongs to a match must not begin another one in the next piece. */
  #dropFound({ offsets }: FoundMatches, end: number): void {
    const last = offsets.at(-1);
    const over = last === undefined ? 0 : last + this.#needle.length - (end - this.#held.length);
    if (over > 0) this.#held = this.#held.subarray(over);
  }
}

type Decoder = InstanceType<typeof TextDecoder>;

interface TextOf {
  read(bytes: Uint8Array): string;
  /** Where the character begins that stands at `index` in the text of these bytes. */
  offsetOf(bytes: Uint8Array, text: string, index: number, known: Place): number;
}

/** A character whose byte is known, at or before the one that is sought. */
interface Place {
  readonly index: number;
  readonly offset: number;
}

class TextMatcher implements BodyMatcher {
  readonly #pattern: RegExp;
  readonly #text: TextOf;
  readonly #breaks: LineBreaks;
  #held = Buffer.alloc(0);
  /** Where what is held begins. */
  #at = 0;
  #lineStart = 0;

  constructor(pattern: RegExp, text: TextOf, breaks: LineBreaks) {
    this.#pattern = pattern;
    this.#text = text;
    this.#breaks = breaks;
  }

  push(bytes: Uint8Array, isLast: boolean): FoundMatches {
    const piece = this.#held.length === 0 ? asBuffer(bytes) : Buffer.concat([this.#held, bytes]);
    const whole = isLast ? piece.length : lastLineStart(piece, piece.length, this.#breaks);
    const found = noMatches();
    if (whole !== undefined) {
      this.#look(piece.subarray(0, whole), whole, found);
      this.#keep(piece, whole);
    } else if (piece.length > longestPart) {
      const end = (piece.length - shared) & ~3;
      this.#look(piece, end, found);
      this.#keep(piece, end);
    } else {
      this.#held = Buffer.from(piece);
    }
    return found;
  }

  /** Takes matches that begin before `end`. */
  #look(bytes: Buffer, end: number, found: FoundMatches): void {
    const text = this.#text.read(bytes);
    let known: Place = { index: 0, offset: 0 };
    let line = this.#lineStart;
    this.#pattern.lastIndex = 0;
    for (let match = this.#pattern.exec(text); match !== null; match = this.#pattern.exec(text)) {
      if (match[0] === '') {
        this.#pattern.lastIndex++;
        continue;
      }
      const offset = this.#text.offsetOf(bytes, text, match.index, known);
      if (offset >= end) break;
      const lineAt = lastLineStart(bytes.subarray(known.offset), offset - known.offset, this.#breaks);
      if (lineAt !== undefined) line = this.#at + known.offset + lineAt;
      known = { index: match.index, offset };
      const after = this.#text.offsetOf(bytes, text, match.index + match[0].length, known);
      add(found, this.#at + offset, after - offset, line);
    }
  }

  #keep(piece: Buffer, from: number): void {
    const lineAt = lastLineStart(piece, from, this.#breaks);
    if (lineAt !== undefined) this.#lineStart = this.#at + lineAt;
    this.#at += from;
    this.#held = Buffer.from(piece.subarray(from));
  }
}

const byteText: TextOf = {
  read: (bytes) => asBuffer(bytes).toString('latin1'),
  offsetOf: (_bytes, _text, index) => index,
};

function textOf(charset: string, breaks: LineBreaks): TextOf {
  if (breaks !== 'byte') {
    const decoder = new TextDecoder(breaks, { ignoreBOM: true });
    return { read: (bytes) => decoder.decode(bytes), offsetOf: (_bytes, _text, index) => index * 2 };
  }
  const decoder = decoderOf(charset);
  const isUtf8 = decoder.encoding === 'utf-8';
  return {
    read: (bytes) => decoder.decode(bytes),
    offsetOf: (bytes, text, index, known) => {
      const between = text.slice(known.index, index);
      // Where nothing had to be replaced, characters say themselves how long they are.
      if (isUtf8 && !between.includes('\ufffd')) return known.offset + Buffer.byteLength(between);
      return offsetByDecoding(bytes.subarray(known.offset), between.length, decoder) + known.offset;
    },
  };
}

/** The fewest bytes whose text is so long. */
function offsetByDecoding(bytes: Uint8Array, length: number, decoder: Decoder): number {
  let low = 0;
  let high = Math.min(bytes.length, length * 4);
  while (low < high) {
    const middle = (low + high) >>> 1;
    // Half a character at the end does not count.
    const { length: characters } = decoder.decode(bytes.subarray(0, middle), { stream: true });
    decoder.decode();
    if (characters >= length) high = middle;
    else low = middle + 1;
  }
  return low;
}

function decoderOf(charset: string): Decoder {
  try {
    return new TextDecoder(charset, { ignoreBOM: true });
  } catch {
    return new TextDecoder('utf-8', { ignoreBOM: true });
  }
}

function noMatches(): FoundMatches {
  return { offsets: [], lengths: [], lineStarts: [] };
}

function add(
  { offsets, lengths, lineStarts }: FoundMatches,
  offset: number,
  length: number,
  line: number,
): void {
  offsets.push(offset);
  lengths.push(length);
  lineStarts.push(line);
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** `0d 0a`, `0x0D0A`, `0d,0a`. */
function bytesOf(text: string): Buffer {
  const digits = text.replaceAll(/0x|[\s,:_-]/gi, '');
  if (!/^(?:[\da-f]{2})+$/i.test(digits)) throw new SyntaxError('These are no bytes in hex.');
  return Buffer.from(digits, 'hex');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
