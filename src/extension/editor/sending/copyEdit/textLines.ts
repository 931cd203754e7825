/** Where lines begin and end in the text of an .http file. Offsets are UTF-16, line breaks `\n` or `\r\n`. */
import type { RequestDefinition, TextRange } from '../../../../language/semantics/index.ts';

/** The end of the last line before the body: of the last header, or of the URL. */
export function endOfHead(text: string, { urlRange, headers }: RequestDefinition): number {
  return lineEnd(text, Math.max(urlRange.end, ...headers.map(({ valueRange }) => valueRange.end)));
}

/** Where the line ends that an offset is in, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  if (at === -1) return text.length;
  return at > offset && text[at - 1] === '\r' ? at - 1 : at;
}

/** The line or lines of a range, without the last line break. */
export function linesOf(text: string, { start, end }: TextRange): TextRange {
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: lineEnd(text, end) };
}
