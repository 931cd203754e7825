/**
 * A block's content, made from the parser's records: the objects that `nodes.ts` describes, each list at the first
 * question and only once. Reads the text never again, since the records hold all that the parser found out.
 */
import type { BlockContent, BodyMode, ReferenceNode, SyntaxNode, TextNode } from './nodes.ts';
import {
  flag,
  flagShift,
  kindMask,
  record,
  type RecordKind,
  type RecordPiece,
  type Records,
} from './records.ts';

const suspects: readonly TextNode['suspect'][] = ['none', 'request', 'variable'];

export class RecordedContent implements BlockContent {
  readonly bodyMode: BodyMode;
  readonly boundary: string | undefined;
  readonly #firstNodes: RecordPiece;
  readonly #nodesFrom: number;
  readonly #lastNodes: RecordPiece;
  readonly #nodesTo: number;
  readonly #firstReferences: RecordPiece;
  readonly #referencesFrom: number;
  readonly #lastReferences: RecordPiece;
  readonly #referencesTo: number;
  #nodes: readonly SyntaxNode[] | undefined = undefined;
  #references: readonly ReferenceNode[] | undefined = undefined;

  /** Takes what the records hold of the current block. */
  constructor(nodes: Records, references: Records, bodyMode: BodyMode, boundary: string | undefined) {
    this.bodyMode = bodyMode;
    this.boundary = boundary;
    this.#firstNodes = nodes.firstPiece;
    this.#nodesFrom = nodes.start;
    this.#lastNodes = nodes.piece;
    this.#nodesTo = nodes.end;
    this.#firstReferences = references.firstPiece;
    this.#referencesFrom = references.start;
    this.#lastReferences = references.piece;
    this.#referencesTo = references.end;
  }

  get nodes(): readonly SyntaxNode[] {
    return (this.#nodes ??= readNodes(
      new Reader(this.#firstNodes, this.#nodesFrom, this.#lastNodes, this.#nodesTo),
    ));
  }

  get references(): readonly ReferenceNode[] {
    return (this.#references ??= readReferences(
      new Reader(this.#firstReferences, this.#referencesFrom, this.#lastReferences, this.#referencesTo),
    ));
  }
}

/** Goes through the numbers of a block one by one. */
class Reader {
  #piece: RecordPiece;
  #at: number;
  readonly #lastPiece: RecordPiece;
  readonly #to: number;

  constructor(piece: RecordPiece, from: number, lastPiece: RecordPiece, to: number) {
    this.#piece = piece;
    this.#at = from;
    this.#lastPiece = lastPiece;
    this.#to = to;
  }

  /** To be asked in front of each record. */
  get isDone(): boolean {
    while (this.#piece !== this.#lastPiece && this.#at >= this.#piece.end && this.#piece.next !== undefined) {
      this.#piece = this.#piece.next;
      this.#at = 0;
    }
    return this.#piece === this.#lastPiece && this.#at >= this.#to;
  }

  next(): number {
    return this.#piece.numbers[this.#at++] ?? 0;
  }
}

function readReferences(reader: Reader): readonly ReferenceNode[] {
  const found: ReferenceNode[] = [];
  while (!reader.isDone) {
    found.push({
      kind: 'reference',
      start: reader.next(),
      end: reader.next(),
      contentStart: reader.next(),
      contentEnd: reader.next(),
    });
  }
  return found;
}

function readNodes(reader: Reader): readonly SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  let start = 0;
  while (!reader.isDone) {
    const node = readNode(reader, start);
    start = node.end;
    nodes.push(node);
  }
  return nodes;
}

