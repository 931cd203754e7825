/**
 * The block being read: its nodes and references so far, as records, and what the lines read so far say about the lines
 * to come. The readers of lines (`beforeLines`, `headerLines`, `bodyLines`) add to it; nothing else does.
 */
import { code, isBlank, isLineBreak } from './characters.ts';
import type { ContentType } from './contentType.ts';
import type { BlockContent, BlockNode, BodyMode } from './nodes.ts';
import { RecordedContent } from './recordedContent.ts';
import {
  addNode,
  addReference,
  extendNode,
  flag,
  flagShift,
  isBareSeparator,
  isSameSeparator,
  record,
  type RecordKind,
  Records,
} from './records.ts';
import type { LineScanner } from './scanner.ts';

/** Which kind of line may come next. */
export type BlockState = 'before' | 'target' | 'headers' | 'body';

/** The content of a separator that stands alone, and where its numbers are. */
interface Bare {
  readonly numbers: Int32Array;
  readonly start: number;
  readonly content: BlockContent;
}

export class BlockBuilder {
  readonly scanner: LineScanner;
  base = 0;
  baseLine = 0;
  state: BlockState = 'before';
  mode: BodyMode = 'text';
  boundary: string | undefined = undefined;
  /** A boundary line has come, so the boundary is known. */
  hasBoundary = false;
  /** Where the current line of a multipart body is. */
  part: 'outside' | 'headers' | 'content' = 'outside';
  /** False once it is known that no line `}}` is left in the block. */
  mayHaveForeignEnd = true;
  /** The part's own Content-Type keeps lines that look like comments. */
  isPartRaw = false;
  /** The newest of this text, in whatever block. */
  lastContentType: ContentType | undefined = undefined;

  readonly #records = new Records();
  readonly #references = new Records();
  /** Line of the node to come, relative to the block. */
  #line = 0;
  /** The kind of the last node while further lines join it, otherwise -1. */
  #open = -1;
  /** The last block that was a separator only. */
  #bare: Bare | undefined = undefined;

  constructor(scanner: LineScanner) {
    this.scanner = scanner;
  }

  /** Starts a new block at the current line. */
  begin(): void {
    this.base = this.scanner.start;
    this.baseLine = this.scanner.line;
    this.#records.begin();
    this.#references.begin();
    this.#line = 0;
    this.#open = -1;
    this.state = 'before';
    this.mode = 'text';
    this.boundary = undefined;
    this.hasBoundary = false;
    this.part = 'outside';
    this.mayHaveForeignEnd = true;
    this.isPartRaw = false;
  }

  /**
   * Adds the lines since the last node as a node; the caller has gone to the line behind them. The offsets are the
   * document's, in the order of the fields in `nodes.ts`.
   */
  add(kind: RecordKind, flags = 0, a = 0, b = 0, c = 0, d = 0, e = 0, f = 0): void {
    const { scanner, base } = this;
    addNode(this.#records, kind | (flags << flagShift), base, this.#line, scanner.start, a, b, c, d, e, f);
    this.#line = scanner.line - this.baseLine;
    this.#open = -1;
  }

  /** Goes to the next line and adds the current one as a node, like `add`. */
  take(kind: RecordKind, flags = 0, a = 0, b = 0, c = 0, d = 0, e = 0, f = 0): void {
    this.scanner.advance();
    this.add(kind, flags, a, b, c, d, e, f);
  }

  /** Adds a line of white space, joined with the one above it. */
  takeBlank(): void {
    this.#takeJoined(record.blank);
  }

  /** Adds the current line to the body text, joined with the text above it unless either is suspect. */
  takeText(suspect: number = flag.none): void {
    const { scanner } = this;
    this.collect(scanner.first, scanner.end);
    if (suspect === flag.none) this.#takeJoined(record.text);
    else this.take(record.text, suspect);
  }

  /** Remembers the `{{ }}` between two offsets of the document; ranges must come in order. */
  collect(start: number, end: number): void {
    const at = this.scanner.reference.from(start);
    if (at < end) this.#collectFrom(at, end);
  }

  #collectFrom(first: number, end: number): void {
    const { text, reference } = this.scanner;
    let at = first;
    while (at < end) {
      let open = at;
      while (open + 2 < end && text.charCodeAt(open + 2) === code.braceOpen) open += 1;
      let stop = open + 2;
      let character: number = code.none;
      for (; stop < end; stop += 1) {
        character = text.charCodeAt(stop);
        if (character === code.braceOpen || character === code.braceClose || isLineBreak(character)) break;
      }
      const isClosed =
        stop + 1 < end && character === code.braceClose && text.charCodeAt(stop + 1) === code.braceClose;
      if (isClosed) {
        this.#addReference(open, stop);
        stop += 2;
      }
      at = stop < end ? reference.from(stop) : end;
    }
  }

  finish(): BlockNode {
    const { base, baseLine, scanner } = this;
    return {
      start: base,
      end: scanner.start,
      line: baseLine,
      content: this.#bareContent() ?? this.#content(),
    };
  }

  #content(): BlockContent {
    return new RecordedContent(this.#records, this.#references, this.mode, this.boundary);
  }

  /** Contents are relative to their block, so equal ones may be one; a text may be nothing but separators. */
  #bareContent(): BlockContent | undefined {
    const records = this.#records;
    if (!isBareSeparator(records)) return undefined;
    if (this.#bare !== undefined && isSameSeparator(records, this.#bare)) {
      records.end = records.start;
      return this.#bare.content;
    }
    const { numbers, start } = records;
    const content = this.#content();
    this.#bare = { numbers, start, content };
    return content;
  }

  #takeJoined(kind: RecordKind): void {
    const { scanner } = this;
    if (this.#open === kind) {
      scanner.advance();
      extendNode(this.#records, scanner.start - this.base);
      this.#line = scanner.line - this.baseLine;
    } else {
      this.take(kind);
      this.#open = kind;
    }
  }

  #addReference(open: number, close: number): void {
    const { text } = this.scanner;
    let contentStart = open + 2;
    let contentEnd = close;
    while (contentStart < contentEnd && isBlank(text.charCodeAt(contentStart))) contentStart += 1;
    while (contentEnd > contentStart && isBlank(text.charCodeAt(contentEnd - 1))) contentEnd -= 1;
    if (contentStart === contentEnd) return;
    const { base } = this;
    addReference(this.#references, open - base, close + 2 - base, contentStart - base, contentEnd - base);
  }
}

/** Goes to the first line that starts at or behind the offset, but never past a separator. */
export function skipLinesTo(scanner: LineScanner, offset: number): void {
  do scanner.advance();
  while (!scanner.isDone && scanner.start <= offset && !scanner.isSeparator);
}
