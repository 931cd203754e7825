/**
 * Splits text that arrives in pieces into lines. The result depends on the text alone, never on where it was cut:
 * `requests` splits each piece by itself and so reports a CR and an LF in different pieces as two line ends.
 * Used by `Response.iterLines`.
 */

const lineEnd = /\r\n|[\n\r]/g;
/** What Python's `str.splitlines` takes for a line end (rule R116). */
const unicodeLineEnd = /\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]/g;

export interface SplitOptions {
  readonly delimiter?: string | undefined;
  readonly unicodeLineEnds?: boolean | undefined;
}

/** Yields each line as soon as its end is known; a last line without an end is yielded too. */
export async function* splitLines(
  pieces: AsyncIterable<string>,
  { delimiter, unicodeLineEnds = false }: SplitOptions = {},
): AsyncGenerator<string, void, undefined> {
  const ends = unicodeLineEnds ? unicodeLineEnd : lineEnd;
  let pending = '';
  let started = false;
  for await (const piece of pieces) {
    pending += piece;
    started = true;
    const { lines, rest } = delimiter === undefined ? cutLines(pending, ends) : cutAt(pending, delimiter);
    yield* lines;
    pending = rest;
  }
  if (delimiter !== undefined) {
    if (started) yield pending;
  } else if (pending.endsWith('\r')) {
    yield pending.slice(0, -1);
  } else if (pending !== '') {
    yield pending;
  }
}

interface Cut {
  readonly lines: readonly string[];
  readonly rest: string;
}

function cutLines(text: string, ends: RegExp): Cut {
  const lines: string[] = [];
  let start = 0;
  for (const match of text.matchAll(ends)) {
    // A CR at the very end may be the first half of a CRLF.
    if (match[0] === '\r' && match.index === text.length - 1) break;
    lines.push(text.slice(start, match.index));
    start = match.index + match[0].length;
  }
  return { lines, rest: text.slice(start) };
}

function cutAt(text: string, delimiter: string): Cut {
  const parts = text.split(delimiter);
  return { lines: parts.slice(0, -1), rest: parts.at(-1) ?? '' };
}
