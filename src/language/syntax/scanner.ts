/**
 * Walks over a text line by line, once, with native searches only. Holds the current line's offsets and the
 * next places of the few marks the parser looks for; a mark that is far away is searched once, not per line.
 */
import { code, isBlank } from './characters.ts';

/** Finds the next place of a mark at or after an offset; offsets must not decrease. */
export class Finder {
  readonly #text: string;
  readonly #mark: string;
  #next = -1;

  constructor(text: string, mark: string) {
    this.#text = text;
    this.#mark = mark;
  }

  /** The last answer, to be given to `returnTo` by whoever looks ahead and comes back. */
  get place(): number {
    return this.#next;
  }

  returnTo(place: number): void {
    this.#next = place;
  }

  /** The offset, or the text's length when there is none. */
  from(offset: number): number {
    return this.#next >= offset ? this.#next : this.#search(offset);
  }

  #search(offset: number): number {
    const found = this.#text.indexOf(this.#mark, offset);
    return (this.#next = found === -1 ? this.#text.length : found);
  }
}

export class LineScanner {
  readonly text: string;
  readonly length: number;
  /** Where the current line starts; the text's length when there is no line left. */
  start = 0;
  /** Offset of the current line's first character that is not a blank; `end` for a line of blanks. */
  first = 0;
  /** Code of the character there; `code.none` for a blank line. */
  firstCode: number = code.none;
  /** Where the current line's characters end, its line break not included. */
  end = 0;
  /** Where the next line starts. */
  next = 0;
  /** 0-based number of the current line. */
  line = 0;
  readonly reference: Finder;
  readonly scriptEnd: Finder;
  readonly commentEnd: Finder;
  readonly colon: Finder;
  readonly #lineFeed: Finder;
  readonly #carriageReturn: Finder;

  constructor(text: string, offset = 0, line = 0) {
    this.text = text;
    this.length = text.length;
    this.reference = new Finder(text, '{{');
    this.scriptEnd = new Finder(text, '%}');
    this.commentEnd = new Finder(text, '*/');
    this.colon = new Finder(text, ':');
    this.#lineFeed = new Finder(text, '\n');
    this.#carriageReturn = new Finder(text, '\r');
    this.line = line;
    this.#read(offset);
  }

  get isDone(): boolean {
    return this.start >= this.length;
  }

  /** Makes the next line the current one. */
  advance(): void {
    this.line += 1;
    this.#read(this.next);
  }

  /** The end of the current line without trailing blanks. */
  trimmedEnd(from: number): number {
    let end = this.end;
    while (end > from && isBlank(this.text.charCodeAt(end - 1))) end -= 1;
    return end;
  }

  /** The first offset from the given one that is not a blank, at most the line's end. */
  skipBlanks(from: number): number {
    let at = from;
    while (at < this.end && isBlank(this.text.charCodeAt(at))) at += 1;
    return at;
  }

  /** The first offset from the given one that is a blank, at most the line's end. */
  skipWord(from: number): number {
    let at = from;
    while (at < this.end && !isBlank(this.text.charCodeAt(at))) at += 1;
    return at;
  }

  /** `###` at the current line's start, with or without indentation. */
  get isSeparator(): boolean {
    if (this.firstCode !== code.hash) return false;
    const { text, first } = this;
    return (
      this.end - first >= 3 &&
      text.charCodeAt(first + 1) === code.hash &&
      text.charCodeAt(first + 2) === code.hash
    );
  }

  /**
   * Where the first line below starts that is just the mark, or -1 when a separator or the end comes first.
   * The current line stays the current one.
   */
  lineBelow(mark: string): number {
    const { start, line } = this;
    const lineFeed = this.#lineFeed.place;
    const carriageReturn = this.#carriageReturn.place;
    let found = -1;
    this.advance();
    while (found === -1 && !this.isDone && !this.isSeparator) {
      const { first } = this;
      if (this.text.startsWith(mark, first) && this.trimmedEnd(first) === first + mark.length) {
        found = this.start;
      }
      this.advance();
    }
    this.#lineFeed.returnTo(lineFeed);
    this.#carriageReturn.returnTo(carriageReturn);
    this.line = line;
    this.#read(start);
    return found;
  }

  #read(offset: number): void {
    const { text, length } = this;
    this.start = offset;
    if (offset >= length) {
      this.first = this.end = this.next = length;
      this.start = length;
      this.firstCode = code.none;
      return;
    }
    const lineFeed = this.#lineFeed.from(offset);
    const carriageReturn = this.#carriageReturn.from(offset);
    let end = lineFeed;
    let next = lineFeed < length ? lineFeed + 1 : length;
    if (carriageReturn < lineFeed) {
      end = carriageReturn;
      if (lineFeed !== carriageReturn + 1 || lineFeed === length) next = carriageReturn + 1;
    }
    let first = offset;
    if (offset === 0 && text.charCodeAt(0) === code.byteOrderMark) first = 1;
    while (first < end && isBlank(text.charCodeAt(first))) first += 1;
    this.first = first;
    this.firstCode = first < end ? text.charCodeAt(first) : code.none;
    this.end = end;
    this.next = next;
  }
}
