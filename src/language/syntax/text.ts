/**
 * Offsets and lines of a text. Offsets count UTF-16 units; lines end with LF, CRLF or a lone CR, as in the
 * Language Server Protocol. Knows nothing about the grammar.
 */

/** A 0-based line and a 0-based UTF-16 column. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Translates between offsets and positions; values outside the text are moved to its nearest end. */
export interface LineIndex {
  readonly lineCount: number;
  positionAt(offset: number): TextPosition;
  offsetAt(position: TextPosition): number;
  /** Offset of a line's first character. */
  lineStart(line: number): number;
}

/** Builds the index in one pass over the text. */
export function createLineIndex(text: string): LineIndex {
  const starts = lineStarts(text);
  const lineStart = (line: number): number => {
    if (line < 0) return 0;
    return starts[line] ?? text.length;
  };
  return {
    lineCount: starts.length,
    lineStart,
    positionAt(offset) {
      const clamped = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >>> 1;
        if ((starts[middle] ?? 0) <= clamped) low = middle;
        else high = middle - 1;
      }
      return { line: low, column: clamped - (starts[low] ?? 0) };
    },
    offsetAt({ line, column }) {
      const start = lineStart(line);
      if (line < 0) return 0;
      const limit = line + 1 < starts.length ? lineStart(line + 1) : text.length;
      return Math.min(start + Math.max(0, column), limit);
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  let lineFeed = text.indexOf('\n');
  let carriageReturn = text.indexOf('\r');
  while (lineFeed !== -1 || carriageReturn !== -1) {
    let next: number;
    if (carriageReturn === -1 || (lineFeed !== -1 && lineFeed < carriageReturn)) next = lineFeed + 1;
    else next = lineFeed === carriageReturn + 1 ? lineFeed + 1 : carriageReturn + 1;
    starts.push(next);
    if (lineFeed !== -1 && lineFeed < next) lineFeed = text.indexOf('\n', next);
    if (carriageReturn !== -1 && carriageReturn < next) carriageReturn = text.indexOf('\r', next);
  }
  return starts;
}