/** The fields of each kind in the order in which the readers of lines give them to `BlockBuilder`. */
function readNode(reader: Reader, start: number): SyntaxNode {
  const head = reader.next();
  const flags = head >> flagShift;
  const kind = (head & kindMask) as RecordKind;
  const line = reader.next();
  const end = reader.next();
  switch (kind) {
    case record.separator:
      return { kind: 'separator', start, end, line, titleStart: reader.next(), titleEnd: reader.next() };
    case record.blank:
      return { kind: 'blank', start, end, line };
    case record.comment:
      return { kind: 'comment', start, end, line, contentStart: reader.next(), contentEnd: reader.next() };
    case record.bodyComment:
      return {
        kind: 'bodyComment',
        start,
        end,
        line,
        contentStart: reader.next(),
        contentEnd: reader.next(),
      };
    case record.directive:
    case record.fileVariable:
      return {
        kind: kind === record.directive ? 'directive' : 'fileVariable',
        start,
        end,
        line,
        nameStart: reader.next(),
        nameEnd: reader.next(),
        valueStart: reader.next(),
        valueEnd: reader.next(),
        hasEquals: (flags & flag.hasEquals) !== 0,
      };
    case record.requestLine:
      return {
        kind: 'requestLine',
        start,
        end,
        line,
        methodStart: reader.next(),
        methodEnd: reader.next(),
        urlStart: reader.next(),
        urlEnd: reader.next(),
        versionStart: reader.next(),
        versionEnd: reader.next(),
      };
    case record.urlContinuation:
      return {
        kind: 'urlContinuation',
        start,
        end,
        line,
        urlStart: reader.next(),
        urlEnd: reader.next(),
        versionStart: reader.next(),
        versionEnd: reader.next(),
      };
    case record.header:
    case record.partHeader:
      return {
        kind: kind === record.header ? 'header' : 'partHeader',
        start,
        end,
        line,
        nameStart: reader.next(),
        nameEnd: reader.next(),
        colon: (flags & flag.noColon) === 0 ? reader.next() : skip(reader),
        valueStart: reader.next(),
        valueEnd: reader.next(),
      };
    case record.headerFold:
      return { kind: 'headerFold', start, end, line, valueStart: reader.next(), valueEnd: reader.next() };
    case record.headerSpread:
      return { kind: 'headerSpread', start, end, line, nameStart: reader.next(), nameEnd: reader.next() };
    case record.text:
      return { kind: 'text', start, end, line, suspect: suspects[flags] ?? 'none' };
    case record.escapedText:
      return { kind: 'escapedText', start, end, line, contentStart: reader.next() };
    case record.bodyFile:
      return {
        kind: 'bodyFile',
        start,
        end,
        line,
        substitute: (flags & flag.substitute) !== 0,
        encodingStart: reader.next(),
        encodingEnd: reader.next(),
        pathStart: reader.next(),
        pathEnd: reader.next(),
      };
    case record.boundary: {
      const closing = (flags & flag.closing) !== 0;
      return {
        kind: 'boundary',
        start,
        end,
        line,
        closing,
        contentStart: reader.next(),
        contentEnd: reader.next(),
      };
    }
    case record.script:
      return {
        kind: 'script',
        start,
        end,
        line,
        moment: (flags & flag.after) === 0 ? 'before' : 'after',
        contentStart: reader.next(),
        contentEnd: reader.next(),
        isClosed: (flags & flag.isClosed) !== 0,
      };
    case record.scriptFile: {
      const moment = (flags & flag.after) === 0 ? 'before' : 'after';
      return {
        kind: 'scriptFile',
        start,
        end,
        line,
        moment,
        pathStart: reader.next(),
        pathEnd: reader.next(),
      };
    }
    case record.output: {
      const overwrite = (flags & flag.overwrite) !== 0;
      return {
        kind: 'output',
        start,
        end,
        line,
        overwrite,
        pathStart: reader.next(),
        pathEnd: reader.next(),
      };
    }
    case record.responseReference:
      return {
        kind: 'responseReference',
        start,
        end,
        line,
        pathStart: reader.next(),
        pathEnd: reader.next(),
      };
    case record.assert:
      return { kind: 'assert', start, end, line, contentStart: reader.next(), contentEnd: reader.next() };
    case record.import:
      return { kind: 'import', start, end, line, pathStart: reader.next(), pathEnd: reader.next() };
    case record.run:
      return {
        kind: 'run',
        start,
        end,
        line,
        targetStart: reader.next(),
        targetEnd: reader.next(),
        argumentsStart: reader.next(),
        argumentsEnd: reader.next(),
      };
    case record.recordedResponse:
      return { kind: 'recordedResponse', start, end, line };
    case record.curl:
      return { kind: 'curl', start, end, line, contentStart: reader.next(), contentEnd: reader.next() };
    case record.foreignScript:
      return {
        kind: 'foreignScript',
        start,
        end,
        line,
        contentStart: reader.next(),
        contentEnd: reader.next(),
      };
  }
}

/** The place of a colon that is not there. */
function skip(reader: Reader): -1 {
  reader.next();
  return -1;
}
