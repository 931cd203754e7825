/**
 * Keeps line breaks as they are while a body is edited. The code view splits text into lines and joins them again, so
 * it must split by the one break that the text uses; any other break stays a character inside its line.
 */

export type LineBreak = '\n' | '\r\n';

/** The break to split by, so that splitting and joining gives back every character. */
export function lineBreakOf(text: string): LineBreak {
  return text.includes('\r\n') && !/(?:^|[^\r])\n/.test(text) ? '\r\n' : '\n';
}

/** Pasted text with the document's breaks, so that a Windows clipboard does not mix two kinds. */
export function withLineBreak(text: string, lineBreak: LineBreak): string {
  return text.replace(/\r\n?|\n/g, lineBreak);
}
