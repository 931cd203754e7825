/**
 * The block being read: its nodes and references so far, and what the lines read so far say about the lines
 * to come. The readers of lines (`beforeLines`, `headerLines`, `bodyLines`) add to it; nothing else does.
 */
import { code, isBlank, isLineBreak } from './characters.ts';
import type { ContentType } from './contentType.ts';
import type {
  BlockContent,
  BlockNode,
  BodyMode,
  ReferenceNode,
  SeparatorNode,
  SyntaxNode,
  TextNode,
} from './nodes.ts';
import type { LineScanner } from './scanner.ts';

/** Which kind of line may come next. */
export type BlockState = 'before' | 'target' | 'headers' | 'body';

/** One list for all blocks without references; most have none. */
const noReferences: readonly ReferenceNode[] = [];

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

  // Used again for each block, so that a block's own lists are made once, with their final length.
  readonly #nodes: SyntaxNode[] = [];
  #nodeCount = 0;
  readonly #references: ReferenceNode[] = [];
  #referenceCount = 0;
  /** The last block that was a separator only. */
  #bare: { readonly separator: SeparatorNode; readonly content: BlockContent } | undefined = undefined;

  constructor(scanner: LineScanner) {
    this.scanner = scanner;
  }

  /** Starts a new block at the current line. */
  begin(): void {
    this.base = this.scanner.start;
    this.baseLine = this.scanner.line;
    this.#nodeCount = 0;
    this.#referenceCount = 0;
    this.state = 'before';
    this.mode = 'text';
    this.boundary = undefined;
    this.hasBoundary = false;
    this.part = 'outside';
    this.mayHaveForeignEnd = true;
    this.isPartRaw = false;
  }

  /** Start of the current line. */
  get start(): number {
    return this.scanner.start - this.base;
  }

  /** End of the current line, its line break included. */
  get end(): number {
    return this.scanner.next - this.base;
  }

  get line(): number {
    return this.scanner.line - this.baseLine;
  }

  /** Adds a node; the caller has gone to the next line. */
  add(node: SyntaxNode): void {
    this.#nodes[this.#nodeCount] = node;
    this.#nodeCount += 1;
  }

  /** Adds the current line as a node and goes to the next line. */
  take(node: SyntaxNode): void {
    this.add(node);
    this.scanner.advance();
  }

  /** Adds a line of white space, joined with the one above it. */
  takeBlank(): void {
    const last = this.#last;
    if (last?.kind === 'blank') {
      (last as { end: number }).end = this.end;
      this.scanner.advance();
    } else this.take({ kind: 'blank', start: this.start, end: this.end, line: this.line });
  }

  /** Adds the current line to the body text, joined with the text above it unless either is suspect. */
  takeText(suspect: TextNode['suspect'] = 'none'): void {
    const { scanner } = this;
    this.collect(scanner.first, scanner.end);
    const last = this.#last;
    if (suspect === 'none' && last?.kind === 'text' && last.suspect === 'none') {
      (last as { end: number }).end = this.end;
      scanner.advance();
    } else {
      this.take({ kind: 'text', start: this.start, end: this.end, line: this.line, suspect });
    }
  }

  /** Remembers the `{{ }}` between two offsets of the document; ranges must come in order. */
  collect(start: number, end: number): void {
    const { text, reference } = this.scanner;
    let at = reference.from(start);
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
    const bare = this.#nodeCount === 1 ? this.#bareContent() : undefined;
    return {
      start: this.base,
      end: this.scanner.start,
      line: this.baseLine,
      content: bare ?? {
        nodes: this.#nodes.slice(0, this.#nodeCount),
        references:
          this.#referenceCount === 0 ? noReferences : this.#references.slice(0, this.#referenceCount),
        bodyMode: this.mode,
        boundary: this.boundary,
      },
    };
  }

  /** Contents are relative to their block, so equal ones may be one; a text may be nothing but separators. */
  #bareContent(): BlockContent | undefined {
    const [node] = this.#nodes;
    if (node?.kind !== 'separator') return undefined;
    const before = this.#bare;
    if (before !== undefined && isSame(before.separator, node)) return before.content;
    const content: BlockContent = {
      nodes: [node],
      references: noReferences,
      bodyMode: 'text',
      boundary: undefined,
    };
    this.#bare = { separator: node, content };
    return content;
  }

  get #last(): SyntaxNode | undefined {
    return this.#nodeCount === 0 ? undefined : this.#nodes[this.#nodeCount - 1];
  }

  #addReference(open: number, close: number): void {
    const { text } = this.scanner;
    let contentStart = open + 2;
    let contentEnd = close;
    while (contentStart < contentEnd && isBlank(text.charCodeAt(contentStart))) contentStart += 1;
    while (contentEnd > contentStart && isBlank(text.charCodeAt(contentEnd - 1))) contentEnd -= 1;
    if (contentStart === contentEnd) return;
    const { base } = this;
    this.#references[this.#referenceCount] = {
      kind: 'reference',
      start: open - base,
      end: close + 2 - base,
      contentStart: contentStart - base,
      contentEnd: contentEnd - base,
    };
    this.#referenceCount += 1;
  }
}

function isSame(one: SeparatorNode, other: SeparatorNode): boolean {
  return one.end === other.end && one.titleStart === other.titleStart && one.titleEnd === other.titleEnd;
}

/** Goes to the first line that starts at or behind the offset, but never past a separator. */
export function skipLinesTo(scanner: LineScanner, offset: number): void {
  do scanner.advance();
  while (!scanner.isDone && scanner.start <= offset && !scanner.isSeparator);
}
