/**
 * Cuts bytes into lines as they arrive and says where in the body each of them stands. A line is given out the moment its
 * end is known, whatever pieces it came in, so a character that was split between two of them is whole again. Of a very
 * long line only the beginning is kept. It decodes nothing; `eventParser.ts` reads the lines.
 */

export interface ByteLine {
  /** Without the line end; at most `maxLine` bytes of it. */
  readonly bytes: Uint8Array;
  /** All the bytes that the line has. */
  readonly length: number;
  /** Of its first byte in the body. */
  readonly start: number;
}

export interface LineCutter {
  push(chunk: Uint8Array): void;
  /** What was begun and not ended, if anything; nothing may be pushed after it. */
  end(): void;
}

/** Bytes of one line that are kept. */
export const maxLine = 64 * 1024;

const lineFeed = 10;
const carriageReturn = 13;
const nothing = new Uint8Array();

/** `returns`: a carriage return alone ends a line, too (WHATWG HTML 9.2.5), not only a line feed. */
export function createLineCutter(returns: boolean, onLine: (line: ByteLine) => void): LineCutter {
  let kept: Uint8Array[] = [];
  let keptLength = 0;
  /** Bytes of the present line that came in earlier chunks. */
  let length = 0;
  let start = 0;
  /** Bytes of all chunks before the present one. */
  let before = 0;
  let afterReturn = false;

  function keep(part: Uint8Array): void {
    const piece = part.subarray(0, Math.max(0, maxLine - keptLength));
    // The sender may reuse its buffer for the next chunk.
    if (piece.length > 0) kept.push(piece.slice());
    keptLength += piece.length;
    length += part.length;
  }

  function give(part: Uint8Array, next: number): void {
    if (length === 0) {
      // Streams have a million lines: no view is made that is not needed.
      const bytes = part.length > maxLine ? part.subarray(0, maxLine) : part;
      onLine({ bytes, length: part.length, start });
    } else {
      keep(part);
      onLine({ bytes: joined(kept, keptLength), length, start });
      kept = [];
      keptLength = 0;
      length = 0;
    }
    start = next;
  }

  return {
    push(chunk) {
      let at = 0;
      if (afterReturn && chunk[0] === lineFeed) {
        at = 1;
        start += 1;
      }
      if (chunk.length > 0) afterReturn = false;
      let nextReturn = returns ? chunk.indexOf(carriageReturn, at) : -1;
      let nextFeed = chunk.indexOf(lineFeed, at);
      while (nextReturn !== -1 || nextFeed !== -1) {
        const isReturn = nextReturn !== -1 && (nextFeed === -1 || nextReturn < nextFeed);
        const end = isReturn ? nextReturn : nextFeed;
        const isPair = isReturn && nextFeed === end + 1;
        if (isReturn && end === chunk.length - 1) afterReturn = true;
        const next = end + (isPair ? 2 : 1);
        give(at === end ? nothing : chunk.subarray(at, end), before + next);
        at = next;
        if (isReturn) nextReturn = chunk.indexOf(carriageReturn, at);
        if (!isReturn || isPair) nextFeed = chunk.indexOf(lineFeed, at);
      }
      if (at < chunk.length) keep(chunk.subarray(at));
      before += chunk.length;
    },
    end() {
      if (length > 0) give(nothing, before);
    },
  };
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
