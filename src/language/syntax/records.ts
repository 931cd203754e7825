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

/**
 * The numbers of blocks one after the other, in pieces of memory that are small enough to be had without delay. The
 * numbers of a block always lie together in one piece.
 */
export class Records {
  numbers = new Int32Array(smallestPiece);
  /** Where the current block's numbers begin. */
  start = 0;
  /** Where the next number goes. */
  end = 0;

  /** What is added from now on belongs to a new block. */
  begin(): void {
    this.start = this.end;
  }

  /** Room for that many numbers; gives the place of the first. */
  reserve(count: number): number {
    if (this.end + count > this.numbers.length) this.#moveOn(count);
    return this.end;
  }

  /** Goes to a new piece and takes along what the block has. */
  #moveOn(count: number): void {
    const { numbers, start, end } = this;
    const needed = (end - start + count) * 2;
    this.numbers = new Int32Array(Math.max(needed, Math.min(numbers.length * 2, largestPiece)));
    this.numbers.set(numbers.subarray(start, end));
    this.start = 0;
    this.end = end - start;
  }
}

/** In numbers of four bytes. */
const smallestPiece = 256;
const largestPiece = 16_384;

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

/** Whether a block is a separator and nothing else. */
export function isBareSeparator({ numbers, start, end }: Records): boolean {
  return end - start === headLength + 2 && numbers[start] === record.separator;
}
