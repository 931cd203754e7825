/**
 * Where the parser keeps what it reads: a few numbers for each node, in one list for the whole text, which costs a
 * fraction of the objects' time and memory. Nothing is left unread; only the objects that `nodes.ts` describes are
 * made at the first question, block by block. The parser writes through `BlockBuilder`; `RecordedContent` reads.
 */

/** Kinds as numbers. */
export const record = {
  separator: 0,
  blank: 1,
  comment: 2,
  bodyComment: 3,
  directive: 4,
  fileVariable: 5,
  requestLine: 6,
  urlContinuation: 7,
  header: 8,
  partHeader: 9,
  headerFold: 10,
  headerSpread: 11,
  text: 12,
  escapedText: 13,
  bodyFile: 14,
  boundary: 15,
  script: 16,
  scriptFile: 17,
  output: 18,
  responseReference: 19,
  assert: 20,
  import: 21,
  run: 22,
  recordedResponse: 23,
  curl: 24,
  foreignScript: 25,
} as const;

export type RecordKind = (typeof record)[keyof typeof record];

/** What is true or false of a node, next to its kind. */
export const flag = {
  none: 0,
  /** `directive`, `fileVariable`. */
  hasEquals: 1,
  /** `header`, `partHeader`: there is no colon. */
  noColon: 1,
  /** `bodyFile` */
  substitute: 1,
  /** `boundary` */
  closing: 1,
  /** `output` */
  overwrite: 1,
  /** `script`, `scriptFile`: behind the request. */
  after: 1,
  /** `script` */
  isClosed: 2,
  /** `text` */
  suspectRequest: 1,
  /** `text` */
  suspectVariable: 2,
} as const;

/** How many offsets a record has behind its head, in the order of the node's fields. */
const offsetCounts = Uint8Array.of(
  2,
  0,
  2,
  2,
  4,
  4,
  6,
  4,
  5,
  5,
  2,
  2,
  0,
  1,
  4,
  2,
  2,
  2,
  2,
  2,
  2,
  2,
  4,
  0,
  2,
  2,
);

/** Kind and flags, line, end. A node starts where the one before it ends. */
const headLength = 3;
const longestRecord = headLength + 6;
export const kindMask = 31;
export const flagShift = 5;

/** Some of a text's numbers. No record lies across two pieces. */
export interface RecordPiece {
  readonly numbers: Int32Array;
  /** Behind its last number, once there is a next piece. */
  end: number;
  next: RecordPiece | undefined;
}

/**
 * The numbers of blocks one after the other, in pieces of memory that are small enough to be had without delay and
 * are never copied.
 */
export class Records {
  piece = newPiece(smallestPiece);
  numbers = this.piece.numbers;
  /** Where the next number goes in the piece. */
  end = 0;
  /** Where the current block's numbers begin. */
  firstPiece = this.piece;
  start = 0;

  /** What is added from now on belongs to a new block. */
  begin(): void {
    this.firstPiece = this.piece;
    this.start = this.end;
  }

  /** Room for that many numbers; gives the place of the first. */
  reserve(count: number): number {
    if (this.end + count > this.numbers.length) this.#addPiece();
    return this.end;
  }

  #addPiece(): void {
    const { piece, firstPiece, start, end } = this;
    const next = newPiece(Math.min(piece.numbers.length * 2, largestPiece));
    piece.end = end;
    piece.next = next;
    this.piece = next;
    this.numbers = next.numbers;
    this.end = 0;
    if (firstPiece === piece && start === end) this.begin();
  }
}

/** In numbers of four bytes. */
const smallestPiece = 256;
const largestPiece = 65_536;

function newPiece(size: number): RecordPiece {
  return { numbers: new Int32Array(size), end: 0, next: undefined };
}

/**
 * Adds a node of one line or more. Its offsets are the document's and in the order of the node's fields; they are
 * kept relative to the block's start, as many as the kind has.
 */
export function addNode(
  records: Records,
  head: number,
  base: number,
  line: number,
  end: number,
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
): void {
  const at = records.reserve(longestRecord);
  const { numbers } = records;
  numbers[at] = head;
  numbers[at + 1] = line;
  numbers[at + 2] = end - base;
  // What the kind does not have is written over by the next record.
  numbers[at + 3] = a - base;
  numbers[at + 4] = b - base;
  numbers[at + 5] = c - base;
  numbers[at + 6] = d - base;
  numbers[at + 7] = e - base;
  numbers[at + 8] = f - base;
  records.end = at + headLength + (offsetCounts[head & kindMask] ?? 0);
}

/** Moves the end of the node that was added last and has no offsets of its own. */
export function extendNode(records: Records, end: number): void {
  records.numbers[records.end - 1] = end;
}

/** Offsets relative to the block's start. */
export function addReference(
  records: Records,
  start: number,
  end: number,
  contentStart: number,
  contentEnd: number,
): void {
  const at = records.reserve(4);
  const { numbers } = records;
  numbers[at] = start;
  numbers[at + 1] = end;
  numbers[at + 2] = contentStart;
  numbers[at + 3] = contentEnd;
  records.end = at + 4;
}

/** Whether the current block is a separator and nothing else. */
export function isBareSeparator({ numbers, piece, firstPiece, start, end }: Records): boolean {
  return end - start === separatorLength && firstPiece === piece && numbers[start] === record.separator;
}

/** Whether the current block has the same numbers as that separator. */
export function isSameSeparator(
  records: Records,
  separator: { readonly numbers: Int32Array; readonly start: number },
): boolean {
  for (let index = 0; index < separatorLength; index += 1) {
    if (records.numbers[records.start + index] !== separator.numbers[separator.start + index]) return false;
  }
  return true;
}

const separatorLength = headLength + 2;
