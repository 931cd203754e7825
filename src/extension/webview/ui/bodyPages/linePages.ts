/**
 * The lines of a body that the page has, in blocks that are pulled when they are looked at: first those on screen, then
 * two ahead where the reader is going. Old blocks are dropped, so that a body of any size costs the page the same. It
 * draws nothing and decodes nothing.
 */
import type { LineRows } from '../../bodyPages.ts';

export interface Line {
  /** 0-based, in the body. */
  readonly number: number;
  /** Where it begins and ends in the body, in bytes, its break left out. */
  readonly start: number;
  readonly end: number;
  /** Its first bytes; fewer than it has when it is cut. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface LinePages {
  line(row: number): Line | undefined;
  /** Rows that are looked at now; those asked for before and not on their way yet are forgotten. */
  show(first: number, last: number, forwards: boolean): void;
  /** How many rows there are now; blocks that were not full are read again when there are more. */
  setCount(count: number): void;
  clear(): void;
}

export interface LinePagesOptions {
  readonly read: (first: number, count: number) => Promise<LineRows>;
  /** Rows have come; `lines` is how many there are by now. */
  readonly onRows: (lines: number) => void;
  readonly onError: (error: unknown) => void;
}

/** Rows of a block. */
export const blockRows = 128;

/** Bytes that are kept at most, besides what is on screen. */
const keptBytes = 6 * 1024 * 1024;

const ahead = 2;
const atOnce = 3;

interface Block {
  readonly lines: Line[];
  bytes: number;
}

export function createLinePages(options: LinePagesOptions): LinePages {
  /** In the order in which they were last looked at. */
  let blocks = new Map<number, Block>();
  let wanted: number[] = [];
  const reading = new Set<number>();
  let count = 0;

  const rowsOf = (block: number): number => Math.max(0, Math.min(blockRows, count - block * blockRows));
  const isWhole = (block: number): boolean => (blocks.get(block)?.lines.length ?? 0) >= rowsOf(block);

  function readNext(): void {
    while (reading.size < atOnce) {
      const next = wanted.find((block) => !reading.has(block) && !isWhole(block));
      if (next === undefined) return;
      void read(next);
    }
  }

  async function read(at: number): Promise<void> {
    const mine = blocks;
    reading.add(at);
    const known = mine.get(at) ?? { lines: [], bytes: 0 };
    try {
      const first = at * blockRows + known.lines.length;
      const rows = await options.read(first, blockRows - known.lines.length);
      if (mine !== blocks) return;
      add(known, rows);
      mine.delete(at);
      mine.set(at, known);
      drop();
      // Nothing more is there yet, whatever the count says: it is tried again when somebody looks again.
      if (rows.numbers.length === 0) wanted = wanted.filter((one) => one !== at);
      options.onRows(rows.lines);
    } catch (error) {
      wanted = wanted.filter((one) => one !== at);
      if (mine === blocks) options.onError(error);
    } finally {
      if (mine === blocks) {
        reading.delete(at);
        readNext();
      }
    }
  }

  function drop(): void {
    let total = 0;
    for (const [at, block] of [...blocks].reverse()) {
      total += block.bytes;
      if (total > keptBytes && !wanted.includes(at)) blocks.delete(at);
    }
  }

  return {
    line: (row) => blocks.get(Math.floor(row / blockRows))?.lines[row % blockRows],
    show: (first, last, forwards) => {
      if (last < first) return;
      const from = Math.floor(first / blockRows);
      const to = Math.floor(last / blockRows);
      const seen = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      const next = Array.from({ length: ahead }, (_, index) =>
        forwards ? to + 1 + index : from - 1 - index,
      );
      wanted = [...seen, ...next].filter((block) => block >= 0 && rowsOf(block) > 0);
      readNext();
    },
    setCount: (next) => {
      if (next > count && count > 0) {
        // The last line may have grown.
        const last = blocks.get(Math.floor((count - 1) / blockRows));
        last?.lines.splice((count - 1) % blockRows);
      }
      count = next;
      readNext();
    },
    clear: () => {
      blocks = new Map();
      reading.clear();
      wanted = [];
      count = 0;
    },
  };
}

function add(block: Block, { numbers, starts, ends, lengths, bytes }: LineRows): void {
  let at = 0;
  for (const [index, number] of numbers.entries()) {
    const length = lengths[index] ?? 0;
    block.lines.push({
      number,
      start: starts[index] ?? 0,
      end: ends[index] ?? 0,
      bytes: new Uint8Array(bytes, at, length),
    });
    at += length;
  }
  block.bytes += bytes.byteLength;
}
