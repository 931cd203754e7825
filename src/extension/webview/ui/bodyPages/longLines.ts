/**
 * What is shown of lines that are too long to show whole: at first their beginning; more of it on demand, up to a limit;
 * or the part around a place that somebody went to. It reads what is missing and remembers it for a few lines.
 */
import type { Line } from './linePages.ts';

/** Characters of a line that are shown at first, and each time more is asked for ten times as many. */
export const shownAtFirst = 10_000;

/** Bytes of one line that are shown at most. */
export const shownAtMost = 1024 * 1024;

/** Bytes before a place that somebody went to. */
const before = 2000;

const readLength = 128 * 1024;

/** Lines that are remembered. */
const kept = 20;

/** A part of a line. */
export interface LinePart {
  /** Where it begins in the body, in bytes. */
  readonly from: number;
  readonly bytes: Uint8Array;
  /** UTF-16 units that are shown of it. */
  readonly characters: number;
}

export interface LongLines {
  /** The part to show; undefined for the line's own bytes. */
  part(line: Line): LinePart | undefined;
  /** Shows more of it; resolves when it is here. */
  more(line: Line): Promise<void>;
  /** Shows the part around a byte of the body; resolves when it is here. */
  around(line: Line, offset: number, length: number): Promise<void>;
  /** Shows the line's beginning again. */
  start(line: Line): void;
  clear(): void;
}

export interface LongLinesOptions {
  readonly read: (offset: number, length: number) => Promise<Uint8Array>;
  /** Bytes of a character's unit: parts begin at whole ones. */
  readonly unit: () => 1 | 2;
}

export function createLongLines({ read, unit }: LongLinesOptions): LongLines {
  /** By where the line begins. */
  const parts = new Map<number, LinePart>();

  function keep(line: Line, part: LinePart): void {
    parts.delete(line.start);
    parts.set(line.start, part);
    for (const start of [...parts.keys()].slice(0, -kept)) parts.delete(start);
  }

  return {
    part: (line) => parts.get(line.start),
    more: async (line) => {
      const known = parts.get(line.start) ?? {
        from: line.start,
        bytes: line.bytes,
        characters: shownAtFirst,
      };
      const end = known.from + known.bytes.length;
      const length = Math.min(readLength, line.end - end, shownAtMost - known.bytes.length);
      const next = length > 0 ? await read(end, length) : new Uint8Array(0);
      const bytes = new Uint8Array(known.bytes.length + next.length);
      bytes.set(known.bytes);
      bytes.set(next, known.bytes.length);
      keep(line, { from: known.from, bytes, characters: known.characters + 10 * shownAtFirst });
    },
    around: async (line, offset, length) => {
      const known = parts.get(line.start);
      const from = known?.from ?? line.start;
      const end = from + (known?.bytes ?? line.bytes).length;
      // Well inside of what is on screen already, also when each character has three bytes.
      const isShown =
        offset >= from && offset + length <= Math.min(end, from + (known?.characters ?? shownAtFirst));
      if (isShown) return;
      const start = Math.max(line.start, offset - before);
      const whole = unit() === 2 ? start - ((start - line.start) & 1) : start;
      const bytes = await read(whole, Math.min(3 * shownAtFirst, line.end - whole));
      const skipped = whole === line.start || unit() === 2 ? 0 : continuationBytes(bytes);
      keep(line, { from: whole + skipped, bytes: bytes.subarray(skipped), characters: shownAtFirst });
    },
    start: (line) => parts.delete(line.start),
    clear: () => parts.clear(),
  };
}

/** How many bytes at the beginning belong to a character of UTF-8 that began before. */
function continuationBytes(bytes: Uint8Array): number {
  let at = 0;
  while (at < 3 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at++;
  return at;
}
